package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stack is started on the volumes that hold its data, or not at all. */
@Tag("scripts")
class ScriptDataGuardTest {
  private static final String ENV =
      "WALTER_IMAGE=%s\nPHX_HOST=a.example.com\n".formatted(Bench.OLD);

  private static final String MOVED =
      ", which is not a part of the bundle and would be moved away with the old directory";

  @TempDir Path root;
  private int runs = 1;

  @ParameterizedTest
  @EnumSource
  void aBundleWithANameIsCalledByThat(Shell shell) throws Exception {
    Bench bench = bench(shell, "name: \"walter\" # ours\n", true);

    assertThat(errors(bench.steps("stage pull swap migrate restart finish"))).isEmpty();

    assertThat(bench.survey().all("project")).containsExactly("walter");
    assertThat(Files.readString(bench.state().resolve("installed")))
        .contains(
            "\nproject=walter\nfiles=compose.yml\nenvFiles=\nvolumes=walter_postgres walter_state\n");
  }

  @ParameterizedTest
  @EnumSource
  void aBundleWhoseCommandNamesTheProjectIsCalledByThat(Shell shell) throws Exception {
    Bench bench = bench(shell, "name: other\n", true);
    String command =
        "#!/bin/sh\n# compose -p no\nmkdir -p data\nexec docker compose \\\n -p 'walter'";
    Bundle.write(bench.bundle(), "compose.yml", text -> "name: other\n" + text, command);
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();

    assertThat(errors(bench.steps("stage pull swap migrate restart finish"))).isEmpty();

    assertThat(bench.survey().all("project")).containsExactly("walter");
  }

  @ParameterizedTest
  @EnumSource
  void anEnvFileThatNamesTheProjectIsBelieved(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    bench.shell("printf 'COMPOSE_PROJECT_NAME=walter\\n' >>\"$HOME/walter-onprem/.env.deploy\"");

    assertThat(errors(bench.steps("stage pull swap migrate restart finish"))).isEmpty();

    assertThat(bench.survey().all("project")).containsExactly("walter");
  }

  @ParameterizedTest
  @EnumSource
  void theProjectOnRecordOutlivesItsContainers(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    assertThat(errors(bench.steps("stage pull swap restart finish"))).isEmpty();
    Path record = bench.state().resolve("installed");
    String text = Files.readString(record, StandardCharsets.UTF_8);
    Files.writeString(record, text.replace("project=walter-onprem", "project=other"));
    bench.shell(
        "rm -r '" + bench.engine() + "/containers'; mkdir '" + bench.engine() + "/containers'");

    bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
    assertThat(errors(bench.steps("swap restart finish"))).isEmpty();

    assertThat(bench.survey().all("project")).containsExactly("other");
    assertThat(Files.readString(record)).contains("\nproject=other\n");
  }

