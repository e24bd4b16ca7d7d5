package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of each help are command lines that the real parser understands. */
@Tag("unit")
class CommandManualTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Commands.class)
  void examplesAreUnderstoodAndOfTheirCommand(Commands command) throws IOException {
    TestSite site = new TestSite(folder);
    assertThat(CommandManual.of(command).examples()).isNotEmpty();
    for (CommandManual.Example example : CommandManual.of(command).examples()) {
      String words = example.words().replaceFirst(" >.*", "");
      assertThat(words).startsWith(command.word());
      assertThatCode(
              () ->
                  PrintedCommands.in("walter-fleet " + words)
                      .forEach(line -> site.parse(line.toArray(String[]::new))))
          .doesNotThrowAnyException();
      assertThat(PrintedCommands.in("walter-fleet " + words)).hasSize(1);
    }
  }
}
