package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shells complete is what the program understands. */
@Tag("scripts")
class CompletionTest {
  @TempDir Path folder;
  private TestSite site;

  @BeforeEach
  void inventory() throws IOException {
    site = new TestSite(folder);
    site.inventory(List.of("store-1"), "");
  }

  @Test
  void whatIsCompletedIsUnderstood() {
    assertThat(site.run("completion", "bash").out())
        .contains("(\"text\" \"json\" \"markdown\" \"html\")", "(\"auto\" \"always\" \"never\")")
        .doesNotContain("TEXT", "AUTO");
  }

  @Test
  void fishCompletesCommandsOptionsAndValues() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("script.fish"), site.run("completion", "fish").out());
    assertThat(fish("walter-fleet dri")).startsWith("drift\twhat changed behind");
    assertThat(fish("walter-fleet plan --det")).startsWith("--detailed-exitcode\texit with 2");
    assertThat(fish("walter-fleet drift --color n")).startsWith("never\t");
    assertThat(fish("walter-fleet rollback --data v")).startsWith("volumes\t");
    assertThat(fish("walter-fleet backups --format ")).startsWith("json\t").contains("text\t");
    assertThat(fish("walter-fleet rollback --format ")).startsWith("text\t");
    assertThat(fish("walter-fleet plan -i " + folder + "/flee")).contains("fleet.yml");
    assertThat(fish("walter-fleet plan " + folder + "/flee")).isEmpty();
  }

  private String fish(String typed) throws IOException, InterruptedException {
    String script = "source " + folder.resolve("script.fish") + "; complete -C '" + typed + "'";
    Process fish =
        new ProcessBuilder("fish", "--no-config", "-c", script).redirectErrorStream(true).start();
    String answer = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fish.waitFor()).as(answer).isZero();
    return answer;
  }
}
