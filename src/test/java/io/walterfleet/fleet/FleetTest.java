package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.plan.testing.Samples;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class FleetTest {
  @Test
  void aFleetHasTheNameAndTheManifestOfItsOrigin() {
    Fleet fleet = Samples.fleet(Rollout.DEFAULT, List.of());
    assertThat(fleet.name()).isEqualTo("emea");
    assertThat(fleet.manifest())
        .isEqualTo("https://onprem.walterops.com/releases/manifest.v1.json");
  }

  @Test
  void aPartOfAFleetIsTheFleetWithFewerMachines() {
    Machine one = Samples.machine("store-1");
    Machine two = Samples.machine("store-2");
    assertThat(Samples.fleet(Rollout.DEFAULT, List.of(one, two)).with(List.of(two)))
        .isEqualTo(Samples.fleet(Rollout.DEFAULT, List.of(two)));
  }

  @Test
  void aMachineIsInAGroupAndHasSortedTags() {
    Machine machine =
        new Machine(
            "store-1",
            new Membership("stores", new HashSet<>(List.of("retail", "eu", "late"))),
            Samples.machine("store-1").ssh(),
            Samples.wanting(new Target.Patch()),
            new Place("prod.yml", 14, 7));
    assertThat(machine.group()).isEqualTo("stores");
    assertThat(machine.tags()).containsExactly("eu", "late", "retail");
    assertThat(machine.place()).hasToString("prod.yml:14:7");
    assertThat(Place.whole("prod.yml")).isEqualTo(new Place("prod.yml", 0, 0));
    assertThat(Place.whole("prod.yml")).hasToString("prod.yml");
  }

  @Test
  void aMachineWantedOtherwiseIsTheSameMachine() {
    Desired other = Samples.wanting(new Target.Stable());
    assertThat(Samples.machine("store-1").with(other))
        .isEqualTo(Samples.machine("store-1", "stores", other));
  }

  @Test
  void permissionsAreAddedOneByOne() {
    assertThat(Permissions.NONE).isEqualTo(new Permissions(false, false, false, false));
    assertThat(Permissions.NONE.withForce()).isEqualTo(new Permissions(true, false, false, false));
    assertThat(new Permissions(false, true, true, true).withForce())
        .isEqualTo(new Permissions(true, true, true, true));
    assertThat(Permissions.NONE.withRetarget())
        .isEqualTo(new Permissions(false, false, false, true));
    assertThat(new Permissions(true, true, true, false).withRetarget())
        .isEqualTo(new Permissions(true, true, true, true));
  }

  @Test
  void aManifestFindsReleasesAndSeries() {
    Manifest manifest = Samples.MANIFEST;
    assertThat(manifest.find(new Release(1, 8, 3)).orElseThrow().digest()).contains(Samples.DIGEST);
    assertThat(manifest.find(new Release(1, 8, 9))).isEmpty();
    assertThat(manifest.line(new Series(1, 6)))
        .contains(new Manifest.Line(new Series(1, 6), false, new Release(1, 6, 14)));
    assertThat(manifest.line(new Series(9, 9))).isEmpty();
  }

  @Test
  void aRolloutNeedsABatchSize() {
    assertThatThrownBy(
            () ->
                new Rollout(
                    List.of(), List.of(), Duration.ZERO, Rollout.Failure.DEFAULT, Gate.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a rollout needs a batch size");
  }

  @Test
  void withoutAWordARolloutIsCareful() {
    assertThat(Rollout.DEFAULT)
        .isEqualTo(
            new Rollout(
                List.of(),
                List.of(new CountOrPercent.Count(1)),
                Duration.ZERO,
                new Rollout.Failure(
                    Rollout.Stage.FLEET,
                    8,
                    new CountOrPercent.Count(0),
                    Rollout.OnFailure.ROLLBACK),
                new Gate(
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Gate.Via.TUNNEL)));
  }

  @Test
  void valuesDoNotFollowTheListsThatTheyWereMadeOf() {
    List<Machine> machines = new ArrayList<>(List.of(Samples.machine("store-1")));
    Set<DayOfWeek> days = new HashSet<>(Set.of(DayOfWeek.SUNDAY));
    Set<Occasion> occasions = new HashSet<>(Set.of(Occasion.DRIFT));
    Fleet fleet = Samples.fleet(Rollout.DEFAULT, machines);
    Maintenance.Window window =
        new Maintenance.Window(days, LocalTime.of(22, 0), LocalTime.of(5, 0));
    Receiver receiver =
        new Receiver(new Channel.Webhook("https://example.com", Optional.empty()), occasions);
    machines.clear();
    days.clear();
    occasions.clear();
    assertThat(fleet.machines()).hasSize(1);
    assertThat(window.days()).containsExactly(DayOfWeek.SUNDAY);
    assertThat(receiver.on()).containsExactly(Occasion.DRIFT);
    assertThat(Optional.of(Maintenance.ANY_TIME.windows())).contains(List.of());
  }
}
