package io.walterfleet.step;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is whole is believed; one that is anything less makes the machine unknown. */
@Tag("unit")
class SurveyParserTest {
  private static final String BUNDLE = "ab".repeat(32);

  /** Everything that an install which is in sync says. */
  private static final List<String> ANSWER =
      List.of(
          "protocol=1",
          "home=/home/ops",
          "user=ops",
          "uid=1000",
          "clock=1795437629",
          "missing=",
          "selfhost=no",
          "install=installed",
          "install.path=/home/ops/walter-onprem",
          "env.fingerprint=f1",
          "env.image=ghcr.io/matchylabs/walter:1.8.3",
          "env.host=a.example.com",
          "env=read",
          "bundle=" + BUNDLE,
          "files.intact=3",
          "file.edited=docs/read%25me.txt",
          "files.total=4",
          "lock=none",
          "journal=none",
          "staged=" + BUNDLE,
          "backup=20261123T124056Z volumes 438 ghcr.io/matchylabs/walter:1.8.2 r0",
          "docker=20.10.24",
          "compose=v2",
          "service=walter running sha256:01 ghcr.io/matchylabs/walter:1.8.3 0 unless-stopped",
          "project=walter-onprem",
          "image.id=sha256:01",
          "free.home=1000000",
          "free.docker=2000000",
          "data.kb=3000",
          "complete=yes");

