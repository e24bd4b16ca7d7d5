package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first inventory is written from what ssh knows, and is one that the program reads. */
@Tag("unit")
class InitTest {
  @TempDir Path folder;
  private TestSite site;
  private Path out = Path.of("");

  @BeforeEach
  void config() throws IOException {
    site = new TestSite(folder);
    out = folder.resolve("inventories/fleet.yml");
    Path ssh = Files.createDirectories(folder.resolve(".ssh/conf.d"));
    Files.writeString(
        ssh.resolveSibling("config"),
        """
        Include conf.d/*.conf ~/.ssh/config
        Include /no/where/* [
        # Host comment
        Host store-1 "store-2" store-*
          HostName 10.1.0.1
        host=bastion !not
        Match host x
        Host *
          User walter
        """);
    Files.writeString(ssh.resolve("a.conf"), "Host edge-1 # in front\n");
  }

  @Test
  void hostsAreChosenByNameOrGlobAndNobodyIsAsked() throws IOException {
    assertThat(
            site.run(
                "init",
                "--out",
                out.toString(),
                "--fleet",
                "emea",
                "store-*",
                "edge-1",
                "gw=ops@10.0.0.9:2222"))
        .isEqualTo(
            new Ran(
                0,
                """
                Written to SITE/inventories/fleet.yml: fleet emea, 4 machines; no machine was contacted
                See what would be done: walter-fleet plan -i SITE/inventories/fleet.yml
                """,
                ""));
    assertThat(out)
        .hasContent(
            """
            # yaml-language-server: $schema=../schema/inventory.schema.json
            # Written by walter-fleet init. All keys: examples/full.yml; a machine that has no Walter yet
            # needs 'mode' and 'host', too.
            apiVersion: walter-fleet/v1
            fleet: emea

            defaults:
              release: patch  # or minor, stable, or one release in quotation marks: "1.8.3"

            groups:
              servers:
                machines:
                  store-1: {address: store-1}
                  store-2: {address: store-2}
                  edge-1: {address: edge-1}
                  gw: {address: "10.0.0.9", ssh: {user: ops, port: 2222}}
            """);
    assertThat(site.run("validate", "-i", out.toString()).out())
        .isEqualTo("valid: fleet emea, 4 machines in 1 group; no machine was contacted\n");
  }

  @Test
  void atATerminalTwoQuestionsAreAsked() {
    Ran ran = site.atTerminal("store-*, bastion\n\n").run("init", "--out", out.toString());
    assertThat(ran.out())
        .startsWith("Written to SITE/inventories/fleet.yml: fleet fleet, 3 machines;");
    assertThat(ran.err())
        .isEqualTo(
            """
            ~/.ssh/config has edge-1, store-1, store-2, bastion
            Which of them run Walter? Names or globs, or [USER@]HOST: The name of the fleet [fleet]:\s""");
  }

  @Test
  void withoutAnAnswerNothingIsWritten() {
    assertThat(site.atTerminal("store-1\n").run("init", "--out", out.toString()).exitCode())
        .isEqualTo(130);
    assertThat(site.atTerminal("\n\n").run("init", "--out", out.toString()).err())
        .contains("no machine is named (nothing was written)");
    assertThat(out).doesNotExist();
  }

  @Test
  void withoutAConfigHostsAreAskedForThemselves() throws IOException {
    Files.delete(folder.resolve(".ssh/config"));
    assertThat(site.atTerminal("ops@a b\nx\n").run("init", "--out", out.toString()))
        .satisfies(
            ran -> {
              assertThat(ran.out()).contains("fleet x, 2 machines;");
              assertThat(ran.err()).startsWith("Which machines run Walter, as [USER@]HOST? ");
            });
  }

  @Test
  void whatIsThereIsNeverReplacedAndWhatIsWrongIsNeverWritten() throws IOException {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "mine");
    assertThat(site.run("init", "store-1", "--out", out.toString()))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: SITE/inventories/fleet.yml is there already; it was not changed
                    fix: name a new file with --out
                """));
    assertThat(out).hasContent("mine");
    Path other = folder.resolve("other.yml");
    Ran wrong = site.run("init", "store-1", "--ssh", "prot=22", "--out", other.toString());
    assertThat(wrong.exitCode()).isEqualTo(64);
    assertThat(wrong.err())
        .startsWith("the inventory to be written:")
        .contains("'prot', which is not known", "did you mean 'port'?");
    assertThat(other).doesNotExist();
    assertThat(site.run("init", "store-1", "--out", "/proc/x/y.yml").err())
        .isEqualTo(
            """
            walter-fleet: /proc/x/y.yml cannot be written (nothing was written)
                fix: name a file in a directory that you may write to
            """);
  }
}
