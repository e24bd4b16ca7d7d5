package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, from the command lines that make it. */
@Tag("scripts")
class RunReportTest {
  private static final Pattern PLAN_ID = Pattern.compile("\"id\" : \"([^\"]+)\"");

  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void theReportOfARunIsWhatHistoryShowsOfIt() throws IOException {
    Path report = folder.resolve("report.html");
    site.fail("store-1", "pull", "manifest unknown <b>");
    Ran apply =
        site.run(
            "apply", "--yes", "--report", report.toString(), "--format", "html", "-i", inventory);
    assertThat(apply.exitCode()).isEqualTo(4);
    assertThat(apply.out())
        .startsWith("<!doctype html>\n")
        .contains("\"ending\":\"budget\"", "\"outcome\":\"failed\"")
        .doesNotContain("<b>", "canary");
    String login = "\"ssh\":\"[^\"]+\",";
    assertThat(apply.out()).containsPattern(login);
    // history reads no inventory, so it does not know how a person logs in
    assertThat(site.run("history", "last", "--format", "html"))
        .isEqualTo(new Ran(0, apply.out().replaceAll(login, ""), ""));
    assertThat(Files.readString(report)).contains("\"ending\":\"budget\",\"exitCode\":4");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
    }
  }

  @Test
  void aPlanIsSavedShownAndDrawnFromOneLookAtTheMachines() throws IOException {
    Path page = folder.resolve("plan.html");
    Path plan = folder.resolve("plan.json");
    String comment =
        site.run(
                "plan", "--format=markdown", "--report=" + page, "--out=" + plan, "-i=" + inventory)
            .out();
    assertThat(comment).startsWith("<!-- walter-fleet plan -->\n");
    String id =
        PLAN_ID.matcher(Files.readString(plan)).results().findFirst().orElseThrow().group(1);
    assertThat(Files.readString(page))
        .startsWith("<!doctype html>\n")
        .contains("\"plan\":\"" + id + "\"", "\"host\":\"store-1.example.com\"");
    assertThat(site.remote().connectionsOpened("store-1")).isEqualTo(1);
  }

  @Test
  void aPageIsOfOneRunThatHadAPlan() {
    assertThat(site.run("history", "--format", "html").err())
        .isEqualTo(
            """
            walter-fleet: 'history' has no --format html
                fix: one of: text, json
            """);
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsChanged() {
    Ran ran = site.run("apply", "--yes", "--report", "/no/where.html", "-i", inventory);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: /no/where.html cannot be written
                    fix: name a file in a directory that you may write to
                """));
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }
}
