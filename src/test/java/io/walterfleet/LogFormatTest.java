package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --log-format json}: standard error is one record a line, whatever happens. */
@Tag("scripts")
class LogFormatTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void begin() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void aRunIsToldRecordByRecord() throws IOException {
    Ran ran = site.run("apply", "--yes", "--log-format", "json", "-i", inventory);
    assertThat(ran.exitCode()).isZero();
    List<JsonNode> log = records(ran.err());
    assertThat(log.get(0).path("event").asString()).isEqualTo("run-started");
    assertThat(log.get(0).path("machines").asInt()).isEqualTo(2);
    assertThat(log).allMatch(one -> one.path("command").asString().equals("apply"));
    assertThat(log).allMatch(one -> one.path("run").asString().equals("ID"));
    assertThat(log)
        .filteredOn(one -> one.path("event").asString().equals("step-finished"))
        .anyMatch(
            one ->
                one.path("machine").asString().equals("store-1")
                    && one.path("step").asString().equals("swap")
                    && one.path("result").asString().equals("changed")
                    && one.path("message").asString().startsWith("store-1: swap done in "));
    JsonNode last = log.get(log.size() - 1);
    assertThat(last.path("event").asString()).isEqualTo("run-finished");
    assertThat(last.path("message").asString()).isEqualTo("run ID ended: 2 applied");
    assertThat(last.path("exitCode").asInt()).isZero();
    // the plan and the result stay where they are; the lines of the run do not come twice
    assertThat(ran.out()).contains("2 machines to change", "2 machines: 2 applied in ");
    assertThat(ran.out()).doesNotContain("store-1: swap done");
    assertThat(site.run("apply", "--yes", "--log-format=json", "-i", inventory).err()).isEmpty();
  }

  @Test
  void whatFailedIsAnErrorWithItsMachineAndFix() throws IOException {
    site.fail("store-1", "pull", "manifest unknown");
    Ran ran = site.run("apply", "--yes", "-q", "--log-format", "json", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(4);
    List<JsonNode> log = records(ran.err());
    assertThat(log)
        .anyMatch(
            one ->
                one.path("level").asString().equals("error")
                    && one.path("event").asString().equals("machine-finished")
                    && one.path("machine").asString().equals("store-1")
                    && one.path("run").asString().equals("ID")
                    && !one.path("fix").asString().isEmpty());
    // quietly, nothing is told that went well
    assertThat(log).noneMatch(one -> one.path("result").asString("").equals("changed"));
    site.settle();
  }

  @Test
  void whatIsWrongWithTheWordsOrTheInventoryIsAnErrorEach() throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yml"),
            "apiVersion: walter-fleet/v1\nfleet: test\ngruops: {}\nrollout: {bacth: 1}\n");
    Path strange =
        Files.writeString(
            folder.resolve("\u0001.yml"), "apiVersion: walter-fleet/v1\nfleet: a\u001b[31mb\n");
    for (List<String> words :
        List.of(
            List.of("plan", "-i", broken.toString()),
            List.of("plan", "-i", strange.toString()),
            List.of("plan", "-i", "/nowhere.yml"),
            List.of("plan", "--nonsense"),
            List.of("plan", "--forks", "many"),
            List.of("plan", "--format", "jsn"),
            List.of("nonsense"),
            List.of("apply", "-i", inventory),
            List.of("history", "no-such-run"),
            List.of("completion", "tcsh"))) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--log-format", "json"));
      Ran ran = site.run(all.toArray(String[]::new));
      assertThat(ran.exitCode()).as(words.toString()).isEqualTo(64);
      assertThat(records(ran.err()))
          .as(words.toString())
          .isNotEmpty()
          .allMatch(one -> one.path("level").asString().equals("error"));
    }
    List<JsonNode> problems =
        records(site.run("plan", "-i", broken.toString(), "--log-format=json").err());
    assertThat(problems)
        .anyMatch(
            one ->
                one.path("message").asString().contains("'bacth'")
                    && one.path("fix").asString().contains("'batch'"));
  }

  @Test
  void aVariableAsksForItAndAWrongWordIsSaidToPeople() throws IOException {
    Ran wrong = site.run("plan", "--log-format", "jsn", "-i", inventory);
    assertThat(wrong.exitCode()).isEqualTo(64);
    assertThat(wrong.err())
        .isEqualTo(
            """
            walter-fleet: invalid value for option '--log-format': 'jsn' is not text or json
                fix: one of: text, json
            """);
    site.with("WALTER_FLEET_LOG_FORMAT", "json").with("WALTER_FLEET_RACK", "x");
    List<JsonNode> notes = records(site.run("plan", "-q", "-i", inventory).err());
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).path("level").asString()).isEqualTo("warn");
    assertThat(notes.get(0).path("message").asString()).contains("WALTER_FLEET_RACK");
    // without a command, the help is records, too
    assertThat(records(site.run().err())).isNotEmpty();
    assertThat(site.run("plan", "-q", "--log-format=text", "-i", inventory).err())
        .startsWith("note: ");
  }

  @Test
  void interruptsQuestionsAndBugsAreRecords() throws IOException {
    Ran asked = site.atTerminal("n\n").run("apply", "--log-format", "json", "-i", inventory);
    assertThat(records(asked.err()))
        .extracting(one -> one.path("message").asString())
        .containsExactly("Apply this plan? [y/N]", "Not applied; nothing was changed.");
    site.withProgress();
    Ran ran =
        site.interruptedAtGate(2)
            .ticking(java.time.Duration.ofSeconds(1))
            .run("apply", "--yes", "--log-format", "json", "-i", inventory);
    assertThat(records(ran.err()))
        .anyMatch(one -> one.path("message").asString().startsWith("Interrupted: "))
        .anyMatch(one -> one.path("message").asString().startsWith("Stopped at once."))
        .anyMatch(one -> one.path("message").asString().startsWith("Walter may be down on: "));
    site.settle();
    Ran bug = site.broken().run("status", "--log-format", "json", "-i", inventory);
    assertThat(bug.exitCode()).isEqualTo(1);
    assertThat(records(bug.err()))
        .hasSize(1)
        .allMatch(one -> one.path("level").asString().equals("error"));
  }

  @Test
  void aDocumentStaysADocumentAndWhatIsSaidBesideItIsRecords() throws IOException {
    site.run("apply", "--yes", "-q", "-i", inventory);
    for (String format : List.of("markdown", "html", "json")) {
      edit("store-1");
      Ran ran =
          site.run(
              ("drift --correct --yes --color always --log-format json --format " + format + " -i")
                  .concat(" " + inventory)
                  .split(" "));
      assertThat(records(ran.err())).as(format).isNotEmpty();
      assertThat(ran.out()).as(format).isNotEmpty();
      site.forgetWishes();
    }
  }

  @Test
  void aWatchIsALog() throws IOException {
    site.run("apply", "--yes", "-q", "-i", inventory);
    edit("store-2");
    site.pausing(site::interrupt);
    Ran ran = site.run("watch", "--correct", "--log-format", "json", "-i", inventory);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEmpty();
    List<JsonNode> log = records(ran.err());
    assertThat(log)
        .extracting(one -> one.path("event").asString(""))
        .startsWith("", "inventory-read", "machine", "surveyed", "run-started")
        .contains("step-finished", "machine-finished")
        .endsWith("run-finished");
    assertThat(log.get(2).path("message").asString())
        .startsWith("store-2: drift: files: edited: compose.yml");
    assertThat(log.get(2).path("verdict").asString()).isEqualTo("drift");
    assertThat(log.get(3).path("summary").path("drift").asInt()).isEqualTo(1);
    assertThat(log.get(3).path("level").asString()).isEqualTo("warn");
  }

  private void edit(String machine) throws IOException {
    Path compose = site.remote().home(machine).resolve("walter-onprem/compose.yml");
    Files.writeString(compose, Files.readString(compose) + "# quick fix\n");
  }

  /** Each line as JSON that is as the schema says, without a character that moves a cursor. */
  private static List<JsonNode> records(String err) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : err.lines().toList()) {
      assertThat(line).doesNotContain("\u001b", "\\u001b", "canary");
      assertThat(Schemas.complaints("log.schema.json", line)).as(line).isEmpty();
      records.add(JsonMapper.shared().readTree(line));
    }
    return records;
  }
}
