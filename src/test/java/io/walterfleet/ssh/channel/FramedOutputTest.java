package io.walterfleet.ssh.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a shell says before, between and behind the lines that mark a program. */
@Tag("unit")
class FramedOutputTest {
  private final FramedOutput output = new FramedOutput();

  @Test
  void aShellThatSaysWhyItCannotStartBeforeItIsAskedForAnythingIsHeard() {
    said("sudo: no\n");
    output.expect("a");
    output.close();
    assertThat(output.take()).isEqualTo("sudo: no\n");
  }

  @Test
  void noiseBeforeAProgramBelongsToNone() {
    said("Welcome\n");
    output.expect("a");
    said("\n" + FramedOutput.begin("a") + "\nfact\n\n" + FramedOutput.end("a") + "0\n");
    assertThat(output.exit()).contains("0");
    assertThat(output.take()).isEqualTo("fact\n");
    output.expect("b");
    said("late\n\n" + FramedOutput.begin("b") + "\n\n" + FramedOutput.end("b") + "3\n");
    assertThat(output.exit()).contains("3");
    assertThat(output.take()).isEmpty();
  }

  private void said(String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    output.write(bytes, 0, bytes.length);
  }
}
