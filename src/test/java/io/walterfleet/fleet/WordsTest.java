package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words that an inventory uses for closed choices. */
@Tag("unit")
class WordsTest {
  @Test
  void eachChoiceHasItsWord() {
    assertThat(words(Stream.of(Mode.values()).map(Mode::word)))
        .containsExactly("public-tls", "internal-tls");
    assertThat(words(Stream.of(BackupKind.values()).map(BackupKind::word)))
        .containsExactly("volumes", "dump", "none");
    assertThat(words(Stream.of(Gate.Via.values()).map(Gate.Via::word)))
        .containsExactly("tunnel", "direct");
    assertThat(words(Stream.of(HostKeys.Policy.values()).map(HostKeys.Policy::word)))
        .containsExactly("strict", "accept-new");
    assertThat(words(Stream.of(Rollout.Stage.values()).map(Rollout.Stage::word)))
        .containsExactly("fleet", "batch");
    assertThat(words(Stream.of(Rollout.OnFailure.values()).map(Rollout.OnFailure::word)))
        .containsExactly("rollback", "leave");
    assertThat(words(Stream.of(Occasion.values()).map(Occasion::word)))
        .containsExactly("failed", "drift", "finished", "unhealthy");
    assertThat(words(Stream.of(Dialect.values()).map(Dialect::word)))
        .containsExactly("plain", "slack", "teams", "mattermost");
  }

  @Test
  void eachTargetHasTheWordOfTheInventory() {
    List<Target> targets =
        List.of(
            new Target.Patch(),
            new Target.Minor(),
            new Target.Stable(),
            new Target.Exact(new Release(1, 8, 3)),
            new Target.Image(new ImageRef("walter:nightly")));
    assertThat(targets.stream().map(Target::word))
        .containsExactly("patch", "minor", "stable", "1.8.3", "walter:nightly");
  }

  @ParameterizedTest
  @EnumSource
  void aModeIsFoundByItsWord(Mode mode) {
    assertThat(Mode.of(mode.word())).contains(mode);
    assertThat(Mode.of(mode.word().toUpperCase(java.util.Locale.ROOT))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBackupKindIsFoundByItsWord(BackupKind kind) {
    assertThat(BackupKind.of(kind.word())).contains(kind);
    assertThat(BackupKind.of("")).isEmpty();
  }

  private static List<String> words(Stream<String> words) {
    return words.toList();
  }
}
