package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@Tag("unit")
class ManPagesTest {
  @TempDir private Path folder;

  @Test
  void everyCommandHasAPageWithEachOfItsOptions() throws Exception {
    CommandLine whole = CommandTree.whole(new TestSite(folder).runtime());
    Map<String, String> pages = ManPages.pages(whole);

    assertThat(pages).hasSize(whole.getSubcommands().size() + 1).containsKey("walter-fleet.1");
    whole
        .getSubcommands()
        .forEach(
            (name, command) -> {
              String page = pages.getOrDefault("walter-fleet-" + name + ".1", "");
              assertThat(page).startsWith(".TH WALTER-FLEET-").contains(".SH EXIT STATUS");
              for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(page).contains(option.longestName().replace("-", "\\-"));
              }
              assertThat(page.lines())
                  .noneMatch(line -> line.matches("\\.(?!TH|SH|TP|BR|nf|fi).*|'.*"));
              assertThat(page).doesNotContain("%n", "$", "@|");
            });
    assertThat(pages.get("walter-fleet.1")).contains(".BR walter\\-fleet\\-plan (1)");
  }
}
