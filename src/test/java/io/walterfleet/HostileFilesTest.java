package io.walterfleet;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.fleet.Controls;
import io.walterfleet.release.Server;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean harm, or lie in wait, by whole command lines. */
@Tag("scripts")
@Timeout(60)
class HostileFilesTest {
  private static final String SECRET = "gho_S3CRETt0ken";
  private static final String OWN = "rw-r--r--";
  private static final String OWN_PROGRAM = "rwxr-xr-x";
  private static final Ran NO_MANIFEST =
      refused(
          """
          SITE/.some_token:1:1: this is not JSON: this character or word cannot stand there
              fix: check that this is the address of Walter's release manifest
          1 problem; nothing was changed
          """);

  @TempDir private Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void aMachine() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2");
    inventory = site.inventory(List.of("store-1"), "");
  }

  @Test
  void noErrorRepeatsWhatAFileHolds() throws IOException {
    Path token = Files.writeString(folder.resolve(".some_token"), SECRET + "\n");
    edit(folder.resolve("manifest.json").toString(), "~/.some_token");
    for (String verb : List.of("plan", "versions", "apply --yes")) {
      assertThat(run(verb + " -i " + inventory)).isEqualTo(NO_MANIFEST);
    }
    assertThat(run("adopt store-1 --manifest ~/.some_token")).isEqualTo(NO_MANIFEST);
    site.inventory(List.of("store-1"), "");
    assertThat(run("plan -l @" + token + " -i " + inventory))
        .isEqualTo(
            refused(
                """
                SITE/.some_token:1:1: this line names no machine, group or tag of this inventory
                    fix: see the machines: walter-fleet status -i SITE/fleet.yml
                1 problem; no machine was contacted
                """));
    assertThat(run("apply --yes " + token + " -i " + inventory))
        .isEqualTo(
            refused(
                """
                walter-fleet: SITE/.some_token: it is not valid JSON, at line 1 (nothing was changed)
                    fix: make a new one: walter-fleet plan -i SITE/fleet.yml --out plan.json
                """));
    assertThat(run("plan -i " + token))
        .isEqualTo(
            refused(
                """
                SITE/.some_token:1:1: the inventory is a single value, but must be a mapping
                    fix: write keys and values: 'key: value'
                1 problem; no machine was contacted
                """));
  }

  @Test
  void noRedirectLeadsToAFileAndNothingOfAnAnswerIsRepeated() throws IOException {
    try (Server server =
        Server.plain()
            .on("/inside", Server.redirect(302, "file://" + folder + "/manifest.json"))
            .on("/m.json", Server.bytes(SECRET.getBytes(StandardCharsets.UTF_8)))) {
      edit(folder.resolve("manifest.json").toString(), server.url("/inside"));
      Ran inside = run("plan -i " + inventory);
      assertThat(inside.exitCode()).isEqualTo(64);
      assertThat(inside.err())
          .contains("/inside: it redirects to ", "1 problem; nothing was changed");
      edit("/inside", "/m.json");
      Ran answer = run("plan -i " + inventory);
      assertThat(answer.exitCode()).isEqualTo(64);
      assertThat(answer.err()).contains("/m.json:1:1: this is not JSON").doesNotContain(SECRET);
    }
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2028", "\u2029", "\u0085", "\u202e", "\u2066"})
  void whatReadsOtherwiseThanItLooksIsRefusedWithItsPlace(String control) throws IOException {
    edit("fleet: test\n", "fleet: test # ok" + control + "ssh: {jump: evil.example.net}\n");
    for (String verb : List.of("validate", "plan")) {
      assertThat(run(verb + " -i " + inventory))
          .isEqualTo(
              refused(
                  """
                  SITE/fleet.yml:2:17: the character U+%04X, which editors do not show, makes the file read otherwise than it looks
                      fix: remove it; no inventory needs that
                  1 problem; no machine was contacted
                  """
                      .formatted(control.codePointAt(0))));
    }
  }

  @Test
  void whatLeadsOffThisComputerIsEncryptedUnlessAKeySaysSo() throws IOException {
    String open =
        " goes without encryption, so that anybody on the way can read and change it\n"
            + "    fix: use https; where every network on the way is yours, say 'allowHttp: true'"
            + " beside it\n1 problem; no machine was contacted\n";
    edit(folder.resolve("manifest.json").toString(), "http://vendor.example/m.json");
    assertThat(run("plan -i " + inventory))
        .isEqualTo(
            refused(
                "SITE/fleet.yml:3:22: 'manifest' of 'releases' is 'http://vendor.example/m.json',"
                    + " which"
                    + open));
    String hook = "notify: [{webhook: 'http://hooks.example/x'%s}]\n";
    site.inventory(List.of("store-1"), hook.formatted(""));
    assertThat(run("plan -i " + inventory))
        .isEqualTo(refused("SITE/fleet.yml:9:20: 'webhook' of item 1 of 'notify'" + open));
    site.inventory(List.of("store-1"), hook.formatted(", allowHttp: true"));
    assertThat(run("validate -i " + inventory).exitCode()).isZero();
  }

  @Test
  void nobodyButTheOwnerMayWriteWhatABundleBrings() throws IOException {
    site.bundle(0777, 0666);
    assertThat(run("apply -q --yes -i " + inventory).exitCode()).isZero();
    Path install = site.remote().home("store-1").resolve("walter-onprem");
    try (Stream<Path> files = Files.walk(install)) {
      assertThat(files.filter(file -> !file.endsWith(".env.deploy")))
          .hasSize(4)
          .allSatisfy(
              file ->
                  assertThat(mode(file))
                      .isEqualTo(file.endsWith("compose.yml") ? OWN : OWN_PROGRAM));
    }
  }

  @Test
  void whatStandsForGigabytesIsRefusedWithItsPlace() throws IOException {
    String tags = IntStream.range(0, 3000).mapToObj(i -> "t" + i).collect(joining(","));
    edit("machines:\n", "tags: [" + tags + "]\n    machines:\n      e-[000001:099999]: {}\n");
    assertThat(run("plan -i " + inventory))
        .isEqualTo(
            refused(
                """
                SITE/fleet.yml:7:11: 'tags' of group 'stores' has more than 100 tags
                    fix: name groups or machines instead
                1 problem; no machine was contacted
                """));
  }

  @Test
  void nothingIsWrittenThroughALinkAndNobodyElseCanChangeAPlan() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    for (String name : List.of("plan.json.partial", "run.html.partial", "events")) {
      Files.createSymbolicLink(folder.resolve(name), other);
    }
    Path plan = folder.resolve("plan.json");
    assertThat(run("plan -q --out " + plan + " -i " + inventory).exitCode()).isZero();
    assertThat(plan).isRegularFile();
    assertThat(mode(plan)).isEqualTo("rw-------");
    assertThat(run("apply -q --yes --events SITE/events -i " + inventory).exitCode()).isEqualTo(64);
    Path page = folder.resolve("run.html");
    assertThat(run("apply -q --yes --report " + page + " -i " + inventory).exitCode()).isZero();
    assertThat(page).isRegularFile();
    assertThat(other).hasContent("mine");
  }

  @Test
  void noControlOfAMachineOrAFileIsPassedOn() throws IOException {
    String hostile = "no\u009b2J \u202eroute\u2028 \u001b]0;x\u0007";
    for (String format : List.of("text", "json", "markdown", "html")) {
      for (String verb : List.of("plan", "status", "drift")) {
        site.remote()
            .refuse("store-1", new RemoteException(Kind.UNREACHABLE, hostile, "plug " + hostile));
        Ran ran = run(verb + " --format " + format + " -i " + inventory);
        assertThat(ran.out()).as(verb + format).contains("route");
        assertClean(ran);
      }
    }
    Path plan = folder.resolve("plan.json");
    Files.writeString(plan, "{\"format\": \"\\u001b[2J\\u009b\\u202e\"}");
    assertThat(run("apply --yes " + plan + " -i " + inventory))
        .isEqualTo(
            refused(
                """
                walter-fleet: SITE/plan.json: it has the format '\\u{1b}[2J\\u{9b}\\u{202e}', and only walter-fleet/plan/v1 is read (nothing was changed)
                    fix: make a new one: walter-fleet plan -i SITE/fleet.yml --out plan.json
                """));
  }

  @Test
  void aFileWithoutAnEndIsRefusedWhereverItIsNamed() throws IOException {
    for (String line :
        List.of(
            "plan -l @/dev/zero -i " + inventory,
            "apply --yes /dev/zero -i " + inventory,
            "adopt --from /dev/zero --manifest SITE/manifest.json",
            "plan -i /dev/zero")) {
      Ran ran = run(line);
      assertThat(ran.exitCode()).as(line).isEqualTo(64);
      assertThat(ran.err()).containsPattern("/dev/zero.* (?:longer than any|larger than 64 MiB)");
    }
  }

  @Test
  void aPipeThatLiesInADirectoryOfInventoriesIsNotWaitedFor() throws Exception {
    Path pipe = pipe("x.yml");
    assertThat(run("validate -i SITE"))
        .isEqualTo(
            refused(
                """
                SITE/x.yml: is no plain file
                    fix: take it out of the directory; only a file that is named itself may be a pipe
                1 problem; no machine was contacted
                """));
    Files.delete(pipe);
    assertThat(run("validate -i SITE").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "SITE/pipe", "/etc/passwd", "SITE/plan.json"})
  void whatIsNoKeyIsNotReadWithoutAnEndAndItsModeIsNotToBeChanged(String key) throws Exception {
    pipe("pipe");
    Files.writeString(folder.resolve("plan.json"), SECRET);
    LocalUser user =
        new LocalUser("ana", folder, Optional.empty(), Optional.of(Path.of("/dev/null")));
    site.reach(real -> new SshRemote(user));
    String file = key.replace("SITE", folder.toString());
    edit(
        "{address: store-1}", "{address: 127.0.0.1, ssh: {port: 1, identityFile: '" + file + "'}}");
    Ran ran = run("plan -i " + inventory);
    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .containsPattern(key + ": it (?:cannot be read: it is no plain file|is no private key)")
        .doesNotContain("chmod", SECRET);
  }

  @Test
  void theNameOfAFileCannotControlTheTerminal() throws IOException {
    String hostile = "\u001b[2J\u202e\u009b.yml";
    Path named = Files.move(Path.of(inventory), folder.resolve(hostile));
    for (String verb :
        List.of("plan", "status", "drift", "plan --format markdown", "apply --yes")) {
      assertClean(run(verb + " -i " + named));
    }
    Files.writeString(named, "fleet: 1\n");
    assertClean(run("validate -i " + named));
    Files.delete(named);
    for (String words : List.of("plan -i ", "status --only ", "plan --format ", "apply --yes ")) {
      assertClean(run(words + named));
    }
  }

  @Test
  void oneFileIsNotForTwoThings() {
    String both = " --events SITE/same --report SITE/x/../same -i " + inventory;
    for (String verb : List.of("apply --yes", "rollback --all --yes")) {
      assertThat(run(verb + both))
          .isEqualTo(
              refused(
                  """
                  walter-fleet: --events and --report name the same file, SITE/same (nothing was changed)
                      fix: name two files
                  """));
    }
    assertThat(folder.resolve("same")).doesNotExist();
  }

  private static void assertClean(Ran ran) {
    assertThat(Controls.isIn((ran.out() + ran.err()).replace("\n", "")))
        .as(ran.toString())
        .isFalse();
  }

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static Ran refused(String err) {
    return new Ran(64, "", err);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Ran run(String line) {
    return site.run(line.replace("SITE", folder.toString()).split(" "));
  }

  private void edit(String was, String now) throws IOException {
    Path file = Path.of(inventory);
    String text = Files.readString(file);
    assertThat(text).contains(was);
    Files.writeString(file, text.replace(was, now));
  }
}
