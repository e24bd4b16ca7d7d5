package io.walterfleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is carried out once enough people signed it; until then nothing is contacted. */
@Tag("scripts")
class ApprovalsTest {
  private static final String NAMESPACE = "walter-fleet-plan";

  @TempDir static Path keys;

  private final List<String> contacted = new ArrayList<>();
  private TestSite site;
  private Path folder;
  private Path plan;
  private String inventory = "";

  @BeforeAll
  static void generate() throws Exception {
    for (String name : List.of("ana", "ben", "eve")) {
      keygen("-t", "ed25519", "-f", keys.resolve(name).toString());
    }
    keygen("-t", "rsa", "-b", "2048", "-f", keys.resolve("rsa").toString());
    keygen("-t", "ecdsa", "-f", keys.resolve("ecdsa").toString());
    keygen("-t", "ed25519", "-f", keys.resolve("ca").toString());
    keygen("-t", "ed25519", "-f", keys.resolve("cert").toString());
    ssh("-q", "-s", key("ca"), "-I", "id", "-n", "cleo@site", key("cert") + ".pub");
  }

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    folder = directory;
    site = new TestSite(folder).installed("store-1", "1.8.2").knocking(contacted::add);
    plan = folder.resolve("plan.json");
  }

  /** The same command again is on hold, and not done: there is no new plan to approve. */
  @AfterEach
  void forget() {
    site.forgetWishes();
  }

  @Test
  void twoPeopleAgreeAndThenItIsCarriedOut() throws Exception {
    signers(line("ana@site", "ana"), line("ben@site", "ben"));
    plan("required: 2");
    contacted.clear();
    // a part that the environment names is none of the plan, which is signed whole
    site.with("WALTER_FLEET_LIMIT", "no-such-machine");
    Ran first = approve("ana");
    site.with("WALTER_FLEET_LIMIT", "store-1");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .contains("store-1")
        .endsWith(
            """

            Approved by ana@site.
            SITE/plan.json: 1 of 2 approvals: ana@site (ED25519 key %s)
            next: walter-fleet approve -i SITE/fleet.yml SITE/plan.json
            """
                .formatted(fingerprint("ana")));
    assertThat(apply())
        .isEqualTo(
            new Ran(
                11,
                "",
                """
                walter-fleet: SITE/plan.json: 1 of 2 approvals: ana@site (ED25519 key %s) (nothing was changed)
                    fix: have it approved, and run the same again: walter-fleet approve -i SITE/fleet.yml SITE/plan.json
                """
                    .formatted(fingerprint("ana"))));
    assertThat(approve("ben").out())
        .endsWith("next: walter-fleet apply -i SITE/fleet.yml SITE/plan.json\n");
    assertThat(contacted).isEmpty();

    assertThat(apply().exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("machines/store-1/.walter-fleet/audit.log")))
        .contains("approved by ana@site, ben@site");
    Ran history = site.run("history", "last", "--format", "json");
    assertThat(history.out()).contains("approved by ana@site, ben@site");
  }

  /** The same signature, made and read by the real program, in both directions. */
  @ParameterizedTest
  @ValueSource(strings = {"ana", "rsa", "ecdsa", "cert"})
  void whatSshKeygenSignsCountsAndWhatWeSignItTakes(String key) throws Exception {
    String name = key.equals("cert") ? "cleo@site" : key + "@site";
    String owner =
        key.equals("cert")
            ? "*@site cert-authority " + Files.readString(Path.of(key("ca") + ".pub"))
            : line(name, key);
    signers(owner);
    plan("required: 1");
    String file = key.equals("cert") ? key(key) + "-cert.pub" : key(key);
    byte[] bytes = bytes();
    assertThat(bytes).isNotEmpty();

    assertThat(approveWith(file).exitCode()).isZero();
    Path ours = plan.resolveSibling("plan.json." + name + ".sig");
    assertThat(verified(bytes, name, ours))
        .contains("Good \"" + NAMESPACE + "\" signature for " + name);
    Files.delete(ours);
    assertThat(apply().exitCode()).isEqualTo(11);

    Files.write(plan.resolveSibling("plan.json.by-hand.sig"), signed(bytes, file, NAMESPACE));
    assertThat(apply().exitCode()).isZero();
  }

  /** What is done to an approved plan, and what is said of its approval. */
  static Stream<Arguments> doubts() {
    return Stream.of(
        doubt("one byte of the signature", site -> site.flip()),
        doubt("the signer is taken out", site -> site.signers(line("ben@site", "ben"))),
        doubt(
            "the signer's time is over",
            site -> site.signers(line("ana@site valid-before=\"20200101\"", "ana"))),
        doubt(
            "the signer's time has not begun",
            site -> site.signers(line("ana@site valid-after=\"20990101\"", "ana"))),
        doubt(
            "the signer's key is for something else",
            site -> site.signers(line("ana@site namespaces=\"git\"", "ana"))),
        doubt("the line is for anybody", site -> site.signers(line("*@site", "ana"))),
        doubt("the signature is for something else", site -> site.signElsewhere()),
        doubt("the file of signers is gone", site -> Files.delete(site.folder.resolve("signers"))),
        doubt("the signature is no signature", site -> Files.writeString(site.sig(), "hello\n")),
        doubt("the signature is a directory", site -> site.directory()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doubts")
  void anApprovalInDoubtCountsForNothing(String what, Doing doing) throws Exception {
    signers(line("ana@site", "ana"));
    plan("required: 1");
    approve("ana");
    contacted.clear();
    doing.to(this);
    Ran ran = apply();
    assertThat(ran.exitCode()).as(what).isEqualTo(11);
    assertThat(ran.err()).contains("SITE/plan.json: 0 of 1 approvals (nothing was changed)");
    assertThat(contacted).isEmpty();
  }

  @Test
  void anApprovedPlanThatWasChangedIsNotApproved() throws Exception {
    signers(line("ana@site", "ana"));
    plan("required: 1");
    approve("ana");
    contacted.clear();
    String text = Files.readString(plan);
    Files.writeString(plan, text.replaceFirst("(\"reason\" : \")", "$1x"));
    assertThat(apply().err())
        .contains(
            "0 of 1 approvals",
            "does not count: SITE/plan.json.ana@site.sig: it is not a valid signature of this plan");
    Files.writeString(plan, text.replaceAll("\"author\" : \"[^\"]*\"", "\"author\" : \"x\""));
    assertThat(apply().exitCode()).isEqualTo(11);
    assertThat(contacted).isEmpty();
  }

  @Test
  void aPlanThatIsMadeAgainForTheSameKeepsItsApproval() throws Exception {
    signers(line("ana@site", "ana"));
    plan("required: 1");
    approve("ana");
    String before = Files.readString(plan);
    site.ticking(java.time.Duration.ofMinutes(1));
    makePlan();
    assertThat(Files.readString(plan)).isNotEqualTo(before);
    assertThat(apply().exitCode()).isZero();
  }

  @Test
  void oneKeyUnderTwoNamesAndOneNameWithTwoKeysCountOnce() throws Exception {
    signers(line("ana@site", "ana"), line("ana@site", "eve"));
    plan("required: 2");
    approve("ana");
    Path first = plan.resolveSibling("plan.json.ana@site.sig");
    Files.copy(first, plan.resolveSibling("plan.json.other.sig"));
    assertThat(apply().err()).contains("1 of 2 approvals", "counted already");
    Files.delete(plan.resolveSibling("plan.json.other.sig"));
    Files.move(first, plan.resolveSibling("plan.json.first.sig"));
    approve("eve");
    assertThat(apply().err()).contains("1 of 2 approvals", "counted already");
  }

  @Test
  void theAuthorsOwnApprovalDoesNotCountUnlessTheInventorySaysSo() throws Exception {
    signers(line("ana@site", "ana"));
    inventory("required: 1");
    makePlan("--author", "Ana@laptop");
    assertThat(approve("ana"))
        .matches(ran -> ran.exitCode() == 64 && !Files.exists(sig()))
        .extracting(Ran::err)
        .asString()
        .contains("it is by ana@site, the author of the plan (nothing was signed)");
    inventory("required: 1, notAuthor: false");
    makePlan("--author", "Ana@laptop");
    assertThat(approve("ana").exitCode()).isZero();
    assertThat(apply().exitCode()).isZero();
  }

  @Test
  void whatIsPlannedNowHasNoApprovalAndNeitherHasAStrangersKey() throws Exception {
    signers(line("ana@site", "ana"));
    plan("required: 1");
    contacted.clear();
    assertThat(site.run("apply", "--yes", "-i", inventory))
        .isEqualTo(
            new Ran(
                11,
                "",
                """
                walter-fleet: plans of this fleet need 1 of 'approvals' first, and one that is made now has none (nothing was changed)
                    fix: save it, and have it approved: walter-fleet plan -i SITE/fleet.yml --out plan.json
                """));
    Ran stranger = approve("eve");
    assertThat(stranger.exitCode()).isEqualTo(64);
    assertThat(stranger.err()).contains("its key is not one of SITE/signers (nothing was signed)");
    assertThat(approveWith(folder.resolve("no-key").toString()).err())
        .contains("the plan could not be signed with SITE/no-key: ssh-keygen ");
    assertThat(contacted).isEmpty();
  }

  @Test
  void whatAProgramListsIsApprovedAndCarriedOutAsLongAsItListsTheSame() throws Exception {
    signers(line("ana@site", "ana"));
    listed("required: 1", "store-1");
    makePlan();
    assertThat(approve("ana").exitCode()).isZero();
    contacted.clear();
    Ran ran = apply();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).endsWith("1 machine: 1 applied in 0.0 s\n");
    assertThat(contacted).containsOnly("store-1");
  }

  /** Who approves later, and who applies, is told what is new, and how to go by the old list. */
  @Test
  void whatAProgramListsOtherwiseIsNeitherApprovedNorCarriedOut() throws Exception {
    site.installed("store-2", "1.8.2");
    signers(line("ana@site", "ana"), line("ben@site", "ben"));
    listed("required: 2", "store-1");
    makePlan();
    assertThat(approve("ana").exitCode()).isZero();
    listed("required: 2", "store-1", "store-2");
    contacted.clear();

    Ran second = approve("ben");
    assertThat(second.exitCode()).isEqualTo(64);
    assertThat(second.err())
        .startsWith(
            """
            walter-fleet: SITE/plan.json: it was made from an inventory with other contents; since then new: store-2 (nothing was changed)
                fix: make a new one: walter-fleet plan -i '!/bin/cat SITE/fleet.yml' --out SITE/plan.json; or take what was listed for it: walter-fleet approve -i SITE/""");
    assertThat(plan.resolveSibling("plan.json.ben@site.sig")).doesNotExist();
    Ran refused = apply();
    assertThat(refused.exitCode()).isEqualTo(64);
    assertThat(refused.err())
        .contains("new: store-2", "listed for it: walter-fleet apply -i SITE/");
    assertThat(contacted).isEmpty();

    inventory = second.err().replaceFirst("(?s).* approve -i (\\S+) .*", "$1");
    inventory = inventory.replace("SITE", folder.toString());
    assertThat(apply().err()).contains("1 of 2 approvals: ana@site");
    assertThat(approve("ben").exitCode()).isZero();
    assertThat(apply().exitCode()).isZero();
    assertThat(contacted).containsOnly("store-1");
    assertThat(Files.readString(folder.resolve("machines/store-1/.walter-fleet/audit.log")))
        .contains("approved by ana@site, ben@site");
  }

  /** The inventory comes from a program, which prints these machines. */
  private void listed(String approvals, String... machines) throws IOException {
    String signers = "approvals: {signers: '%s', %s}\n";
    String file =
        site.inventory(List.of(machines), signers.formatted(folder.resolve("signers"), approvals));
    inventory = "!/bin/cat " + file;
  }

  private interface Doing {
    void to(ApprovalsTest test) throws Exception;
  }

  private static Arguments doubt(String what, Doing doing) {
    return Arguments.of(what, doing);
  }

  private Path sig() {
    return plan.resolveSibling("plan.json.ana@site.sig");
  }

  private void flip() throws IOException {
    String text = Files.readString(sig());
    int at = text.length() / 2;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    Files.writeString(sig(), text.substring(0, at) + other + text.substring(at + 1));
  }

  private void signElsewhere() throws Exception {
    byte[] bytes = bytes();
    Files.write(sig(), signed(bytes, key("ana"), "git"));
  }

  private void directory() throws IOException {
    Files.delete(sig());
    Files.createDirectory(sig());
  }

  private void signers(String... lines) throws IOException {
    Files.write(folder.resolve("signers"), List.of(lines));
  }

  private void inventory(String approvals) throws IOException {
    inventory =
        site.inventory(List.of("store-1"), "approvals: {signers: signers, " + approvals + "}\n");
  }

  private void plan(String approvals) throws IOException {
    inventory(approvals);
    makePlan();
  }

  private void makePlan(String... more) {
    List<String> words =
        new ArrayList<>(List.of("plan", "--out", plan.toString(), "-i", inventory));
    words.addAll(more.length == 0 ? List.of("--author", "zoe@laptop") : List.of(more));
    assertThat(site.run(words.toArray(String[]::new)).exitCode()).isZero();
  }

  private Ran approve(String key) {
    return approveWith(key(key));
  }

  private Ran approveWith(String file) {
    return site.run("approve", "--yes", "--key", file, plan.toString(), "-i", inventory);
  }

  private Ran apply() {
    return site.run("apply", "--yes", plan.toString(), "-i", inventory);
  }

  /** What is signed, as the program prints it. */
  private byte[] bytes() {
    assertThat(site.run("approve", "--bytes", plan.toString(), "-i", inventory).exitCode())
        .isZero();
    return site.printed().replace("SITE", folder.toString()).getBytes(UTF_8);
  }

  private static String key(String name) {
    return keys.resolve(name).toString();
  }

  private static String line(String who, String key) {
    try {
      return who + " " + Files.readString(Path.of(key(key) + ".pub")).strip();
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }

  private static String fingerprint(String key) throws Exception {
    return ssh("-l", "-f", key(key) + ".pub").split(" ", -1)[1];
  }

  private byte[] signed(byte[] bytes, String key, String namespace) throws Exception {
    Path text = Files.write(folder.resolve("text"), bytes);
    ssh("-Y", "sign", "-q", "-f", key, "-n", namespace, text.toString());
    Path made = folder.resolve("text.sig");
    byte[] signature = Files.readAllBytes(made);
    Files.delete(made);
    return signature;
  }

  private String verified(byte[] bytes, String name, Path signature) throws Exception {
    Path text = Files.write(folder.resolve("text"), bytes);
    List<String> words =
        List.of(
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            folder.resolve("signers").toString(),
            "-I",
            name,
            "-n",
            NAMESPACE,
            "-s",
            signature.toString());
    return said(new ProcessBuilder(words).redirectInput(text.toFile()));
  }

  private static void keygen(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("-q", "-N", ""));
    all.addAll(Arrays.asList(words));
    ssh(all.toArray(String[]::new));
  }

  private static String ssh(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("ssh-keygen"));
    all.addAll(Arrays.asList(words));
    return said(new ProcessBuilder(all));
  }

  private static String said(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
