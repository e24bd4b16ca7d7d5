package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house rules of the remote scripts. */
@Tag("scripts")
class ScriptHouseTest {
  private static final Path FOLDER = Path.of("src/main/resources/remote");

  @Test
  void shellCheckFindsNothing() throws Exception {
    List<String> words =
        new ArrayList<>(List.of("shellcheck", "-s", "sh", "-e", "SC2034,SC2154,SC2015"));
    scripts().forEach(script -> words.add(script.toString()));

    assertThat(output(words)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyShellParsesEveryProgram(Shell shell) throws Exception {
    for (Path script : scripts()) {
      assertThat(output(shell.running("set -n; . ./" + script))).as(script.toString()).isEmpty();
    }
  }

  @Test
  void noScriptIsLongerThanAFileMayBe() throws IOException {
    for (Path script : scripts()) {
      assertThat(Files.readAllLines(script).size()).as(script.toString()).isLessThanOrEqualTo(300);
    }
  }

  @Test
  void everythingThatIsCalledIsDefinedInTheProgram() throws IOException {
    for (Path script : scripts()) {
      String text = Files.readString(script);
      if (!text.startsWith("# uses:")) {
        continue;
      }
      String program = new ScriptLibrary().program(script.getFileName().toString());
      Set<String> missing = new TreeSet<>(called(program));
      missing.removeAll(defined(program));
      assertThat(missing).as(script.toString()).isEmpty();
    }
  }

  /** Two flights of a fresh TCP connection carry three times ten segments, 42 kB, in any case. */
  @Test
  void aSurveyIsSmall() {
    int bytes = new ScriptLibrary().program("survey.sh").getBytes(StandardCharsets.UTF_8).length;

    assertThat(bytes).isLessThan(28 * 1024);
  }

  /** Docker then fills in the template from what the engine said, which lacks what is empty. */
  @Test
  void noTemplateAsksForAnIdThatTheTypeOfAContainerDoesNotHave() throws IOException {
    for (Path script : scripts()) {
      assertThat(Files.readAllLines(script))
          .as(script.toString())
          .noneMatch(line -> line.contains("{{.Id}}") && !line.contains("image inspect"));
    }
  }

  @Test
  void theLoaderPassesEveryLoginShellUnharmed() {
    String loader = new ScriptLibrary().program("loader.sh").strip();

    assertThat(loader).doesNotContain("'", "!", "\n", "\\\\", "`");
  }

  /**
   * Whatever changes the machine is an act, so that a test can end the program before and after.
   */
  @Test
  void everyChangeIsAnActWithACheckpointBeforeAndAfter() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path script : scripts()) {
      if (!Files.readString(script).startsWith("#!")) {
        all.append(Files.readString(script));
      }
    }
    assertThat(changesWithoutAct(all.toString())).isEmpty();
  }

