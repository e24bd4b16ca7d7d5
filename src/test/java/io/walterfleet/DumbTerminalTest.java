package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal is shown while a run goes on. */
@Tag("scripts")
class DumbTerminalTest {
  private static final String UP = "\u001b[";

  @TempDir Path folder;

  @Test
  void aTerminalIsDrawnOverAndADumbOneGetsPlainLines() throws Exception {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    site.installed("store-2", "1.8.2").withProgress();
    String inventory = site.inventory(List.of("store-1"), "");

    Ran plan = site.with("TERM", "dumb").run("plan", "-i", inventory);
    Ran dumb = site.run("apply", "--yes", "-i", inventory);

    assertThat(plan.err()).isEmpty();
    assertThat(dumb.exitCode()).isZero();
    assertThat(dumb.err()).isEmpty();
    assertThat(dumb.out()).contains("store-1: swap done in ").doesNotContain(UP);

    String other = site.inventory(List.of("store-2"), "");
    Ran drawn = site.with("TERM", "xterm").run("apply", "--yes", "-i", other);

    assertThat(drawn.exitCode()).as(drawn.out() + drawn.err()).isZero();
    assertThat(drawn.err()).contains(UP);
  }
}
