package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.Stack.Service;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class StackTest {
  private static final String IMAGE = "walter:1.8.3";
  private static final Service POSTGRES =
      new Service("postgres", "running", "postgres:15", "sha256:9");
  private static final Service WALTER = new Service("walter", "running", IMAGE, "sha256:1");

  @Test
  void aStackThatRunsItsImageDoesNotDiffer() {
    assertThat(stack(Optional.of("sha256:1"), POSTGRES, WALTER).difference(IMAGE)).isEmpty();
  }

  @Test
  void anImageThatIsNotOnTheMachineAnyMoreCannotBeCompared() {
    assertThat(stack(Optional.empty(), POSTGRES, WALTER).difference(IMAGE)).isEmpty();
  }

  @Test
  void itIsUpWhereAllRunsThatShallAndStoppedWhereNothingDoes() {
    Service setup = new Service("setup", "exited", IMAGE, "sha256:1", true);
    Service idle = new Service("walter", "exited", IMAGE, "sha256:1");
    Stack up = stack(Optional.of("sha256:1"), POSTGRES, WALTER, setup);
    assertThat(up.isUp()).isTrue();
    assertThat(up.isStopped()).isFalse();
    Stack half = stack(Optional.of("sha256:1"), POSTGRES, idle, setup);
    assertThat(half.isUp()).isFalse();
    assertThat(half.isStopped()).isFalse();
    Stack down = stack(Optional.of("sha256:1"), idle, setup);
    assertThat(down.isUp()).isFalse();
    assertThat(down.isStopped()).isTrue();
    assertThat(Stack.NONE.isUp()).isFalse();
    assertThat(Stack.NONE.isStopped()).isFalse();
  }

  @Test
  void noContainerIsADifference() {
    assertThat(Stack.NONE.difference(IMAGE)).contains("no container");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exited", "created", "restarting", "paused", "dead"})
  void aServiceThatDoesNotRunIsNamed(String state) {
    Service idle = new Service("walter", state, IMAGE, "sha256:1");
    assertThat(stack(Optional.of("sha256:1"), POSTGRES, idle).difference(IMAGE))
        .contains("walter is " + state);
  }

  @Test
  void anotherImageIsADifference() {
    assertThat(stack(Optional.of("sha256:1"), POSTGRES).difference(IMAGE))
        .contains("no container runs walter:1.8.3");
  }

  @Test
  void anOlderBuildOfTheSameTagIsADifference() {
    Service worker = new Service("worker", "running", IMAGE, "sha256:0");
    assertThat(stack(Optional.of("sha256:1"), POSTGRES, WALTER, worker).difference(IMAGE))
        .contains("runs an older build of walter:1.8.3");
  }

  @Test
  void aServiceThatHasDoneItsWorkIsNoDifference() {
    Service buckets = new Service("buckets", "exited", IMAGE, "sha256:0", true);
    assertThat(stack(Optional.of("sha256:1"), POSTGRES, WALTER, buckets).difference(IMAGE))
        .isEmpty();
    assertThat(stack(Optional.of("sha256:1"), POSTGRES, buckets).difference(IMAGE))
        .contains("no container runs walter:1.8.3");
  }

  private static Stack stack(Optional<String> imageId, Service... services) {
    return new Stack(Optional.of("walter-onprem"), List.of(services), imageId);
  }
}