  /** It knows neither the inventory nor the machines that are meant; the controller does. */
  @Test
  void noScriptWordsACommandOfOurs() throws IOException {
    Pattern command =
        Pattern.compile(
            "walter-fleet (validate|versions|plan|apply|status|drift|watch|rollback|doctor|backups"
                + "|unlock|adopt|history|rehearse|demo)\\b");
    List<String> found = new ArrayList<>();
    for (Path script : scripts()) {
      Files.readString(script)
          .lines()
          .filter(line -> !line.strip().startsWith("#") && command.matcher(line).find())
          .forEach(line -> found.add(script.getFileName() + ": " + line.strip()));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aChangeThatIsNoActIsFound() {
    String script =
        """
        # mv in a comment is none
        restore() {
          act restore.copy cp -- "$1" "$2"
          if is_done; then rm -f -- "$1"; fi
        }
        keep() {
          act keep.write keep_body "$1"
        }
        keep_body() {
          mv -- "$1" \\
            "$2"
        }
        start() { docker_run docker start x; }
        """;
    assertThat(changesWithoutAct(script))
        .containsExactly(
            "restore: if is_done; then rm -f -- \"$1\"; fi", "start: docker_run docker start x;");
  }

  private static List<String> changesWithoutAct(String scripts) {
    String text = scripts.replaceAll("(?m)^ *#.*\n", "").replace("\\\n", " ");
    Set<String> named = new TreeSet<>();
    Matcher act = Pattern.compile("\\bact \\S+ ([a-z]+_[a-z_]+)").matcher(text);
    while (act.find()) {
      named.add(act.group(1));
    }
    List<String> unnamed = new ArrayList<>();
    Matcher function = FUNCTION.matcher(text);
    while (function.find()) {
      if (!named.contains(function.group(1)) && !WITHOUT_NAME.containsKey(function.group(1))) {
        function
            .group(2)
            .lines()
            .filter(line -> !line.contains("act ") && CHANGE.matcher(line).find())
            .forEach(line -> unnamed.add(function.group(1) + ": " + line.strip()));
      }
    }
    return unnamed;
  }

  /** A function over many lines, or on one. */
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^([a-z_]+)\\(\\) \\{(\n(?s:.*?)^|.*)\\}");

  private static final Pattern CHANGE =
      Pattern.compile(
          "(?:^|[;&|{(]|\\b(?:then|else|do|if|while)\\b|!)\\s*(?:mv|rm|cp|ln|mkdir|rmdir|touch|chmod"
              + "|chown|write_file|compose|docker_run|docker_open|docker_exec|journal_write)\\b");

  /** Functions whose changes need no checkpoint of their own, and why. */
  private static final Map<String, String> WITHOUT_NAME =
      Map.ofEntries(
          Map.entry(
              "write_file", "called in acts: cannot be seen half done but for the .part file"),
          Map.entry("write_by", "called in acts: cannot be seen half done but for the .part file"),
          Map.entry("keep_checksums", "the body of an act"),
          Map.entry("write_installed", "the body of an act"),
          Map.entry("compose", "the wrapper itself"),
          Map.entry("volumes_compute", "asks Compose what it makes of its files"),
          Map.entry("config_of", "changes nothing: asks Compose what it makes of its files"),
          Map.entry("services_of", "asks Compose for names"),
          Map.entry("waits_note", "asks Compose what it makes of its files"),
          Map.entry("sweep_work", "removes a directory that only this process knows"),
          Map.entry("fill_volume", "removes a scratch file of the step"),
          Map.entry("start_after_backup", "removes a scratch file"),
          Map.entry("keep_ends", "the log of a step, which nothing depends on"),
          Map.entry("docker_open", "the wrapper itself"),
          Map.entry("in_volume", "the wrapper itself"),
          Map.entry("in_volumes", "the wrapper itself"),
          Map.entry("into_volume", "the wrapper itself"),
          Map.entry("can_exchange", "asks mv for its help"),
          Map.entry("put_questions", "changes nothing: all it asks stands in wf_questions"),
          Map.entry("wait_for_other", "only waits"),
          Map.entry("beside_volumes", "the wrapper itself"),
          Map.entry("pack_volume", "the body of an act"),
          Map.entry("proof_run", "the wrapper itself"),
          Map.entry("backup_dump", "reads the dump back"),
          Map.entry("lock_unwritable", "removes a file that only this process knows"),
          Map.entry("lock_renew", "one rename by the holder alone: see ScriptLockTest"),
          Map.entry("lock_sweep", "removes generations that nobody reads"),
          Map.entry("make_folders", "the folder of a step, before any act: see ScriptRunTest"),
          Map.entry("put_aside", "the folder of a dead step"),
          Map.entry("claim_failed", "removes files that only this process knows"),
          Map.entry("claim", "one hard link decides: see ScriptRunTest"),
          Map.entry("prune_steps", "folders of old runs"));

  /** All names with an underscore that stand where a command may: ours, by the house's naming. */
  private static Set<String> called(String program) {
    Set<String> names = new TreeSet<>();
    Matcher call =
        Pattern.compile(
                "(?m)(?:^|[;&|({]|\\$\\(|\\bact [a-z.-]+|\\b(?:if|then|else|do|while|!|frame))\\s*([a-z]+_[a-z_]+)(?=[\\s;)]|$)")
            .matcher(program.replaceAll("\\$\\(\\([^\n]*?\\)\\)", ""));
    while (call.find()) {
      names.add(call.group(1));
    }
    names.removeIf(
        name ->
            name.startsWith("wf_")
                || name.startsWith("pg_")
                || program.contains("function " + name));
    return names;
  }

  private static Set<String> defined(String program) {
    Set<String> names = new TreeSet<>();
    Matcher definition = Pattern.compile("(?m)^([a-z_]+)\\(\\) ").matcher(program);
    while (definition.find()) {
      names.add(definition.group(1));
    }
    return names;
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> !file.endsWith("loader.sh")).sorted().toList();
    }
  }

  private static String output(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return exit == 0 ? said : said + "exit " + exit;
  }
}
