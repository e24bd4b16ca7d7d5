package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker, of every age, is asked, and how the scripts bear what it does. */
@Tag("scripts")
class ScriptSurveyDockerTest {
  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void aDockerThatHangsIsUnknownAfterItsDeadline(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell).with("deadline", "1");
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve("info");
    Files.writeString(hook, "#!/bin/sh\nexec sleep 20\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    assertThat(bench.survey().all("unknown.docker")).hasSize(1);
  }

  /** As podman 4.3.1 answers, that of Debian 12, with and without its own note. */
  @ParameterizedTest
  @ValueSource(strings = {"Emulate Docker CLI using podman.\n", ""})
  void podmansCommandIsRefusedInOneSentence(String note) throws Exception {
    Bench bench = new Bench(root, Shell.DASH);
    Path docker = bench.root().resolve("bin/docker");
    Files.writeString(
        docker,
        """
        #!/bin/sh
        printf '%s' >&2
        case $1 in
        --version) echo podman version 4.3.1 ;;
        ps) ;;
        *)
          echo "Error: template: info:1:5: executing \\"info\\" at <.ServerVersion>: can't evaluate field ServerVersion in type *define.Info" >&2
          exit 125
          ;;
        esac
        """
            .formatted(note));

    assertThat(SurveyParser.of(bench.survey()))
        .isEqualTo(
            new Observation.Unknown(
                "docker could not be read: it is podman's command, and walter-fleet works with"
                    + " Docker's engine alone",
                "install Docker's engine and its Compose plugin on the machine, in place of"
                    + " podman-docker"));
  }