  @Test
  void aWholeAnswerIsSeen() {
    assertThat(observe(ANSWER)).isEqualTo(whole());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "protocol",
        "missing",
        "selfhost",
        "install",
        "env",
        "files.intact",
        "files.total",
        "file.edited",
        "lock",
        "journal",
        "docker",
        "compose",
        "image.id",
        "free.home",
        "complete"
      })
  void withoutAnyOfItsLinesTheMachineIsUnknown(String key) {
    List<String> less = ANSWER.stream().filter(line -> !line.startsWith(key + "=")).toList();

    assertThat(less).hasSize(ANSWER.size() - 1);
    assertThat(observe(less)).isInstanceOf(Observation.Unknown.class);
  }

  @Test
  void withGarbageInAnyOfItsLinesTheMachineIsUnknown() {
    for (String line : ANSWER) {
      String key = line.substring(0, line.indexOf('='));
      for (String garbage : List.of(key, key + "=%FF", key + "=%G1", key + "=\uFFFD", "=", "")) {
        assertThat(observe(replaced(line, garbage)))
            .as("%s instead of %s", garbage, line)
            .isInstanceOf(Observation.Unknown.class);
      }
    }
  }

  @Test
  void whatARunWantedThatFailedAndWentBackIsRead() {
    List<String> more = new ArrayList<>(ANSWER);
    more.add(1, "journal.undone=walter:1.8.3 b m h 443");
    assertThat(observe(more))
        .isInstanceOfSatisfying(
            Observation.Seen.class,
            seen -> assertThat(seen.machineState().undone()).contains("walter:1.8.3 b m h 443"));
    more.set(1, "journal.undone=rm -rf $(x)");
    assertThat(observe(more)).isInstanceOf(Observation.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "protocol=2",
        "missing=tar",
        "install=perhaps",
        "env.image=a\nenv.image=b",
        "files.total=5",
        "files.total=many",
        "lock=held",
        "journal=unfinished",
        "docker=1\ndocker=2",
        "compose=v3",
        "service=walter running",
        "backup=20261123T124056Z volumes many ghcr.io/matchylabs/walter:1.8.2 r0",
        "free.home=plenty",
        "complete=no"
      })
  void withASenselessValueTheMachineIsUnknown(String line) {
    String key = line.substring(0, line.indexOf('='));
    List<String> senseless =
        ANSWER.stream().map(one -> one.startsWith(key + "=") ? line : one).toList();

    assertThat(observe(senseless)).isInstanceOf(Observation.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "exited 0 no, running, true",
    "exited 0 on-failure, running, true",
    "exited 0 no, '', true",
    "exited 0 always, running, false",
    "exited 0 unless-stopped, running, false",
    "exited 1 no, running, false",
    "created 0 no, running, false",
    "exited 0 no, exited, false"
  })
  void aServiceThatEndedWellIsDoneWhereItIsNotStartedAgain(String end, String data, boolean done) {
    String[] words = end.split(" ", -1);
    List<String> more = new ArrayList<>(ANSWER);
    more.add(
        more.indexOf("project=walter-onprem"),
        "service=buckets %s sha256:02 mc:1 %s %s".formatted(words[0], words[1], words[2]));
    if (!data.isEmpty()) {
      more.add(more.indexOf("project=walter-onprem"), "data=" + data);
    }

    assertThat(observe(more))
        .extracting("install.stack.services")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains(new Stack.Service("buckets", words[0], "mc:1", "sha256:02", done));
  }

  @Test
  void aFactThatIsSaidToBeUnknownNamesItsReason() {
    assertThat(observe(replaced("docker=20.10.24", "unknown.docker=no such context")))
        .isEqualTo(
            new Observation.Unknown(
                "docker could not be read: \"no such context\"",
                "mend that on the machine, then run this command again"));
  }

  @Test
  void cutOffAnywhereTheMachineIsUnknown() {
    String text = framed(ANSWER);
    for (int length = 0; length < text.length() - 2; length++) {
      assertThat(observe(text.substring(0, length), false))
          .as("cut off after %s", length)
          .isInstanceOf(Observation.Unknown.class);
    }
  }

  @Test
  void anAnswerThatIsTooLongIsUnknown() {
    assertThat(observe(framed(ANSWER).substring(0, 300), true))
        .isEqualTo(new Observation.Unknown("its answer is too long", ""));
  }

  @Test
  void whatNoBackupHasIsKeptUnlessItHasNotTheFormOfAName() {
    List<String> more = new ArrayList<>(ANSWER);
    more.addAll(List.of("uncopied=walter_uploads", "uncopied=/srv/a; rm", "uncopied=/srv/x y"));

    Observation.Seen seen = (Observation.Seen) observe(more);

    assertThat(seen.uncopied()).containsExactly("walter_uploads", "(unreadable form)");
  }

  @Test
  void theNoiseOfALoginShellIsNoPartOfIt() {
    String noise = "Welcome!\nwalter-fleet other begin\nprotocol=9\n\uFFFD\u0007\n";

    assertThat(observe(noise + framed(ANSWER) + "logout\n", false)).isEqualTo(whole());
  }

  private static Observation whole() {
    return new Observation.Seen(
        new Install.Present(
            Samples.keys(
                Optional.of("ghcr.io/matchylabs/walter:1.8.3"),
                Optional.of("a.example.com"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Install.Files(Optional.of(BUNDLE), List.of("docs/read%me.txt"), List.of()),
            new Stack(
                Optional.of("walter-onprem"),
                List.of(
                    new Stack.Service(
                        "walter", "running", "ghcr.io/matchylabs/walter:1.8.3", "sha256:01")),
                Optional.of("sha256:01"))),
        new MachineState(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new MachineState.Backup(
                    "20261123T124056Z",
                    "ghcr.io/matchylabs/walter:1.8.2",
                    "volumes",
                    438,
                    true,
                    Optional.empty(),
                    Optional.of("r0"),
                    Optional.empty()))),
        new Docker(Optional.of("20.10.24"), Docker.Compose.V2),
        new Host(1_000_000, Set.of(BUNDLE), new Host.Data(3000, 2_000_000, false)),
        Optional.of("f1"));
  }

  private static List<String> replaced(String line, String other) {
    return ANSWER.stream().map(one -> one.equals(line) ? other : one).toList();
  }

  private static Observation observe(List<String> lines) {
    return observe(framed(lines), false);
  }

  private static Observation observe(String out, boolean truncated) {
    return ScriptOperations.observed(Facts.read(new Reply(0, out, "", truncated), "n1"));
  }

  private static String framed(List<String> lines) {
    return lines.stream()
        .collect(joining("\n", "\nwalter-fleet n1 begin\n", "\nwalter-fleet n1 end 0\n"));
  }
}
