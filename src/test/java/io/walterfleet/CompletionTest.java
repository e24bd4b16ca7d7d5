package io.walterfleet;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan -l st               | store-1 store-2 stores",
        "plan -l                  | all edge retail store-1 store-2 stores",
        "plan -l 'st'             | store-1 store-2 stores",
        "plan -l store-1:!e       | store-1:!edge",
        "plan -i FLEET --limit=ed | --limit=edge",
        "apply --yes -l e         | edge",
        "logs s                   | store-1 store-2",
        "logs store-1 l           | last",
        "logs -l                  | ''",
        "doctor store-1 store-2   | store-2",
        "doctor store-1 st        | store-1 store-2",
        "rollback --run la        | last",
        "history                  | last",
        "plan --out st            | ''",
        "plan -l 'st              | ''",
        "st                       | ''",
        "plan -i /no/where -l st  | ''",
        "plan -q -l st            | store-1 store-2 stores",
      })
  void namesAreThoseThatCanStandThere(String typed, String names) throws IOException {
    site.with("WALTER_FLEET_INVENTORY", tagged());
    boolean goesOn = List.of("plan -l", "history").contains(typed);
    String line = "walter-fleet " + typed.replace("FLEET", tagged()) + (goesOn ? " " : "");
    assertThat(site.run("completion", "names", line))
        .isEqualTo(new TestSite.Ran(0, names.isEmpty() ? "" : names.replace(' ', '\n') + "\n", ""));
  }

  @Test
  void whoeverWaitsAtAPromptIsNotKeptByAnInventoryThatNeverEnds() throws Exception {
    Path pipe = folder.resolve("pipe.yml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Instant began = Instant.now();
    assertThat(site.run("completion", "names", "walter-fleet plan -i " + pipe + " -l s").out())
        .isEmpty();
    assertThat(Duration.between(began, Instant.now())).isBetween(ofSeconds(2), ofSeconds(20));
  }

  @Test
  void bashAsksTheProgramForNamesAndExpandsNoneOfThem() throws IOException, InterruptedException {
    program();
    Files.writeString(folder.resolve("script.bash"), site.run("completion", "bash").out());
    String inventory = " -i " + tagged();
    assertThat(bash("walter-fleet plan" + inventory + " -l st"))
        .isEqualTo("store-1\nstore-2\nstores\n");
    // bash cuts words at colons and equals signs, and completes what follows
    assertThat(bash("walter-fleet plan" + inventory + " -l store-1:&re")).isEqualTo("&retail\n");
    assertThat(bash("walter-fleet plan" + inventory + " --limit=ed")).isEqualTo("edge\n");
    assertThat(bash("walter-fleet plan --det")).contains("--detailed-exitcode");
    assertThat(bash("walter-fleet plan -i /no/where -l st")).isBlank();
  }

  @Test
  void fishAsksTheProgramForNames() throws IOException, InterruptedException {
    program();
    Files.writeString(folder.resolve("script.fish"), site.run("completion", "fish").out());
    assertThat(fish("walter-fleet logs -i " + tagged() + " st")).isEqualTo("store-1\nstore-2\n");
    assertThat(fish("walter-fleet plan -i " + tagged() + " -l st"))
        .startsWith("stores\tonly these machines")
        .contains("\nstore-1\t", "\nstore-2\t")
        .hasLineCount(3);
  }

  /** A real zsh at a terminal, in which Tab is pressed twice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "walter-fleet dri              | walter-fleet drift",
        "walter-fleet plan --det       | --detailed-exitcode",
        "\"walter-fleet drift --color \" | never",
        "walter-fleet plan -i FLEET -l sto | store-2",
        "walter-fleet plan -i FLEE     | tagged.yml",
      })
  void zshCompletesAtATerminal(String typed, String shown)
      throws IOException, InterruptedException {
    program();
    Path completion = folder.resolve("script.zsh");
    Files.writeString(completion, site.run("completion", "zsh").out());
    String fleet = tagged();
    String line =
        typed.replace("FLEET", fleet).replace("FLEE", fleet.replaceFirst("tagged.*", "tag"));
    zsh("autoload -U +X compinit && compinit -u -D; source " + completion, line + "\t\t", shown);
  }

  @Test
  void zshOfThePackagesCompletesAtTheFirstTab() throws IOException, InterruptedException {
    Path share = folder.resolve("share");
    Path bash = Files.createDirectories(share.resolve("bash-completion/completions"));
    Path zsh = Files.createDirectories(share.resolve("zsh/vendor-completions"));
    Files.writeString(bash.resolve("walter-fleet"), site.run("completion", "bash").out());
    Files.copy(Path.of("src/packaging/zsh-completion"), zsh.resolve("_walter-fleet"));
    zsh(
        "fpath=(" + zsh + " \\$fpath); autoload -U +X compinit && compinit -u -D",
        "walter-fleet plan --det\t",
        "--detailed-exitcode");
  }

  /** Types something into a zsh at a terminal, until this is shown. */
  private void zsh(String setup, String typed, String shown)
      throws IOException, InterruptedException {
    String script =
        """
        zmodload zsh/zpty
        zpty z 'TERM=dumb exec zsh -f -i'
        zpty -w z "PS1='> '; SETUP; print rea''dy"
        zpty -r z out '*ready*'
        zpty -w -n z "$1"
        zpty -r z out "*$2*"
        zpty -d z
        """
            .replace("SETUP", setup);
    // whoever waits for what is never shown waits for ever
    said("timeout", "60", "zsh", "-f", "-c", script, "zsh", typed, shown);
  }

  private String tagged() throws IOException {
    String yaml = Files.readString(Path.of(site.inventory(List.of("store-1", "store-2"), "")));
    return Files.writeString(
            folder.resolve("tagged.yml"),
            yaml.replace("  stores:\n", "  stores:\n    tags: [retail]\n")
                .replace("store-2: {address: store-2}", "store-2: {address: s, tags: [edge]}"))
        .toString();
  }

  /** The program itself as a file, first on the path of the shells. */
  private void program() throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("walter-fleet");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' io.walterfleet.Main \"$@\"\n"
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  /** What bash itself would be told for a line that ends at the cursor. */
  private String bash(String typed) throws IOException, InterruptedException {
    String script =
        """
        compopt() { :; }; source "$1"; COMP_LINE=$2; COMP_POINT=${#2}
        read -ra COMP_WORDS <<<"${2//[:=]/ }"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _walter_fleet_with_names walter-fleet; printf '%s\\n' "${COMPREPLY[@]}"
        """;
    return said(
        "bash", "--norc", "-c", script, "bash", folder.resolve("script.bash").toString(), typed);
  }

  private String said(String... words) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder(words).redirectErrorStream(true);
    shell.environment().merge("PATH", folder + "/bin", (path, first) -> first + ":" + path);
    Process process = shell.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(answer).isZero();
    return answer;
  }

  private String fish(String typed) throws IOException, InterruptedException {
    String script = "source " + folder.resolve("script.fish") + "; complete -C '" + typed + "'";
    return said("fish", "--no-config", "-c", script);
  }
}
