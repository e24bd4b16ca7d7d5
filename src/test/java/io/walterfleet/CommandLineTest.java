package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said without talking to a machine. */
@Tag("unit")
class CommandLineTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void inventory() throws IOException {
    site = new TestSite(folder);
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void helpListsTheCommandsAndTheExitCodes() {
    assertThat(site.run("--help"))
        .isEqualTo(
            new Ran(
                0,
                """
                Usage: walter-fleet [-hV] [COMMAND]

                Brings a fleet of Walter On-Prem machines to what an inventory says.

                Options:
                  -h, --help      show this help and exit
                  -V, --version   show the version and exit

                Commands (walter-fleet COMMAND --help tells more):
                  init        write a first inventory, from the hosts of ~/.ssh/config
                  validate    check inventories; no machine is contacted
                  versions    the manifest: latest stable, latest patch per series, notes
                  plan        read the machines, show what apply would do
                  apply       carry out a plan: a saved file, or plan now and ask
                  approve     sign a saved plan with an SSH key
                  status      release, mode, host, bundle, health, lock and verdict of each machine
                  drift       what changed behind our back; exit 2 if anything did
                  watch       drift, again and again, inside maintenance windows
                  rollback    put machines back: what a run changed, or to a backup
                  doctor      hold what is assumed of Walter against a machine or a bundle
                  logs        what the steps of a run said on a machine
                  backups     list, prune and prove backups on the machines
                  unlock      release a lock, by its id
                  adopt       write an inventory from machines that already run Walter
                  history     past runs of this controller; 'history RUN' shows one
                  notify      send a test to each receiver of notifications
                  rehearse    how a rollout would go: this inventory, simulated, with faults
                  demo        all of the above against an embedded fleet; needs no machine, no Docker
                  completion  print a completion script for bash, zsh or fish

                Exit codes:
                    0   done; or in sync
                    1   internal error (a bug)
                    2   plan --detailed-exitcode: there is something to do; drift: something drifted
                    3   some machines failed; the rest is as planned
                    4   stopped by the failure budget
                    5   the plan is stale for some machines; those were not touched
                    6   locked by another run
                    7   a machine is migration-blocked
                    8   some machines, or the manifest, could not be observed
                    9   some machines are blocked: a person must decide
                   10   everything is as wished, but Walter is not healthy on some machines
                   11   on hold: the rest waits for a hold, a soak, a window or an approval
                   64   wrong usage, or an invalid inventory or manifest; nothing was contacted or changed
                   69   the program cannot start here (no Java)
                   74   the output could not be written (a closed pipe is no error)
                  130   interrupted

                Every option can be set in the environment: --limit as WALTER_FLEET_LIMIT, and so on;
                but --yes, --all, --force and --retarget count on the command line alone.
                """,
                ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "validate",
        "versions",
        "plan",
        "apply",
        "status",
        "drift",
        "watch",
        "rollback",
        "doctor",
        "logs",
        "backups",
        "unlock",
        "notify",
        "rehearse",
        "demo",
        "completion"
      })
  void everyCommandHasAHelpWithExamplesAndTheExitCodes(String command) {
    Ran ran = site.run(command, "--help");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("Usage: walter-fleet " + command + " [")
        .contains(
            "  --format=FORMAT", "130   interrupted", "\nExamples:\n  walter-fleet " + command)
        .doesNotContain("Command", "Exception", "java");
  }

  @Test
  void aHelpListsTheExitCodesOfItsCommandAlone() {
    assertThat(site.run("history", "--help").out())
        .endsWith(
            """
            Exit codes:
                0   done; or in sync
                1   internal error (a bug)
               64   wrong usage, or an invalid inventory or manifest; nothing was contacted or changed
               69   the program cannot start here (no Java)
               74   the output could not be written (a closed pipe is no error)
              130   interrupted

            Examples:
              walter-fleet history                      the last runs
              walter-fleet history last --format html   one of them, as a page

            Every option can be set in the environment: --limit as WALTER_FLEET_LIMIT, and so on;
            but --yes, --all, --force and --retarget count on the command line alone.
            """);
    assertThat(site.run("backups", "--help").out())
        .contains("\n    6   ")
        .doesNotContain("\n    5   ");
    assertThat(site.run("apply", "--help").out())
        .contains("\n    5   ")
        .doesNotContain("\n    2   ");
  }

  @Test
  void withoutACommandTheHelpIsSaidAndTheCallIsWrong() {
    String help = site.run("--help").out();
    assertThat(site.run()).isEqualTo(new Ran(64, "", help));
  }

  @Test
  void theVersionIsSaid() {
    assertThat(site.run("--version")).isEqualTo(new Ran(0, "walter-fleet 1.0.0\n", ""));
  }

  @Test
  void aSoundInventoryIsValid() {
    assertThat(site.run("validate", "-i", inventory))
        .isEqualTo(
            new Ran(0, "valid: fleet test, 2 machines in 1 group; no machine was contacted\n", ""));
    assertThat(site.run("validate", "--format", "json", "-i", inventory, "-l", "store-2"))
        .isEqualTo(
            new Ran(
                0,
                "{\"format\":\"walter-fleet/validation/v1\",\"valid\":true,\"machines\":1,\"groups\":1}\n",
                ""));
    assertThat(site.run("validate", "-v", "-i", inventory).out())
        .isEqualTo(
            """
            MACHINE  GROUP   ADDRESS  RELEASE  MODE  HOST
            store-1  stores  store-1  patch    -     -
            store-2  stores  store-2  patch    -     -

            valid: fleet test, 2 machines in 1 group; no machine was contacted
            """);
  }

  @Test
  void allProblemsAreSaidAtOnceWithTheirPlaces() throws IOException {
    Files.writeString(
        Path.of(inventory), Files.readString(Path.of(inventory)) + "relases: {}\nx: 1\n");
    assertThat(site.run("validate", "-i", inventory))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                SITE/fleet.yml:10:1: the inventory has the key 'relases', which is not known
                    fix: did you mean 'releases'?
                SITE/fleet.yml:11:1: the inventory has the key 'x', which is not known
                    fix: the keys here are apiVersion, fleet, releases, ssh, defaults, groups, rollout, backups, maintenance, approvals, plan, hooks, notify, envKeys, stack
                2 problems; no machine was contacted
                """));
    assertThat(site.run("validate", "--format=json", "-i", inventory))
        .isEqualTo(
            new Ran(
                64,
                """
                {
                  "format" : "walter-fleet/validation/v1",
                  "valid" : false,
                  "problems" : [ {
                    "file" : "SITE/fleet.yml",
                    "line" : 10,
                    "column" : 1,
                    "message" : "the inventory has the key 'relases', which is not known",
                    "fix" : "did you mean 'releases'?"
                  }, {
                    "file" : "SITE/fleet.yml",
                    "line" : 11,
                    "column" : 1,
                    "message" : "the inventory has the key 'x', which is not known",
                    "fix" : "the keys here are apiVersion, fleet, releases, ssh, defaults, groups, rollout, backups, maintenance, approvals, plan, hooks, notify, envKeys, stack"
                  } ]
                }
                """,
                ""));
  }

  @Test
  void aProblemOfAWholeFileHasNoLine() {
    assertThat(site.run("validate", "--format=json", "-i", folder.resolve("none.yml").toString()))
        .isEqualTo(
            new Ran(
                64,
                """
                {
                  "format" : "walter-fleet/validation/v1",
                  "valid" : false,
                  "problems" : [ {
                    "file" : "SITE/none.yml",
                    "message" : "there is no such file or directory",
                    "fix" : "name an inventory with --inventory; examples/minimal.yml is one to begin with"
                  } ]
                }
                """,
                ""));
  }

  @Test
  void optionsCanBeSetInTheEnvironmentAndTheCommandLineWins() {
    site.with("WALTER_FLEET_INVENTORY", inventory).with("WALTER_FLEET_LIMIT", "store-1");
    assertThat(site.run("validate").out()).startsWith("valid: fleet test, 1 machine in");
    assertThat(site.run("validate", "--limit", "all").out())
        .startsWith("valid: fleet test, 2 machines in");
    assertThat(site.with("WALTER_FLEET_FORMAT", "json").run("validate").out())
        .isEqualTo(
            "{\"format\":\"walter-fleet/validation/v1\",\"valid\":true,\"machines\":1,\"groups\":1}\n");
    assertThat(site.with("WALTER_FLEET_FORKS", "many").run("plan").err())
        .startsWith(
            "walter-fleet: invalid value for option '--forks': 'many' is not a whole number");
  }

  @Test
  void aVariableThatIsNearlyAnOptionsIsRefused() {
    site.with("WALTER_FLEET_LIMT", "store-1");
    assertThat(site.run("apply", "--yes", "-i", inventory))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: WALTER_FLEET_LIMT is the variable of no option (no machine was contacted)
                    fix: did you mean WALTER_FLEET_LIMIT? else unset it
                """));
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @Test
  void aVariableThatNothingTakesIsNamed() {
    site.with("WALTER_FLEET_CREDENTIALS", "x").with("WALTER_FLEET_DETAILED_EXITCODE", "true");
    assertThat(site.run("validate", "-q", "-i", inventory).err())
        .isEqualTo(
            "note: WALTER_FLEET_CREDENTIALS is the variable of no option, and does nothing\n");
  }