  @ParameterizedTest
  @EnumSource
  void aDockerThatDoesNotNameItsPluginsIsAskedForCompose(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Map<String, List<String>> seen = new TreeMap<>();

    Files.writeString(bench.engine().resolve("plugin"), "v2.40.3-desktop.1\n");
    seen.put("a plugin", bench.survey().all("compose.version"));
    Files.writeString(bench.engine().resolve("plugin"), "\n");
    seen.put("a plugin without a version", bench.survey().all("compose.version"));
    Files.createFile(bench.engine().resolve("before-2019"));
    Facts old = bench.survey();
    seen.put("an old docker", old.all("compose.version"));

    assertThat(seen)
        .isEqualTo(
            Map.of(
                "a plugin", List.of("2.40.3-desktop.1"),
                "a plugin without a version", List.of("2.26.1-4"),
                "an old docker", List.of("2.26.1-4")));
    assertThat(old.all("docker")).containsExactly("26.1.5");
    assertThat(old.all("free.docker")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheSurveyUnderTheLockSawIsNotAskedAgain(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    Files.delete(bench.engine().resolve("calls"));

    bench.steps("stage pull");
    assertThat(asked(bench))
        .containsExactly(
            "image inspect",
            "ps",
            "inspect",
            "compose pull",
            "image inspect",
            "compose config",
            "volume ls");
    bench.begin();
    assertThat(asked(bench)).containsExactly("info", "ps", "inspect", "image ls");
    bench.steps("swap migrate");
    assertThat(asked(bench)).containsExactly("compose run");
    again(bench, "migrate"); // its first setup might still run
    assertThat(asked(bench)).containsExactly("ps", "compose run");
    bench.steps("restart finish");
    // what mounts files that were replaced, and what runs
    assertThat(asked(bench)).containsExactly("compose up", "ps", "inspect");
  }

  @ParameterizedTest
  @EnumSource(names = {"DASH", "BUSYBOX"})
  void aNoteThatIsAnotherRunsOrHasNoEndIsNotBelieved(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    bench.begin();
    bench.steps("stage pull swap migrate restart");
    Path note = bench.state().resolve("lock/found");
    String whole = Files.readString(note);

    assertThat(whole)
        .isEqualTo(
            "r1|docker compose|walter-onprem|compose.yml||walter_state walter_postgres"
                + "|timeout 20|none|no|end\n");
    for (String other : List.of(whole.replace("r1|", "r0|"), whole.replace("|end", ""), "")) {
      Files.writeString(note, other.replace("docker compose", "no-such-program"));
      asked(bench);

      assertThat(again(bench, "restart").all("error.why")).isEmpty();
      assertThat(asked(bench))
          .containsExactly("compose version", "ps", "inspect", "compose up", "ps", "inspect");
      assertThat(note).hasContent(whole.replace("|none|", "||"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void containersOfOthersNeverMatter(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    Map<String, List<String>> alone = stack(bench);

    other(bench, "no-directory", "portainer", "");
    other(bench, "no-labels", "", "");
    other(bench, "a-line-feed", "a\nb", "");
    other(bench, "elsewhere", "nextcloud", "/srv/nextcloud");

    assertThat(stack(bench)).isEqualTo(alone);
  }

  @ParameterizedTest
  @EnumSource
  void aContainerThatIsGoneBetweenTwoQuestionsIsNone(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    Map<String, List<String>> alone = stack(bench);
    String id = "0f".repeat(32);
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve("inspect");
    Files.writeString(hook, "#!/bin/sh\nrm -r '" + bench.engine() + "/containers/" + id + "'\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    other(bench, id, "backup-job", "/srv/backup");

    assertThat(stack(bench)).isEqualTo(alone);
  }

  @ParameterizedTest
  @EnumSource
  void howAContainerEndedIsToldWithItsRestartPolicy(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    other(bench, "walter-onprem-buckets-1", "walter-onprem", bench.install().toString());
    Map<String, String> facts =
        Map.of(
            "label.service",
            "buckets",
            "status",
            "exited",
            "exit",
            "3",
            "restart",
            "on-failure",
            "image",
            "mc:1",
            "image_id",
            "sha256:02");
    for (var fact : facts.entrySet()) {
      bench.docker().set("walter-onprem-buckets-1", fact.getKey(), fact.getValue());
    }

    Facts survey = bench.survey();

    assertThat(survey.all("service"))
        .extracting(row -> row.replaceAll("sha256:\\S+ \\S+", "…"))
        .containsExactlyInAnyOrder(
            "postgres running … 0 unless-stopped",
            "walter running … 0 unless-stopped",
            "buckets exited … 3 on-failure");
    assertThat(survey.all("data")).containsExactly("running");
  }

  private static Map<String, List<String>> stack(Bench bench) throws Exception {
    Facts facts = bench.survey();
    Map<String, List<String>> seen = new TreeMap<>();
    for (String key : List.of("unknown.stack", "project", "service")) {
      seen.put(key, facts.all(key));
    }
    return seen;
  }

  /** A container that somebody else started. */
  private static void other(Bench bench, String id, String project, String directory)
      throws Exception {
    bench
        .docker()
        .place(
            Map.of(
                "id",
                id,
                "name",
                id,
                "status",
                "running",
                "label.project",
                project,
                "label.project.working_dir",
                directory));
  }

  private Bench upgrade(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n");
    return bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none");
  }

  /** A step of the same run once more, as after one that vanished. */
  private static Facts again(Bench bench, String word) throws Exception {
    Path done = bench.state().resolve("steps/r1/" + word);
    Files.move(done, done.resolveSibling(word + "." + System.nanoTime()));
    return bench.step(word);
  }

  /** What was asked since the last look, without options. */
  private static List<String> asked(Bench bench) throws Exception {
    Path calls = bench.engine().resolve("calls");
    List<String> lines = Files.readAllLines(calls);
    Files.writeString(calls, "");
    return lines.stream()
        .map(line -> line.substring(line.indexOf('|') + 1 + "docker ".length()))
        .map(line -> line.replaceFirst("^compose -p .* (pull|up|run|config)( .*|$)", "compose $1"))
        .map(line -> line.replaceFirst("^((?:compose|image|volume) )?+(\\S+) .*", "$1$2"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aThousandImagesDoNotHoldASurveyUp(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    String env = "WALTER_IMAGE=%s\nPHX_HOST=a.example.com\n";
    bench.vendorInstall(Bench.OLD, env.formatted(Bench.OLD));
    Files.writeString(
        bench.install().resolve(".env.deploy"), env.formatted("ghcr.io/some/image7:1.0"));
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve("image");
    Files.writeString(
        hook,
        "#!/usr/bin/bash\nprintf 'ghcr.io/some/image%s 1.0 <none> sha256:%064d\\n' "
            + IntStream.rangeClosed(1, 1500)
                .mapToObj(i -> i + " " + i)
                .collect(Collectors.joining(" ")));
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    long begun = System.nanoTime();

    List<String> id = bench.survey().all("image.id");

    // half a minute in dash if the time grew with the square of their number
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(id).containsExactly("sha256:%064d".formatted(7));
  }
}
