package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A migration on a stack that was stopped for its backup waits for no more than PostgreSQL. */
@Tag("scripts")
class ScriptSetupWaitsTest {
  private static final String BY_COMPOSE = "run --rm -T setup";
  private static final String START = "up -d --no-deps postgres";
  private static final String ASK = "pg_isready";
  private static final String AGAIN = "start postgres";
  private static final String DATABASE = "walter-onprem-postgres-1";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void setupRunsAsSoonAsPostgresSaysThatItIsReady(Shell shell) throws Exception {
    Bench bench = stopped(shell, text -> text);
    Path asked = root.resolve("asked");
    answers(bench, "printf . >>'%1$s'\n[ \"$(wc -c <'%1$s')\" -gt 2 ] || exit 2".formatted(asked));

    assertThat(migrate(bench)).containsExactly(AGAIN, ASK, "run --rm -T --no-deps setup");
    assertThat(asked).hasContent("...");
  }

  /**
   * It is the one that was stopped; Compose makes another one where it is to be made of something
   * else.
   */
  @ParameterizedTest
  @EnumSource
  void aDatabaseThatIsMadeOfSomethingElseIsStartedByCompose(Shell shell) throws Exception {
    Bench bench = otherwise(shell);
    assertThat(bench.docker().fact(DATABASE, "status")).isEqualTo("exited");

    assertThat(migrate(bench)).containsExactly(START, ASK, "run --rm -T --no-deps setup");
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseThatIsNotThereAnyMoreIsStartedByCompose(Shell shell) throws Exception {
    Bench bench = stopped(shell, text -> text);
    bench.shell("docker rm " + DATABASE);
    Files.delete(bench.engine().resolve("calls"));

    assertThat(migrate(bench)).hasSize(4).endsWith(START, ASK, "run --rm -T --no-deps setup");
    assertThat(bench.docker().fact(DATABASE, "status")).isEqualTo("running");
  }

  private static String otherDatabase(String compose) {
    String other = compose.replaceFirst("(?m)^  postgres:\n", "$0    stop_grace_period: 9s\n");
    assertThat(other).isNotEqualTo(compose);
    return other;
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsForNothingElseStartsWithoutAHealthCheckOnceSetupHasEnded(Shell shell)
      throws Exception {
    assertThat(restarted(stopped(shell, text -> text)))
        .containsExactly("up --no-start", "start walter", "up -d");
  }

  @Test
  void whatWaitsForMoreIsStartedByCompose() throws Exception {
    assertThat(restarted(stopped(Shell.DASH, waitingForMore("walter")))).containsExactly("up -d");
  }

  @Test
  void aSetupThatWaitsForMoreIsLeftToCompose() throws Exception {
    assertThat(migrate(stopped(Shell.DASH, waitingForMore("setup")))).containsExactly(BY_COMPOSE);
  }

  private static UnaryOperator<String> waitingForMore(String service) {
    return text ->
        text.replaceFirst(
            "(?s)(  " + service + ":.*?depends_on:\n)",
            "$1      cache:\n        condition: service_started\n");
  }

  /** What Compose was told to start after the migration. */
  private static List<String> restarted(Bench bench) throws Exception {
    migrate(bench);
    Files.delete(bench.engine().resolve("calls"));
    assertThat(bench.step("restart").all("error.why")).isEmpty();
    String walter = bench.docker().fact("walter-onprem-walter-1", "id");
    return bench.docker().calls().stream()
        .filter(call -> call.matches("docker (start .*|.* up -.*)"))
        .map(call -> call.replaceFirst(".* (?=(start|up) )", "").replace(walter, "walter"))
        .toList();
  }

  /** 3 is what pg_isready ends with when it could not even ask. */
  @Test
  void whatIsNoPostgresIsLeftToCompose() throws Exception {
    Bench bench = stopped(Shell.DASH, text -> text);
    answers(bench, "exit 3");

    assertThat(migrate(bench)).containsExactly(AGAIN, ASK, BY_COMPOSE);
  }

  @Test
  void aDatabaseThatDoesNotStartIsLeftToCompose() throws Exception {
    Bench bench = otherwise(Shell.DASH);
    Path fail = Files.createDirectories(bench.engine().resolve("fail"));
    Files.writeString(fail.resolve("up"), "1 no way\n");

    assertThat(migrate(bench)).containsExactly(START, BY_COMPOSE);
  }

  @Test
  void aDatabaseThatRunsIsNotAskedFor() throws Exception {
    Bench bench = new Bench(root, Shell.DASH);
    bench.goal(Bench.NEW, "a.example.com", "stage pull swap migrate restart gate finish", "none");
    install(bench);
    steps(bench, "stage pull swap");

    assertThat(migrate(bench)).containsExactly(BY_COMPOSE);
  }

  private Bench stopped(Shell shell, UnaryOperator<String> compose) throws Exception {
    Bench bench = new Bench(root, shell);
    published(bench, compose);
    install(bench);
    return swapped(bench);
  }

  /** The same where the new bundle makes its database of something else. */
  private Bench otherwise(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    install(bench);
    published(bench, ScriptSetupWaitsTest::otherDatabase);
    return swapped(bench);
  }

  private static void published(Bench bench, UnaryOperator<String> compose) throws Exception {
    Bundle.write(bench.bundle(), "compose.yml", compose);
    bench
        .with("bundle", Bundle.sha256(bench.bundle()))
        .with("size", Long.toString(Files.size(bench.bundle())));
  }

  private static Bench swapped(Bench bench) throws Exception {
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "volumes");
    steps(bench, "stage pull backup swap");
    return bench;
  }

  private static void install(Bench bench) throws Exception {
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n");
  }

  private static void steps(Bench bench, String steps) throws Exception {
    bench.begin();
    List<Facts> answers = bench.steps(steps);
    assertThat(answers).extracting(Facts::exit).containsOnly(0);
    assertThat(answers.get(1).all("detail")).containsExactly(Bench.NEW + " is here");
    Files.delete(bench.engine().resolve("calls"));
  }

  private static void answers(Bench bench, String line) throws Exception {
    Files.writeString(bench.root().resolve("inside/pg_isready"), "#!/bin/sh\n" + line + "\n");
  }

  /** What docker was told to start, and PostgreSQL was asked. */
  private static List<String> migrate(Bench bench) throws Exception {
    assertThat(bench.step("migrate").all("error.why")).isEmpty();
    String database = bench.docker().fact(DATABASE, "id");
    return bench.docker().calls().stream()
        .map(call -> call.replaceFirst("^docker exec .*pg_isready.*", " pg_isready "))
        .filter(call -> call.matches("docker start .*|.* (up -d|run --rm|pg_isready) .*"))
        .map(call -> call.replaceFirst(".* (?=(start|up -d|run --rm|pg_isready) )", "").strip())
        .map(call -> call.replace(database, "postgres"))
        .toList();
  }
}
