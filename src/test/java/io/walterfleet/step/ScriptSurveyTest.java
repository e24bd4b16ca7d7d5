package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.StandInDocker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the survey says of machines of every kind, and that it changes none. */
@Tag("scripts")
class ScriptSurveyTest {
  private static final String ENV =
      "SECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";
  private static final Set<String> OF_THE_MOMENT =
      Set.of("clock", "free.home", "free.docker", "env.fingerprint");

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void anEmptyMachineIsAbsentAndStaysUntouched(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);

    Map<String, List<String>> facts = facts(bench.survey());

    assertThat(facts)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("protocol", List.of("1")),
                Map.entry("missing", List.of("")),
                Map.entry("selfhost", List.of("no")),
                Map.entry("install", List.of("absent")),
                Map.entry("lock", List.of("none")),
                Map.entry("journal", List.of("none")),
                Map.entry("docker", List.of("26.1.5")),
                Map.entry("compose", List.of("v2")),
                Map.entry("compose.version", List.of("2.26.1-4")),
                Map.entry("image.id", List.of("none")),
                Map.entry("complete", List.of("yes"))));
    try (var files = Files.list(bench.home())) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInstallIsSeenWholeWithoutItsSecretsAndLeftAsItWas(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    Files.writeString(
        bench.install().resolve("compose.yml"), "# edited\n", StandardOpenOption.APPEND);
    Files.delete(bench.install().resolve("docs/read me.txt"));
    bench.shell(
        "cd \"$HOME/walter-onprem\" && chmod 711 bin/walter-onprem && mkdir certs && : >'docs/my own'"
            + " && : >compose.override.yml && ln -s / bin/there && : >certs/key");
    String before = listing(bench);

    Map<String, List<String>> facts = facts(bench.survey());

    assertThat(listing(bench)).isEqualTo(before);
    assertThat(facts.toString()).doesNotContain("hunter22");
    assertThat(facts)
        .containsEntry("install", List.of("installed"))
        .containsEntry("env.image", List.of(Bench.NEW))
        .containsEntry("env.host", List.of("a.example.com"))
        .containsEntry("bundle", List.of(Bundle.sha256(bench.bundle())))
        .containsEntry("file.edited", List.of("compose.yml"))
        .containsEntry("file.missing", List.of("docs/read me.txt"))
        .containsEntry("file.mode", List.of("bin/walter-onprem"))
        .containsEntry(
            "file.added", List.of("certs/", "compose.override.yml", "bin/there", "docs/my own"))
        .containsEntry("files.intact", List.of("2"))
        .containsEntry("journal", List.of("ended"))
        .containsEntry("project", List.of("walter-onprem"))
        .containsEntry("image.id", List.of(StandInDocker.id(Bench.NEW)));
    assertThat(facts.get("service")).hasSize(2).allMatch(row -> row.contains(" running sha256:"));
  }

  @ParameterizedTest
  @EnumSource
  void twoThousandBundleFilesAreHeldAgainstTheirSumsWithinASecondOfWork(Shell shell)
      throws Exception {
    Bench bench = upgraded(shell);
    Path many = Files.createDirectory(bench.install().resolve("many"));
    StringBuilder sums = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      byte[] text = ("file " + i + "\n").repeat(500).getBytes(StandardCharsets.UTF_8);
      Files.write(many.resolve("f" + i), text);
      sums.append(Bundle.sha256(text)).append("  many/f").append(i).append('\n');
    }
    Files.writeString(
        bench.state().resolve("checksums").resolve(Bundle.sha256(bench.bundle())),
        sums,
        StandardOpenOption.APPEND);
    Files.writeString(many.resolve("f7"), "edited\n");
    Files.delete(many.resolve("f1999"));
    long before = processorMillis();
    Map<String, List<String>> facts = facts(bench.survey());
    long took = processorMillis() - before;

    assertThat(facts)
        .containsEntry("file.edited", List.of("many/f7"))
        .containsEntry("file.missing", List.of("many/f1999"))
        .containsEntry("files.intact", List.of("2002"));
    assertThat(took).isBetween(1L, 999L);
  }

  /**
   * The processor time of all programs that we started and that ended; others have no part in it.
   */
  private static long processorMillis() throws IOException {
    String line = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    // fields 16 and 17 of proc(5), in ticks of 10 ms; the two before the first of these are gone
    return 10 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsAtTheInstallDirectoryIsTold(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Path install = bench.install();
    Map<String, String> seen = new TreeMap<>();

    Files.createDirectories(install);
    seen.put("an empty directory", install(bench));
    Files.writeString(install.resolve("diary.txt"), "dear diary");
    seen.put("a directory of something else", install(bench));
    Files.delete(install.resolve("diary.txt"));
    Files.delete(install);
    Files.writeString(install, "a file");
    seen.put("a file", install(bench));
    Files.delete(install);
    Files.createSymbolicLink(install, root.resolve("nowhere"));
    seen.put("a link to nowhere", install(bench));

    assertThat(seen)
        .isEqualTo(
            Map.of(
                "an empty directory", "[empty]",
                "a directory of something else", "[foreign]",
                "a file", "[foreign]",
                "a link to nowhere",
                    "unknown ["
                        + install
                        + " is a symbolic link to something that does not exist]"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoFileWhereSettingsShouldBeIsSaid(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    Path env = bench.install().resolve(".env.deploy");
    Files.delete(env);
    Files.createDirectory(env);
    assertThat(bench.survey().all("unknown.env")).containsExactly(env + " is not a file");
    Files.delete(env);
    Files.createSymbolicLink(env, root.resolve("nowhere"));
    assertThat(bench.survey().all("unknown.env"))
        .containsExactly(env + " is a symbolic link to something that does not exist");
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeReadIsUnknownAndNeverGuessed(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    Map<String, List<String>> seen = new TreeMap<>();

    fail(bench, "info", "1 Cannot connect to the Docker daemon");
    seen.put("docker", bench.survey().all("unknown.docker"));
    fail(bench, "ps", "1 no such filter");
    seen.put("stack", bench.survey().all("unknown.stack"));
    fail(bench, "inspect", "1 gone");
    seen.put("stack, between two questions", bench.survey().all("unknown.stack"));
    fail(bench, "image", "1 storage error");
    seen.put("images", bench.survey().all("unknown.images"));
    Files.delete(bench.engine().resolve("fail/image"));
    Files.writeString(bench.state().resolve("journal"), "format=1\nrun=r1\nsta");
    seen.put("journal", bench.survey().all("unknown.journal"));
    Files.writeString(bench.install().resolve(".env.deploy"), "A=1\0\n");
    seen.put("env with NUL", bench.survey().all("unknown.env"));
    Files.writeString(bench.install().resolve(".env.deploy"), "A='1\nPHX_HOST=a\n");
    seen.put("env with an open quote", bench.survey().all("unknown.env"));

    String env = bench.install().resolve(".env.deploy").toString();
    assertThat(seen)
        .isEqualTo(
            Map.of(
                "docker", List.of("Cannot connect to the Docker daemon"),
                "stack", List.of("docker ps: no such filter"),
                "stack, between two questions", List.of("docker inspect: gone"),
                "images", List.of("docker image ls: storage error"),
                "journal", List.of(bench.state() + "/journal is damaged or cannot be read"),
                "env with NUL", List.of(env + " has a NUL byte, which Compose cannot read"),
                "env with an open quote", List.of("the quote in line 1 is never closed")));
  }

  @ParameterizedTest
  @EnumSource
  void aHomeWithASpaceAndAnInstallBehindALinkAreUpgraded(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell, "my home");
    Path real = Files.createDirectories(root.resolve("big disk"));
    bench.vendorInstall(Bench.OLD, ENV);
    Files.move(bench.install(), real.resolve("walter"));
    Files.createSymbolicLink(bench.install(), real.resolve("walter"));
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();

    List<Facts> answers = bench.steps("stage pull swap restart finish");

    assertThat(answers).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(Files.readSymbolicLink(bench.install())).isEqualTo(real.resolve("walter"));
    assertThat(Files.readString(real.resolve("walter/.env.deploy")))
        .isEqualTo(ENV.replace(Bench.OLD, Bench.NEW));
    assertThat(bench.survey().all("install.path")).containsExactly(real + "/walter");
    try (var files = Files.list(real)) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("\\d{8}T\\d{6}Z", "…")))
          .containsExactlyInAnyOrder("walter", "walter.backup-…");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOperatorsEnvironmentDoesNotReachCompose(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.environment("WALTER_IMAGE", "evil:1").environment("COMPOSE_PROJECT_NAME", "other");
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();

    List<Facts> answers = bench.steps("stage pull swap restart");

    assertThat(answers).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(bench.survey().all("project")).containsExactly("walter-onprem");
  }

  private Bench upgraded(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none");
    bench.steps("stage pull swap restart finish");
    bench.direct("leave.sh");
    return bench;
  }

  private static Map<String, List<String>> facts(Facts facts) {
    return facts.values().entrySet().stream()
        .filter(fact -> !OF_THE_MOMENT.contains(fact.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String install(Bench bench) throws Exception {
    Facts facts = bench.survey();
    List<String> unknown = facts.all("unknown.install");
    return unknown.isEmpty() ? facts.all("install").toString() : "unknown " + unknown;
  }

  /** The one call that fails; those before it work again. */
  private static void fail(Bench bench, String call, String words) throws IOException {
    Path fail = Files.createDirectories(bench.engine().resolve("fail"));
    try (var files = Files.list(fail)) {
      for (Path old : files.toList()) {
        Files.delete(old);
      }
    }
    Files.writeString(fail.resolve(call), words + "\n");
  }

  private static String listing(Bench bench) throws Exception {
    return bench.shell("find \"$HOME\" -exec /usr/bin/stat -c '%n %i %s %a %Y' {} +");
  }
}
