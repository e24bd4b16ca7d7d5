package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.Applied;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The records on a machine: of older programs, of newer ones, damaged, of others. */
@Tag("scripts")
class ScriptRecordsTest {
  private static final Path FIRST = Path.of("src/test/resources/records/format-1");
  private static final String STAMP = "20261123T070000Z";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void theFirstFilesThatThereWereAreRead(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    Observation.Seen seen = (Observation.Seen) SurveyParser.of(bench.survey());
    assertThat(seen.machineState().applied())
        .contains(
            Samples.applied(
                Bench.NEW,
                Optional.of("internal-tls"),
                Optional.of("a.example.com"),
                Optional.empty(),
                Optional.of(Bundle.sha256(bench.bundle()))));
    assertThat(seen.machineState().unfinished()).isEmpty();
    assertThat(seen.machineState().lock()).map(lock -> lock.id()).contains("7-r1");
    assertThat(bench.survey().all("backup"))
        .containsExactly(STAMP + " none 0 " + Bench.OLD + " r1");
  }

  /** As a rollback writes it for a file that has no such keys, or none that can be recorded. */
  @ParameterizedTest
  @EnumSource
  void aRecordWithDashesHasAnImageThatIsNone(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    Files.writeString(bench.state().resolve("installed"), "format=1\ntarget=- - - - -\nend=1\n");

    Observation.Seen seen = (Observation.Seen) SurveyParser.of(bench.survey());

    assertThat(seen.machineState().applied())
        .contains(new Applied(Map.of(ManagedKey.IMAGE, "-"), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void whatALaterProgramAddsIsPassedOver(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    Map<String, List<String>> before = settled(bench);
    for (String record : List.of("installed", "journal", "lock/7", "backups/" + STAMP + "/info")) {
      Path file = bench.state().resolve(record);
      Files.writeString(
          file,
          Files.readString(file)
              .replaceAll("(?m)^end=1$", "smtp=mail.example.com\nend=1")
              .replaceAll("(?m)^target=.*$", "$0 mail.example.com"));
    }
    Map<String, List<String>> after = settled(bench);
    for (String target : List.of("journal.target", "applied.target")) {
      assertThat(String.valueOf(after.remove(target))).contains("mail.example.com");
      before.remove(target);
    }
    assertThat(after).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aRecordOfANewerProgramIsSaidToBeOne(Shell shell) throws Exception {
    Map<String, String> facts =
        Map.of(
            "applied", "installed",
            "journal", "journal",
            "lock", "lock/7",
            "backups", "backups/" + STAMP + "/info");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      Bench bench = recorded(shell);
      Path file = bench.state().resolve(fact.getValue());
      Files.writeString(file, "format=2\n" + Files.readString(file).replace("format=1\n", ""));
      assertThat(SurveyParser.of(bench.survey()))
          .isEqualTo(
              new Unknown(
                  fact.getKey()
                      + " could not be read: "
                      + (fact.getKey().equals("applied") ? "~/.walter-fleet/installed" : file)
                      + " was written by a newer walter-fleet (format 2)",
                  "use that version here, or a newer one; walter-fleet --version says which this"
                      + " is"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsDoneOnTopOfRecordsOfANewerProgram(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    Files.delete(bench.state().resolve("lock/7"));
    bench.begin();
    Path journal = bench.state().resolve("journal");
    String newer = Files.readString(journal).replace("format=1", "format=2");
    Files.writeString(journal, newer);
    String why = journal + " was written by a newer walter-fleet (format 2)";
    for (String step : List.of("backup", "swap", "restart", "finish", "rollback")) {
      bench.with("stamp", STAMP);
      assertThat(bench.step(step).all("error.why")).as(step).containsExactly(why);
    }
    assertThat(journal).hasContent(newer);
    Path lock = bench.state().resolve("lock/1");
    Files.writeString(lock, Files.readString(lock).replace("format=1", "format=2"));
    assertThat(bench.begin().all("error.why"))
        .containsExactly(lock + " was written by a newer walter-fleet (format 2)");
    assertThat(bench.with("lock_id", "1-r1").direct("unlock.sh").all("error.why"))
        .containsExactly(lock + " was written by a newer walter-fleet (format 2)");
    Path info = bench.state().resolve("backups/" + STAMP + "/info");
    Files.writeString(info, Files.readString(info).replace("format=1", "format=2"));
    assertThat(bench.with("keep", "").direct("backups.sh").all("error.why"))
        .containsExactly(info + " was written by a newer walter-fleet (format 2)");
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedRecordHasAWayOutThatIsNamed(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    Path applied = bench.state().resolve("installed");
    for (String damage :
        List.of("format=1\ntarget=a b\nend=1\n", "", "format=1\nimage=walter:1.8.3\n")) {
      Files.writeString(applied, damage);
      assertThat(SurveyParser.of(bench.survey()))
          .isEqualTo(
              new Unknown(
                  "applied could not be read: ~/.walter-fleet/installed is damaged",
                  "on the machine: mv ~/.walter-fleet/installed ~/.walter-fleet/installed.damaged;"
                      + " it then counts as a machine that nothing was applied to, and the next"
                      + " apply makes a new record"));
    }
    bench.shell("mv ~/.walter-fleet/installed ~/.walter-fleet/installed.damaged");
    assertThat(SurveyParser.of(bench.survey())).isInstanceOf(Observation.Seen.class);
    Files.writeString(bench.state().resolve("journal"), "format=1\nrun=r1\nsta");
    assertThat(((Unknown) SurveyParser.of(bench.survey())).fix())
        .startsWith(
            "if no run is under way there, on the machine: mv ~/.walter-fleet/journal"
                + " ~/.walter-fleet/journal.damaged;");
    bench.shell("mv ~/.walter-fleet/journal ~/.walter-fleet/journal.damaged");
    assertThat(SurveyParser.of(bench.survey())).isInstanceOf(Observation.Seen.class);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsThereAndCannotBeReadIsNotAbsent(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    bench.shell("chmod 755 " + root + " " + bench.root() + " && chmod 700 ~/.walter-fleet");
    bench.asAnother(bench.state());
    String why = bench.survey().all("unknown.state").toString();
    assertThat(why).matches("\\[\\Q" + bench.state() + "\\E cannot be read by this user\\]");
    assertThat(Symptom.ofFact("state", why).fix())
        .isEqualTo(
            "set ssh.become: true for it if walter-fleet ran there with that; else give it back to"
                + " this user on the machine (chown)");
    assertThat(bench.with("keep", "").direct("backups.sh").all("error").toString())
        .isEqualTo("[could not list the backups]");
    assertThat(bench.with("lock_id", "7-r1").direct("unlock.sh").all("error").toString())
        .isEqualTo("[could not release the lock]");
    bench.asBefore(bench.state());
    bench.shell("mkdir ~/.walter-fleet/steps && chmod 755 ~/.walter-fleet");
    bench.asAnother(bench.state().resolve("steps"));
    assertThat(bench.survey().all("unknown.state").toString())
        .matches("\\[\\Q" + bench.state() + "/steps\\E cannot be read by this user\\]");
    bench.asBefore(bench.state().resolve("steps"));
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsInTheirPlaceIsNotAbsent(Shell shell) throws Exception {
    Bench bench = recorded(shell);
    for (String instead : List.of("touch", "ln -s nowhere")) {
      bench.shell("rm -rf ~/.walter-fleet && cd && " + instead + " .walter-fleet");
      assertThat(bench.survey().all("unknown.state"))
          .containsExactly(bench.state() + " is not a directory");
      Unknown unknown = (Unknown) SurveyParser.of(bench.survey());
      assertThat(unknown.reason())
          .isEqualTo("state could not be read: " + bench.state() + " is not a directory");
      assertThat(unknown.fix()).isEqualTo(OwnWords.MEND);
    }
  }

  @ParameterizedTest
  @EnumSource
  void recordsOfAnotherInstallSayNothingOfThisOne(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n");
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();
    bench.steps("stage pull swap restart finish");
    bench.direct("leave.sh");
    assertThat(bench.shell("cat ~/.walter-fleet/installed"))
        .contains("\nimage=" + Bench.NEW + "\nmode=\nhost=a.example.com\nhttpsPort=\n")
        .contains("\ninstall=" + bench.install() + "\n");
    Unknown others =
        new Unknown(
            "records could not be read: they are those of " + bench.install(),
            "give each install a user of its own; if the other one is not used any more, move it"
                + " away on the machine");
    bench.with("install", "walter-two");
    assertThat(SurveyParser.of(bench.survey())).isEqualTo(others);
    bench.shell("cp -R ~/walter-onprem ~/walter-two");
    assertThat(SurveyParser.of(bench.survey())).isEqualTo(others);
    bench.shell("rm -r ~/walter-onprem");
    assertThat(SurveyParser.of(bench.survey())).isInstanceOf(Observation.Seen.class);
    bench.with("install", "walter-onprem").shell("mv ~/walter-two ~/walter-onprem");
    assertThat(SurveyParser.of(bench.survey())).isInstanceOf(Observation.Seen.class);
  }

  /** An install, and beside it what the first program that kept records would have left. */
  private Bench recorded(Shell shell) throws Exception {
    Path folder = Files.createTempDirectory(root, "machine");
    Bench bench = new Bench(folder, shell);
    bench.vendorInstall(Bench.NEW, "WALTER_IMAGE=" + Bench.NEW + "\nPHX_HOST=a.example.com\n");
    put(bench, "installed", "installed");
    put(bench, "journal", "journal");
    put(bench, "lock", "lock/7");
    put(bench, "info", "backups/" + STAMP + "/info");
    String sums = "(cd ~/walter-onprem && sha256sum compose.yml)";
    Files.createDirectories(bench.state().resolve("checksums"));
    bench.shell(sums + " >~/.walter-fleet/checksums/" + Bundle.sha256(bench.bundle()));
    Files.writeString(bench.state().resolve("backups/" + STAMP + "/env.deploy"), "A=1\n");
    return bench;
  }

  private static void put(Bench bench, String record, String place) throws IOException {
    Path file = bench.state().resolve(place);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        Files.readString(FIRST.resolve(record))
            .replace("BUNDLE", Bundle.sha256(bench.bundle()))
            .replace("HOME", bench.home().toString()));
  }

  private static Map<String, List<String>> settled(Bench bench) throws Exception {
    Map<String, List<String>> facts = new TreeMap<>(bench.survey().values());
    List.of("clock", "lock.left", "lock.age", "free.home", "free.docker").forEach(facts::remove);
    return facts;
  }
}