  @ParameterizedTest
  @EnumSource
  void dataThatTheBundleWouldNotMountStopsThePull(Shell shell) throws Exception {
    Bench bench = bench(shell, "name: other\n", false);
    String before = bench.shell("cd \"$HOME\"; find walter-onprem* | sort; docker ps -q");

    bench.stage();
    Facts pull = bench.step("pull");

    assertThat(pull.all("error.why"))
        .containsExactly(
            "the data is in the volumes walter_postgres walter_state, and project other would start"
                + " with other_postgres other_state");
    assertThat(pull.all("error.changed")).containsExactly("no");
    assertThat(bench.shell("cd \"$HOME\"; find walter-onprem* | sort; docker ps -q"))
        .isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "restart", "backup"})
  void anEmptyDatabaseIsNeverStarted(String step) throws Exception {
    Bench bench = bench(Shell.DASH, "", false);
    Path volumes = bench.engine().resolve("volumes");
    Files.move(volumes.resolve("walter_postgres"), volumes.resolve("foo_postgres"));
    Files.move(volumes.resolve("walter_state"), volumes.resolve("foo_state"));
    Files.writeString(
        volumes.resolve("foo_postgres/labels"),
        "com.docker.compose.volume=postgres\ncom.docker.compose.project=foo\n");
    bench.shell(
        "cp '" + bench.state() + "'/staged/*/walter-onprem/compose.yml \"$HOME\"/walter-onprem/");
    bench.with("postgres_volume", "foo_postgres").with("state_volume", "foo_state");
    bench.goal(Bench.NEW, "b.example.com", "swap migrate restart finish", "volumes");

    Facts answer = bench.step(step);

    assertThat(answer.all("error")).containsExactly("the stack was not started");
    assertThat(answer.all("error.changed")).containsExactly("no");
    assertThat(volumes).isDirectoryNotContaining("glob:**walter*");
  }

  @ParameterizedTest
  @EnumSource
  void dataThatAreGoneAreSeenAndNothingBeginsEmpty(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    assertThat(errors(bench.steps("stage pull swap restart finish"))).isEmpty();
    assertThat(bench.survey().all("data.gone")).isEmpty();
    bench.shell("rm -r '%1$s'/containers/* '%1$s'/volumes/walter_*".formatted(bench.engine()));

    assertThat(bench.survey().all("data.gone")).containsExactly("walter_postgres");
    bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
    assertThat(bench.step("restart").all("error.why"))
        .containsExactly(
            "what held the data is not there any more, and would begin empty: the volume"
                + " walter_postgres");
    assertThat(bench.engine().resolve("volumes")).isEmptyDirectory();

    bench.shell("docker volume create walter_postgres");
    assertThat(bench.survey().all("data.gone")).isEmpty();
    bench.run("r3").begin();
    assertThat(errors(bench.steps("restart finish"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseWhoseVolumeWentWithItsContainerIsNotBegunAnew(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    assertThat(errors(bench.steps("stage pull swap restart finish"))).isEmpty();
    Path volumes = bench.engine().resolve("volumes");
    String unnamed = "3f".repeat(32);
    Files.move(volumes.resolve("walter_postgres"), volumes.resolve(unnamed));
    Path record = bench.state().resolve("installed");
    Files.writeString(
        record, Files.readString(record).replaceAll("(?m)^database=.*", "database=" + unnamed));
    bench.shell(
        "sed -i '/name: walter_postgres/d; /postgres:$/d' \"$HOME/walter-onprem/compose.yml\"; rm -r '"
            + bench.engine()
            + "'/containers/*");

    assertThat(bench.survey().all("data.gone")).containsExactly(unnamed);
    bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
    assertThat(bench.step("restart").all("error.why"))
        .containsExactly(
            "the database's volume "
                + unnamed
                + " has no name of its own, and no container of the bundle gets it any more: it would"
                + " begin empty");
    assertThat(bench.engine().resolve("containers")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void whatTheBundleNeedsOfTheOldDirectoryStopsThePull(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    Bundle.write(
        bench.bundle(),
        "compose.yml",
        text ->
            text.replace("  walter:\n", "  walter:\n    secrets: [token]\n")
                + "secrets:\n  token:\n    file: ./secrets/token\n");
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
    bench.shell("cd \"$HOME/walter-onprem\"; mkdir secrets; echo canary >secrets/token");
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();
    bench.stage();

    assertThat(bench.step("pull").all("error.why"))
        .containsExactly("it needs " + bench.home().resolve("walter-onprem/secrets/token") + MOVED);
  }

  @ParameterizedTest
  @EnumSource
  void whatContainersWroteIntoTheOldDirectoryStopsThePull(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    assertThat(pulled(bench, "volumes: [\"./docs:/docs\"]")).isEmpty();

    bench.shell("echo canary >\"$HOME/walter-onprem/docs/a row\"");
    Path install = bench.home().resolve("walter-onprem");
    assertThat(pulled(bench, "volumes: [\"./docs:/docs:ro\"]")).isEmpty();
    assertThat(pulled(bench, "volumes: [\"./docs:/docs\"]"))
        .containsExactly("a container may have written " + install + "/docs/a row" + MOVED);
    assertThat(pulled(bench, "volumes: [\"" + install + "/docs:/docs\"]"))
        .containsExactly("a container may have written " + install + "/docs/a row" + MOVED);
    assertThat(pulled(bench, "volumes: [\"./docs/a row:/row\"]"))
        .containsExactly("it needs " + install + "/docs/a row" + MOVED);
  }

  @ParameterizedTest
  @EnumSource
  void variablesOfTheOldDirectoryThatNeedNotBeThereStopThePull(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    String optional = "env_file:\n      - path: ./site.env\n        required: false";
    assertThat(pulled(bench, optional)).isEmpty();

    bench.shell("echo CANARY=1 >\"$HOME/walter-onprem/site.env\"");
    assertThat(pulled(bench, "command: [\"true\"] # not site.env")).isEmpty();
    assertThat(pulled(bench, optional))
        .containsExactly(
            "its compose files name " + bench.home().resolve("walter-onprem/site.env") + MOVED);
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseInADirectoryThatTheBundleDoesNotMountStopsThePull(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    Path data = bench.home().resolve("data");
    bench.shell(
        "mkdir \"$HOME/data\"; cd \"$HOME/walter-onprem\"; sed -i 's|^services:|&\\n"
            + service("volumes: [\"" + data + ":/data\"]").replace("\n", "\\n")
            + "|' compose.yml; docker compose -p walter-onprem --env-file .env.deploy -f compose.yml up -d");
    assertThat(pulled(bench, "command: [\"true\"]")).isEmpty();

    bench.shell("mkdir \"$HOME/data/global\"; : >\"$HOME/data/global/pg_control\"");
    assertThat(pulled(bench, "volumes: [\"" + data + ":/data\"]")).isEmpty();
    assertThat(pulled(bench, "volumes: [\"" + data + ":/data:ro\"]"))
        .containsExactly(
            "the database is in the directory "
                + data
                + ", at /data of the service notes, where the bundle mounts something else or"
                + " nothing: it would begin empty");
    assertThat(pulled(bench, "volumes: [\"" + data + ":/elsewhere\"]")).hasSize(1);
  }

  /**
   * What PGDATA names may move inside the same mount, which then has an empty database beside it.
   */
  @ParameterizedTest
  @EnumSource
  void aDatabaseThatTheBundleLooksForElsewhereStopsThePull(Shell shell) throws Exception {
    Bench bench = bench(shell, "", true);
    Path data = bench.home().resolve("data");
    String mount = "volumes: [\"" + data + ":/data\"]";
    String kept = "environment:\n      PGDATA: /data/one\n    " + mount;
    bench.shell(
        "mkdir -p \"$HOME/data/one/global\"; cd \"$HOME/walter-onprem\"; sed -i 's|^services:|&\\n"
            + service(kept).replace("\n", "\\n")
            + "|' compose.yml; docker compose -p walter-onprem --env-file .env.deploy -f compose.yml up -d");
    assertThat(pulled(bench, kept.replace("one", "two"))).isEmpty();

    bench.shell(": >\"$HOME/data/one/global/pg_control\"");
    assertThat(pulled(bench, kept)).isEmpty();
    assertThat(pulled(bench, kept.replace("one", "\"one/\"").replace("/data/\"", "\"/data/")))
        .isEmpty();
    for (String moved : List.of(kept.replace("one", "two"), mount)) {
      assertThat(pulled(bench, moved))
          .containsExactly(
              "the database is in the directory "
                  + data
                  + ", at /data/one of the service notes, where the bundle has PGDATA elsewhere: it"
                  + " would begin empty");
    }
  }

  /** As docker-compose 1.29.2 prints them: those in many words stay so, by the alphabet. */
  @ParameterizedTest
  @EnumSource
  void mountsAreReadAsTheOldComposePrintsThem(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Path config =
        Files.writeString(
            root.resolve("config"),
            """
            services:
              db:
                volumes:
                - source: pg15
                  target: /var/lib/postgresql/data
                  type: volume
                - bind:
                    propagation: rprivate
                  read_only: true
                  source: /srv/walter
                  target: /etc/walter
                  type: bind
                - state:/state:rw
            version: '3.9'
            volumes:
              pg15:
                name: walter_pg15
              state: {}
            """);

    String read =
        bench.shell(
            "cd '%s' && . ./data-guard.sh && . ./mount-guard.sh && { cat '%s'; printf '\\n#whole\\n'; } |"
                    .formatted(Path.of("src/main/resources/remote").toAbsolutePath(), config)
                + " wf_project=p awk \"$wf_config_read$wf_mounts_read$wf_config_told\"");

    assertThat(
            read.lines().filter(line -> line.startsWith("mount ") && line.split("\\|").length > 1))
        .containsExactly(
            "mount db|writes|/var/lib/postgresql/data|walter_pg15|",
            "mount db|reads|/etc/walter|/srv/walter|",
            "mount db|writes|/state|p_state|");
  }

  /**
   * Why a bundle with one service more, which has these words, is not pulled; empty where it is.
   */
  private List<String> pulled(Bench bench, String words) throws Exception {
    Bundle.write(
        bench.bundle(),
        "compose.yml",
        text -> text.replaceFirst("(?m)^services:\n", "services:\n" + service(words)));
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
    bench.run("r" + ++runs).goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none");
    bench.stage();
    return bench.step("pull").all("error.why");
  }

  private static String service(String words) {
    return "  notes:\n    image: " + Bench.OLD + "\n    " + words + "\n";
  }

  /** An install whose stack is down, and a bundle that is staged. */
  private Bench bench(Shell shell, String head, boolean named) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.shell(
        "rm -r '" + bench.engine() + "/containers'; mkdir '" + bench.engine() + "/containers'");
    Bundle.write(bench.bundle(), "compose.yml", text -> head + (named ? text : unnamed(text)));
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();
    bench.stage();
    return bench;
  }

  /** The volumes without names of their own, which Compose then makes of the project's. */
  private static String unnamed(String text) {
    return text.replaceAll("(?m)^    name: walter_.*\n", "");
  }

  private static List<String> errors(List<Facts> answers) {
    return answers.stream().flatMap(answer -> answer.all("error.why").stream()).toList();
  }
}
