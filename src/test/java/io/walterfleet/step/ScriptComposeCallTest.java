package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How Compose is called where the inventory says more of it than the bundle shows. */
@Tag("scripts")
class ScriptComposeCallTest {
  private static final String ENV =
      "WALTER_IMAGE=%s\nPHX_HOST=a.example.com\nWALTER_MODE=internal-tls\n".formatted(Bench.OLD);

  /** A command of the bundle's that calls Compose in its own way. */
  private static final String COMMAND =
      """
      #!/bin/sh
      set -eu
      cd -P "$(dirname "$0")/.."
      [ "$1" = --mode ] && mode=$2 && shift 2
      exec docker compose -p wrapped --env-file .env.deploy -f compose.yml -f "compose.$mode.yml" "$@"
      """;

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void filesOverlayVariablesAndProfilesAreThoseOfTheInventory(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Bundle.write(bench.bundle(), "onprem.yml");
    published(bench);
    bench.vendorInstall(Bench.OLD, ENV, "onprem.yml");
    bench.shell("rm -r '%1$s/containers'; mkdir '%1$s/containers'".formatted(bench.engine()));
    bench
        .with("stack_files", "onprem.yml")
        .with("stack_overlay", "onprem.{mode}.yml")
        .with("env_files", "docs/read me.txt,absent.env,bin/walter-onprem")
        .with("profiles", "mail more");

    assertThat(errors(bench)).isEmpty();

    String files = "-f onprem.yml -f onprem.internal-tls.yml ";
    String env = " --env-file docs/read me.txt --env-file bin/walter-onprem --env-file ";
    String profiles = "--profile more --profile mail ";
    assertThat(calls(bench, " up -d"))
        .anySatisfy(
            call ->
                assertThat(call)
                    .startsWith(
                        bench.install()
                            + "|docker compose -p walter-onprem"
                            + env
                            + bench.install()
                            + "/.env.deploy "
                            + files
                            + profiles
                            + "up -d"));
    assertThat(Files.readString(bench.state().resolve("installed")))
        .contains("\nfiles=onprem.yml,onprem.internal-tls.yml\nenvFiles=");
  }

  @ParameterizedTest
  @EnumSource
  void aCommandOfTheBundleCallsComposeInItsOwnWay(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Bundle.write(bench.bundle(), "compose.yml", text -> text, COMMAND);
    published(bench);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.shell("rm -r '%1$s/containers'; mkdir '%1$s/containers'".formatted(bench.engine()));
    bench.with("command", "bin/walter-onprem --mode {mode}");

    assertThat(errors(bench)).isEmpty();

    assertThat(bench.survey().all("project")).containsExactly("wrapped");
    assertThat(calls(bench, " up -d"))
        .anySatisfy(
            call ->
                assertThat(call)
                    .startsWith(
                        bench.install()
                            + "|docker compose -p wrapped --env-file .env.deploy -f compose.yml -f"
                            + " compose.internal-tls.yml up -d"));
    assertThat(calls(bench, "compose -p walter-onprem")).hasSize(1);
  }

  /** Compose would fill in a variable of the login for one that the bundle leaves out. */
  @ParameterizedTest
  @EnumSource
  void dockerGetsNothingOfTheLoginButWhatLeadsToTheEngine(Shell shell) throws Exception {
    Bench bench =
        new Bench(root, shell)
            .environment("PHX_HOST", "elsewhere.example.com")
            .environment("COMPOSE_PROFILES", "mail")
            .environment("MANY_LINES", "a\nexport PATH=/nowhere\nexport HOME=/nowhere")
            .environment("DOCKER_HOST", "unix:///run/other.sock");
    Bundle.write(bench.bundle(), "compose.yml");
    published(bench);
    bench.vendorInstall(Bench.OLD, ENV);
    Path names = bench.root().resolve("names");
    for (String call : List.of("info", "pull", "config", "up", "inspect")) {
      Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve(call);
      Files.writeString(hook, "#!/bin/sh\nenv | sed 's/^/" + call + " /' >>'" + names + "'\n");
      assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    assertThat(errors(bench)).isEmpty();

    assertThat(Files.readAllLines(names).stream().map(line -> line.replaceAll("=.*", "")))
        .filteredOn(name -> !name.matches(".* (PWD|OLDPWD|SHLVL|_)"))
        .containsOnly(
            Stream.of("info", "pull", "config", "up", "inspect")
                .flatMap(
                    call -> Stream.of("DOCKER_HOST", "HOME", "PATH").map(one -> call + " " + one))
                .toArray(String[]::new));
    assertThat(names).content().doesNotContain("/nowhere");
  }

  @Test
  void aServiceThatTheInventoryCallsAOneShotIsDone() throws Exception {
    Bench bench = new Bench(root, Shell.DASH);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.docker().set("walter-onprem-walter-1", "status", "exited");
    bench.docker().set("walter-onprem-walter-1", "restart", "always");
    assertThat(bench.survey().all("service")).anyMatch(row -> row.endsWith(" 0 always"));

    bench.with("one_shots", "permissions walter");

    assertThat(bench.survey().all("service")).anyMatch(row -> row.endsWith(" 0 no"));
  }

  private static void published(Bench bench) throws Exception {
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
  }

  private static List<String> errors(Bench bench) throws Exception {
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();
    return bench.steps("stage pull swap migrate restart finish").stream()
        .flatMap(answer -> answer.all("error.why").stream())
        .toList();
  }

  private static List<String> calls(Bench bench, String words) throws Exception {
    return Files.readAllLines(bench.engine().resolve("calls")).stream()
        .filter(line -> line.contains(words))
        .toList();
  }
}
