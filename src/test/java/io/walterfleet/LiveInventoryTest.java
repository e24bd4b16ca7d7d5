package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inventories that programs print, and such of other forms. */
@Tag("scripts")
@Timeout(60)
class LiveInventoryTest {
  private static final String TWO =
      """
      {"_meta": {"hostvars": {
          "store-1": {"ansible_host": "store-1", "ansible_ssh_pass": "canary"},
          "store-2": {"ansible_host": "store-2", "walter_fleet": {"release": "1.8.3", "force": true}}}},
       "all": {"children": ["retail"]}, "retail": {"children": ["stores"]},
       "stores": {"hosts": ["store-1", "store-2"]}}
      """;

  @TempDir Path folder;
  private TestSite site;
  private String base = "";

  @BeforeEach
  void machines() throws IOException {
    site =
        new TestSite(folder)
            .installed("store-1", "1.8.2")
            .installed("store-2", "1.8.2")
            .installed("store-3", "1.8.2");
    base =
        file(
            "base.yml",
            """
            apiVersion: walter-fleet/v1
            fleet: test
            releases: {manifest: manifest.json}
            groups:
              stores: {defaults: {backup: none}}
            """);
  }

  @Test
  void aProgramIsRunOnceByItsWordsAndNoShellReadsThem() throws IOException {
    String text = Files.readString(Path.of(site.inventory(List.of("store-1"), "")));
    program(
        "list",
        "echo run >>runs; [ \"$1 $2\" = 'a  b $HOME' ] || exit 9; cat <<'E'\n" + text + "E");

    Ran ran = site.run("plan", "-q", "-i", "!" + folder + "/list \"a  b\" $HOME");

    assertThat(ran).isEqualTo(new Ran(0, "1 machine: 1 to change\n", ""));
    assertThat(folder.resolve("runs")).hasContent("run");
    Path kept = kept().get(0);
    assertThat(kept).hasContent(text);
    assertThat(Files.getPosixFilePermissions(kept.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void ansiblesJsonIsReadWithWhatAFileSaysOfItsGroups() throws IOException {
    String live = program("hosts", "cat <<'E'\n" + TWO + "E");

    Ran ran = site.run("plan", "-v", "-i", base, "-i", live, "--format", "json");

    assertThat(ran.err()).isEmpty();
    assertThat(Schemas.complaints("plan.schema.json", ran.out())).isEmpty();
    assertThat(ran.out()).contains("\"named\" : \"SITE/hosts\"", "\"kept\" : \"SITE/.local/state");
    assertThat(kept().get(0))
        .hasContent(
            """
            # Made by walter-fleet from a list of machines.
            apiVersion: walter-fleet/v1
            groups:
              stores:
                machines:
                  store-1: {address: store-1, tags: [retail]}
                  store-2: {address: store-2, release: "1.8.3", force: true, tags: [retail]}
            """);
    assertThat(site.run("validate", "-q", "-l", "retail", "-i", base, "-i", live).exitCode())
        .isZero();

    String json =
        file(
            "hosts.json",
            TWO.replace("{\"release\"", "{\"address\": 1, \"x\": \"{{y}}\", \"release\""));
    assertThat(site.run("validate", "-i", base, "-i", json))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: SITE/hosts.json: host 'store-2': its walter_fleet.address is said by Ansible's own variables and groups; its walter_fleet.x is a template, which Ansible fills in when it runs (no machine was contacted)
                    fix: say it otherwise there, or leave such hosts out by --limit of ansible-inventory, such as 'all:!store-2'
                """));
  }

  /** As ansible-core 2.14.18 printed it; src/test/resources/ansible/record says how. */
  @Test
  void whatAnsibleItselfPrintedIsRead() throws IOException {
    String live =
        program("hosts", "cat " + Path.of("src/test/resources/ansible/list.json").toAbsolutePath());
    assertThat(site.run("validate", "-q", "-i", base, "-i", live).err()).isEmpty();
    assertThat(kept().get(0))
        .hasContent(
            """
            # Made by walter-fleet from a list of machines.
            apiVersion: walter-fleet/v1
            groups:
              edge:
                machines:
                  edge-1: {address: "192.0.2.7", ssh: {user: walter}}
              stores:
                machines:
                  store-1: {address: store-1, release: "1.8.3", ssh: {user: walter, jump: bastion.example.com}, tags: [retail]}
                  store-2: {address: store-2, ssh: {user: walter, port: 2222, jump: bastion.example.com}, tags: [retail]}
            """);
  }

  @Test
  void aTableIsReadByItsColumns() throws IOException {
    String table =
        file(
            "stores.csv",
            "\uFEFFHost;IP;Rack;\"Port\"\"s\"\r\nstore-1;\"store-1\";\"a;\nb\";8443\r\nstore-2;;;\r\n");

    Ran ran = site.run("validate", "-i", base, "-i", table);
    assertThat(ran.err())
        .startsWith(
            "walter-fleet: SITE/stores.csv: its column 'Host' is no key of a machine (no machine was"
                + " contacted)\n    fix: say which columns count, such as"
                + " FILE?name=COLUMN&address=COLUMN or '!PROGRAM ?name=COLUMN'; keys are address, ");

    String columns = table + "?name=Host&address=IP&httpsPort=Port\"s";
    assertThat(site.run("plan", "-q", "-i", base, "-i", columns))
        .isEqualTo(new Ran(0, "2 machines: 2 to change\n", ""));
    assertThat(Files.readString(kept().get(0)))
        .endsWith(
            """
              stores:
                machines:
                  store-1: {address: store-1, httpsPort: 8443}
                  store-2: {address: store-2}
            """);
    assertThat(site.run("plan", "-i", base, "-i", table + "?name").err())
        .contains("'?name' does not say which column is which key");
    assertThat(site.run("plan", "-i", base, "-i", table + "?name=Hosts").err())
        .contains(
            "SITE/stores.csv: it has no column 'Hosts'", "fix: it has: Host, IP, Rack, Port\"s");
    assertThat(site.run("plan", "-i", base, "-i", table + "?address=IP").err())
        .contains("no column is for 'name'");
    String printed =
        program("export", "printf 'name,group,tags,ssh.become\\nstore-1,stores,a b,TRUE\\n'");
    assertThat(site.run("validate", "-q", "-i", base, "-i", printed).exitCode()).isZero();
    assertThat(kept().stream().map(LiveInventoryTest::text))
        .anyMatch(
            one -> one.contains("store-1: {address: store-1, ssh: {become: true}, tags: [a, b]}"));
  }

  @Test
  void noHostOfAForeignListIsLeftOutOrPutElsewhereInSilence() throws IOException {
    String vars = "{\"_meta\": {\"hostvars\": {\"store-1\": {}}}, ";
    assertThat(read("\uFEFF" + vars + "\"stores\": [\"store-1\"]}"))
        .isEqualTo("stores:\n    machines:\n      store-1: {address: store-1}\n");
    for (String hosts : List.of("{\"store-1\": {}}", "\"store-1\"", "[\"store-1\", 7]", "null")) {
      assertThat(read(vars + "\"stores\": {\"hosts\": " + hosts + "}}"))
          .contains("the hosts of group 'stores' are no list of names (no machine was contacted)");
    }
    assertThat(read(vars + "\"stores\": [\"store-1\"], \"stores\": [\"store-2\"]}"))
        .contains("hosts.json: it has a key twice, at line 1", "fix: remove one of the two");
    assertThat(read(vars + "\"stores\": {\"vars\": {\"walter_fleet\": {\"release\": \"1.8.3\"}}}}"))
        .contains("it was made with --export");
    assertThat(
            site.run("validate", "-i", base, "-i", file("a.csv", "name,address\nstore-1\n")).err())
        .contains("its line 2 has 1 cell, the first has 2 ");
    assertThat(
            site.run("validate", "-i", base, "-i", file("a.csv", "name,address\na,\"10.0.0.1\"0\n"))
                .err())
        .contains("a.csv: something stands behind the quotes of a cell in line 2 ");
  }

  /** The groups that are read, or what is said against them. */
  private String read(String json) throws IOException {
    for (Path one : kept()) {
      Files.delete(one);
    }
    Ran ran = site.run("validate", "-i", base, "-i", file("hosts.json", json));
    return ran.exitCode() == 0
        ? text(kept().get(0)).replaceFirst("(?s).*groups:\n  ", "")
        : ran.err();
  }

  @Test
  void aTableThatAProgramPrintsIsReadByTheColumnsThatItsLastWordSays() throws IOException {
    String export =
        program(
            "export",
            "[ $# = 1 ] || exit 9; printf 'Host Name,IP,Site\\nstore-1,store-1,stores\\n'");
    String line = "!" + export + " all \"?name=Host Name&address=IP&group=Site\"";
    assertThat(site.run("plan", "-q", "-i", base, "-i", line))
        .isEqualTo(new Ran(0, "1 machine: 1 to change\n", ""));
    assertThat(Files.readString(kept().get(0)))
        .endsWith("  stores:\n    machines:\n      store-1: {address: store-1}\n");
    assertThat(site.run("plan", "-i", base, "-i", "!" + export + " all").err())
        .contains(
            "'!SITE/export all': its column 'Host Name' is no key of a machine",
            "or '!PROGRAM ?name=COLUMN'; keys are address, ");
    assertThat(site.run("plan", "-i", base, "-i", "!" + export + " all ?name").err())
        .contains("'?name' does not say which column is which key");
    assertThat(site.run("plan", "-i", base, "-i", "!?name=Host").err())
        .contains("names no program");
  }

  @Test
  void everyCommandTakesWhatAProgramPrints() throws IOException {
    for (String store : List.of("store-1", "store-2", "store-3")) {
      site.docker(store).pulled("ghcr.io/matchylabs/walter:1.8.2");
    }
    String live = program("hosts", "cat " + folder + "/hosts.json");
    file("hosts.json", TWO);
    assertThat(live(live, "apply", "--yes", "-q").out()).startsWith("2 machines: 2 applied in ");
    assertThat(live(live, "status", "-q").out()).isEqualTo("2 machines: 2 in sync\n");
    assertThat(live(live, "rollback", "--run", "last", "--data", "none", "--yes", "-q").exitCode())
        .isZero();
    site.forgetWishes();
    assertThat(live(live, "apply", "--yes", "-q").exitCode()).isZero();
    Path compose = site.remote().home("store-1").resolve("walter-onprem/compose.yml");
    Files.writeString(compose, Files.readString(compose) + "# quick fix\n");
    Ran drift = live(live, "drift");
    assertThat(drift.exitCode()).isEqualTo(2);
    assertThat(drift.out()).contains("walter-fleet drift -i SITE/base.yml -i SITE/hosts --correct");
    assertThat(live(live, "drift", "--correct", "--yes", "-q").exitCode()).isZero();
    assertThat(live(live, "backups", "-q").exitCode()).isZero();
    site.pausing(site::interrupt);
    Ran watch = live(live, "watch", "--every", "1h");
    assertThat(watch.exitCode()).isZero();
    assertThat(watch.out()).contains("inventory read: 2 machines\n", "2 machines: 2 in sync\n");
  }

  private Ran live(String program, String... words) {
    return site.run(
        Stream.concat(Stream.of(words), Stream.of("-i", base, "-i", program))
            .toArray(String[]::new));
  }

  @Test
  void aProgramThatFailsIsToldWithItsWordsAndNothingIsContacted() throws IOException {
    site.with("CMDB_TOKEN", "canary-of-a-token");
    String bad =
        program("bad", "echo '{}'; printf 'no \\033[2J%s\\n' canary-of-a-token >&2; exit 3");

    assertThat(site.run("apply", "--yes", "-i", bad))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: the inventory's program SITE/bad ended with 3 (no machine was contacted); it says:
                  "no \\u{1b}[2J[hidden]"
                    fix: see what it prints: run it by itself
                """));
    for (String word : List.of("!", "!'a", "!''")) {
      assertThat(site.run("plan", "-i", word).exitCode()).isEqualTo(64);
    }
    assertThat(site.run("plan", "-i", "!/absent").err())
        .contains(
            "'!/absent' cannot be started: there is no such program that may be run",
            "fix: write '!PROGRAM WORD …' with a program in PATH, or its path from here");
    String none = program("none", "exit 0");
    assertThat(site.run("plan", "-i", none).err()).contains(":1:1: the file is empty");
    String text = program("text", "printf 'apiVersion: walter-fleet/v1\\nhello\\n'");
    assertThat(site.run("plan", "-i", text).err())
        .matches("(?s)SITE/.local/state/walter-fleet/inventories/[0-9a-f]{32}.yml:\\d:\\d: .*");
    String latin = program("latin", "printf '\\344'");
    assertThat(site.run("plan", "-i", latin).err()).contains("printed what is not UTF-8");
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @Test
  void whatAProgramSaysBesideIsANoteAndItsPathsAreWhole() throws IOException {
    String text = Files.readString(Path.of(site.inventory(List.of("store-1"), "")));
    String live = program("list", "echo 'skipped one' >&2; cat <<'E'\n" + text + "E");
    assertThat(site.run("validate", "-q", "-i", live))
        .isEqualTo(
            new Ran(
                0,
                "valid: fleet test, 1 machine in 1 group; no machine was contacted\n",
                "note: the inventory's program SITE/list says:\n  \"skipped one\"\n"));

    String relative = text + "ssh: {knownHostsFile: known_hosts}\n";
    live = program("list", "cat <<'E'\n" + relative + "E");
    assertThat(site.run("validate", "-i", live).err())
        .contains("'known_hosts', which counts from nowhere: a program printed it");
  }

  @Test
  void aPlanIsBoundToWhatWasPrintedAndThatIsKept() throws IOException {
    String live = program("hosts", "cat " + folder + "/hosts.json");
    file("hosts.json", TWO);
    String plan = folder.resolve("plan.json").toString();
    assertThat(site.run("plan", "-i", base, "-i", live, "--out", plan).out())
        .contains("inventory", "SITE/hosts, kept as")
        .doesNotContain("since the last plan");
    file("hosts.json", TWO.replace("store-1", "store-3"));

    Ran ran = site.run("apply", "--yes", plan, "-i", base, "-i", live);

    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .contains(
            "SITE/plan.json: it was made from an inventory with other contents; since then new:"
                + " store-3; gone: store-1 (nothing was changed)\n"
                + "    fix: make a new one: walter-fleet plan -i SITE/base.yml -i SITE/hosts --out SITE/plan.json;"
                + " or take what was listed for it: walter-fleet apply -i SITE/base.yml -i SITE/.local");
    assertThat(site.run("rehearse", "--plan", plan, "-i", base, "-i", live).err())
        .containsPattern("walter-fleet rehearse -i \\S+ -i \\S+ --plan SITE/plan.json\n$");
    assertThat(site.run("plan", "-i", base, "-i", live).out())
        .contains("since the last plan: new: store-3; gone: store-1\n");
    assertThat(site.run("plan", "-i", base, "-i", live).out()).doesNotContain("since the last");

    List<String> words =
        List.of(
            ran.err()
                .replaceFirst("(?s).*listed for it: walter-fleet ", "")
                .strip()
                .replace("SITE", folder.toString())
                .split(" "));
    Ran planned =
        site.run(Stream.concat(words.stream(), Stream.of("--yes")).toArray(String[]::new));
    assertThat(planned.exitCode()).isZero();
    assertThat(site.remote().connectionsOpened("store-3")).isPositive();
    assertThat(planned.out()).contains("2 machines: 2 applied");
  }

  @Test
  void noProgramIsRunThatNoCommandLineNames() throws IOException {
    String live = program("hosts", "echo run >" + folder + "/ran; echo '{}'");
    Path change = Files.createDirectories(folder.resolve("change"));
    Files.copy(Path.of(live), change.resolve("evil.yml"));
    Files.copy(Path.of(live), change.resolve("evil"));
    change.resolve("evil.yml").toFile().setExecutable(true);
    change.resolve("evil").toFile().setExecutable(true);

    for (List<String> words :
        List.of(
            List.of("-i", live, "--trusted", base),
            List.of("-i", "!" + live, "--trusted", base),
            List.of("-i", change.resolve("evil").toString(), "--trusted", base))) {
      List<String> line = Stream.concat(Stream.of("plan"), words.stream()).toList();
      assertThat(site.run(line.toArray(String[]::new)).err())
          .contains("is not run: with --trusted, it could be a part of the change");
    }
    String table = file("x.csv", "name\nstore-1\n");
    assertThat(site.run("validate", "-i", table, "--trusted", base).err())
        .contains("with --trusted, an inventory is YAML");
    assertThat(site.run("plan", "-i", change.toString()).exitCode()).isEqualTo(64);
    assertThat(site.run("plan", "-i", change.resolve("evil.yml").toString()).exitCode())
        .isEqualTo(64);
    site.with("WALTER_FLEET_INVENTORY", "!" + live);
    assertThat(site.run("plan").err())
        .contains("is named by WALTER_FLEET_INVENTORY, and only a command line can have one run");
    site.with("WALTER_FLEET_INVENTORY", base).with("WALTER_FLEET_TRUSTED", base);
    assertThat(site.run("plan", "-i", "!" + live).err()).contains("is not run: with --trusted");
    assertThat(site.run("completion", "names", "walter-fleet plan -i !" + live + " -l ").exitCode())
        .isNotEqualTo(1);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String program(String name, String script) throws IOException {
    Path file = Path.of(file(name, "#!/bin/sh\ncd \"$(dirname \"$0\")\"\n" + script + "\n"));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  private List<Path> kept() throws IOException {
    Path kept = Files.createDirectories(folder.resolve(".local/state/walter-fleet/inventories"));
    try (Stream<Path> all = Files.list(kept)) {
      return all.filter(one -> one.toString().endsWith(".yml")).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
  }
}