  @Test
  void whatIsNoOptionButOursOrKubernetesIsNotNamed() {
    List.of(
            "JAVA_OPTS",
            "TEST_CACHE",
            "BENCH_NAMESPACE",
            "KILL_AT",
            "KILL_HOOK",
            "PATH",
            "PORT",
            "SERVICE_HOST",
            "WATCH_SERVICE_PORT_METRICS",
            "WATCH_PORT_9464_TCP_ADDR")
        .forEach(word -> site.with("WALTER_FLEET_" + word, "1"));
    assertThat(site.run("validate", "-i", inventory).err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "force", "retarget"})
  void aConsentIsNotTakenFromTheEnvironment(String option) {
    String variable = "WALTER_FLEET_" + option.toUpperCase(Locale.ROOT);
    site.with(variable, "true");
    Ran ran = site.run("apply", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .startsWith(
            "note: "
                + variable
                + " is not taken: --"
                + option
                + " counts on the command line alone\n")
        .contains("there is no terminal to ask for confirmation");
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @Test
  void theManifestIsShown() {
    Ran ran = site.run("versions", "-i", inventory);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("1.8.3");
    assertThat(site.run("versions", "--format=json", "-i", inventory).out()).startsWith("{\n");
    assertThat(site.run("versions", "-i", inventory, "-l", "store-1").err())
        .startsWith("walter-fleet: there is no option '-l'");
  }

  @Test
  void aManifestThatIsNotThereIsRefusedBeforeAnyMachineIsContacted() throws IOException {
    Files.delete(folder.resolve("manifest.json"));
    Ran ran = site.run("plan", "-i", inventory);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                could not read the manifest from SITE/manifest.json: there is no such file
                    fix: check the path and who may read it
                1 problem; nothing was changed
                """));
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          apply -y a\u001b[2J.json | a\\u{1b}[2J.json: there is no such file (nothing was changed) | make a new one: walter-fleet plan --out 'a\\u{1b}[2J.json'
          aply                     | there is no command 'aply' | did you mean 'apply'? see what there is: walter-fleet --help
          help aply                | there is no command 'aply' | did you mean 'apply'? see what there is: walter-fleet --help
          aply --help              | there is no command 'aply' | did you mean 'apply'? see what there is: walter-fleet --help
          --hlp                    | there is no option '--hlp' | see what there is: walter-fleet --help
          plan --limt x            | there is no option '--limt' | did you mean '--limit'? see what there is: walter-fleet plan --help
          plan now                 | 'now' is one word too many | see what there is: walter-fleet plan --help
          plan --limit             | missing required parameter for option '--limit' (PATTERN) | see what there is: walter-fleet plan --help
          plan --forks x           | invalid value for option '--forks': 'x' is not a whole number | write digits alone, such as 8
          plan --forks 9999999999  | invalid value for option '--forks': '9999999999' is out of range | write digits alone, such as 8
          plan --forks -1          | --forks -1 is out of range | a number from 1 to 10000, such as 64
          watch --every 5          | invalid value for option '--every': '5' is not a time | write the unit, too: 5s, 5m or 5h
          watch --every soon       | invalid value for option '--every': 'soon' is not a time | write a number and a unit, such as 200ms, 30s, 5m or 1h30m
          history --last -1        | --last -1 is out of range | a number from 1 on
          plan --forks 0           | --forks 0 is out of range | a number from 1 to 10000, such as 64
          plan --shard 2/2         | --shard '2/2' is not a share | I/N with I from 0 to N-1, such as 0/2 for one controller and 1/2 for the other
          apply -y --shard half    | --shard 'half' is not a share | I/N with I from 0 to N-1, such as 0/2 for one controller and 1/2 for the other
          apply -y --shard=         | --shard '' is not a share | I/N with I from 0 to N-1, such as 0/2 for one controller and 1/2 for the other
          watch --shard -1/2       | --shard '-1/2' is not a share | I/N with I from 0 to N-1, such as 0/2 for one controller and 1/2 for the other
          watch --listen 192.0.2.1:9464 | cannot listen on 192.0.2.1:9464: Cannot assign requested address | name an address of this computer, or a port alone for 127.0.0.1
          watch --listen no-host.invalid:9464 | cannot listen on no-host.invalid:9464: the name has no address | name an address of this computer, or a port alone for 127.0.0.1
          backups --prune x        | invalid value for option '--prune': 'x' is not a whole number | write digits alone, such as 8
          backups --prune 2        | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet backups --prune 2 --yes
          rollback --to 2020       | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet rollback --to 2020 --yes
          rollback --all --data none | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet rollback --all --data none --yes
          drift --correct -l m1 --shard 0/2 | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet drift --correct --yes -l m1 --shard 0/2
          drift --correct --outside-window CHG-4 | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet drift --correct --yes --outside-window CHG-4
          apply -l m1 --force --shard 0/2 | there is no terminal to ask for confirmation (no machine was contacted) | to save a plan for review: walter-fleet plan --out plan.json --force -l m1 --shard 0/2; to carry it out at once: walter-fleet apply --yes --force -l m1 --shard 0/2
          apply p.json -l m1 --slice 0/2 | there is no terminal to ask for confirmation (no machine was contacted) | to carry it out without being asked: walter-fleet apply p.json --yes -l m1 --slice 0/2
          apply p.json --through canary --only failed | there is no terminal to ask for confirmation (no machine was contacted) | to carry it out without being asked: walter-fleet apply p.json --yes --only failed --through canary
          apply -- -p.json | there is no terminal to ask for confirmation (no machine was contacted) | to carry it out without being asked: walter-fleet apply ./-p.json --yes
          approve -- -p.json | there is no terminal to ask for confirmation (no machine was contacted) | to approve without being asked: walter-fleet approve --yes ./-p.json
          rollback -y              | a rollback has to be told what to put back; no machine was contacted | to undo the last run: walter-fleet rollback --run last; to go back to the newest backups name the machines with --limit, or say --all
          rollback -y --run r --to t | --run and --to say different things | leave one of them out
          rollback -y --run none   | there is no run none | see the runs of this controller: walter-fleet history
          rollback -y --run last   | no run of this controller left a machine of these changed | see the runs of this controller: walter-fleet history
          rollback --run last      | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet rollback --run last --yes
          rollback -l m1:m2 | there is no terminal to ask for confirmation (no machine was contacted) | walter-fleet rollback --yes -l m1:m2
          adopt --ssh x            | value for option '--ssh' (KEY=VALUE) should be in KEY=VALUE format but was x | see what there is: walter-fleet adopt --help
          validate --format html   | 'validate' has no --format html | one of: text, json
          unlock x --format json   | 'unlock' has no --format json | leave it out
          backups --format html    | 'backups' has no --format html | one of: text, json
          backups --prune 1 -y --format json | 'backups --prune' has no --format json | list them as JSON before or after it
          rollback -y --format json | 'rollback' has no --format json | leave it out
          adopt h --format json    | 'adopt' has no --format json | leave it out
          completion bash --format json | 'completion' has no --format json | leave it out
          plan --format yaml       | invalid value for option '--format': 'yaml' is not text, json, markdown or html | one of: text, json, markdown, html
          plan --color green       | invalid value for option '--color': 'green' is not auto, always or never | one of: auto, always, never
          plan --out /no/where     | /no/where cannot be written | name a file in a directory that you may write to
          apply -y --events /no/x  | events cannot be written to /no/x (nothing was changed) | name a file in a directory that you may write to
          apply a b                | 'b' is one word too many | see what there is: walter-fleet apply --help
          unlock                   | missing required parameter: 'ID' | see what there is: walter-fleet unlock --help
          demo -v                  | the demo shows what the commands print for people: --format, -v and -q change nothing | leave them out
          demo --format json       | the demo shows what the commands print for people: --format, -v and -q change nothing | leave them out
          notify                   | missing required parameter: 'test' | see what there is: walter-fleet notify --help
          notify tset              | 'notify' does not know 'tset' | walter-fleet notify test
          notify test              | the inventory has no 'notify', so nobody is told (nothing was sent) | add it as in examples/full.yml
          completion bash x        | a command line is for 'completion names', which needs one | completion bash, zsh or fish; or names and a line in quotation marks
          completion names         | a command line is for 'completion names', which needs one | completion bash, zsh or fish; or names and a line in quotation marks
          init --out none.yml      | no host is named, and there is no terminal to ask for one (nothing was written) | name hosts, or globs in quotation marks
          init x* --out none.yml   | no host of ~/.ssh/config is like 'x*' (nothing was written) | name the hosts themselves
          init --out none/x.yml =  | '=' is not a machine (nothing was written) | a machine is [NAME=][USER@]HOST[:PORT], one a line; JSON is what ansible-inventory --list prints
          init --format json       | 'init' has no --format json | leave it out
          completion tcsh          | there is no completion for 'tcsh' | bash, zsh or fish
          """)
  void wrongUsageIsRefusedWithAFix(String words, String reason, String fix) {
    site.with("WALTER_FLEET_INVENTORY", inventory);
    String[] given = words.isEmpty() ? new String[0] : words.split(" ");
    assertThat(site.run(given))
        .isEqualTo(new Ran(64, "", "walter-fleet: " + reason + "\n    fix: " + fix + "\n"));
  }

  @Test
  void aLimitThatMatchesNothingIsRefused() {
    assertThat(site.run("plan", "-i", inventory, "-l", "stor-1"))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                --limit: 'stor-1' is no machine, group or tag of this inventory
                    fix: did you mean 'store-1'?
                1 problem; no machine was contacted
                """));
  }

  @Test
  void aFileOfALimitMeansTheSameHoweverItIsGiven() throws IOException {
    Path file = folder.resolve("failed.txt");
    Files.writeString(file, "\ufeffstore-1\nstore-2\n--from\n--version\n");
    Ran refused =
        new Ran(
            64,
            "",
            """
            SITE/failed.txt:3:1: this line names no machine, group or tag of this inventory
                fix: see the machines: walter-fleet status -i SITE/fleet.yml
            SITE/failed.txt:4:1: this line names no machine, group or tag of this inventory
                fix: see the machines: walter-fleet status -i SITE/fleet.yml
            2 problems; no machine was contacted
            """);
    String limit = "@" + file;
    assertThat(site.run("plan", "-i", inventory, "-l", limit)).isEqualTo(refused);
    assertThat(site.run("plan", "-i", inventory, "--limit", limit)).isEqualTo(refused);
    assertThat(site.run("plan", "-i", inventory, "-l" + limit)).isEqualTo(refused);
    assertThat(site.run("plan", "-i", inventory, "--limit=" + limit)).isEqualTo(refused);
    assertThat(site.run("unlock", "x", "-i", inventory, "-l", limit)).isEqualTo(refused);
    site.with("WALTER_FLEET_LIMIT", limit);
    assertThat(site.run("plan", "-i", inventory)).isEqualTo(refused);
  }

  @Test
  void aFileOfALimitMayBeginWithAByteOrderMark() throws IOException {
    Path file = folder.resolve("failed.txt");
    Files.writeString(file, "\ufeffstore-1\r\nstore-2\r\n");
    Ran ran = site.run("plan", "-i", inventory, "-l", "@" + file);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aFileOfAnotherKindIsNotReplaced() throws IOException {
    String before = Files.readString(Path.of(inventory));
    for (String words :
        List.of("plan --out", "plan --report", "apply -y --report", "apply -y --events")) {
      String[] given = (words + " " + inventory + " -i " + inventory).split(" ");
      assertThat(site.run(given).err())
          .startsWith("walter-fleet: SITE/fleet.yml is there already and is no ")
          .endsWith("; it was not changed\n    fix: name another file\n");
    }
    assertThat(Files.readString(Path.of(inventory))).isEqualTo(before);
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @Test
  void aDeviceIsWrittenToAndNotReplaced() throws IOException {
    Path nowhere =
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("/dev/null")).toAbsolutePath();
    site.run("plan", "-i", inventory, "--out", nowhere.toString());
    assertThat(nowhere).isSymbolicLink();
    Files.delete(nowhere);
  }

  @Test
  void helpIsACommandToo() {
    assertThat(site.run("help")).isEqualTo(site.run("--help"));
    assertThat(site.run("help", "plan")).isEqualTo(site.run("plan", "--help"));
  }

  @Test
  void anEmptyLimitIsNoWholeFleet() {
    Ran refused =
        new Ran(
            64,
            "",
            """
            --limit: '' chooses no machine
                fix: name machines, groups or tags, or 'all'
            1 problem; no machine was contacted
            """);
    assertThat(site.run("apply", "--yes", "-i", inventory, "--limit", "")).isEqualTo(refused);
    assertThat(site.run("apply", "--yes", "-i", inventory, "--limit=")).isEqualTo(refused);
    site.with("WALTER_FLEET_LIMIT", "");
    assertThat(site.run("apply", "--yes", "-i", inventory)).isEqualTo(refused);
  }

  @Test
  void theCompletionKnowsEveryCommandAndOption() {
    assertThat(site.run("completion", "bash").out())
        .startsWith("#!/usr/bin/env bash\n")
        .contains("--detailed-exitcode", "unlock", "complete -F _complete_walter-fleet");
  }

  @Test
  void theDemosExitCodeIsTheProgramsExitCode() {
    assertThat(site.run("demo").exitCode()).isEqualTo(3);
    assertThat(site.run("demo", "--keep").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate -i", "plan -i inventory.yml --out", "adopt --from"})
  void aNameThatNoFileCanHaveIsSaidWithoutTheWordsOfJava(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.add("a\0b");
    Ran ran = site.run(words.toArray(String[]::new));
    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .endsWith(
            """
            'a\\u{0}b' cannot be the name of a file here
                fix: set LC_ALL=C.UTF-8 if it has letters beyond ASCII; else name another file
            """)
        .doesNotContain("java");
  }
}
