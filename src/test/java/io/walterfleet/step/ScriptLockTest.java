package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lock of a machine, with real processes that race for it. */
@Tag("scripts")
class ScriptLockTest {
  private static final int TAKERS = 20;

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void ofManyTakersAtOnceExactlyOneWins(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);

    assertThat(winners(race(bench, "renew", "60"))).hasSize(1);
    assertThat(generations(bench)).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource
  void ofManyTakersOfALeaseThatEndedExactlyOneWins(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.with("lease", "0").run("dead").with("token", "dead");
    take(bench);

    assertThat(winners(race(bench, "renew", "60"))).hasSize(1);
    assertThat(generations(bench)).containsExactly("1", "2");
    assertThat(Files.readString(bench.state().resolve("audit.log")))
        .contains("took over the lock of dead, whose lease had ended");
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsRefusedIsToldWhoHasIt(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);

    Facts refused = take(bench.run("r2").with("token", "other"));

    assertThat(refused.exit()).isEqualTo(21);
    assertThat(refused.all("lock.id")).containsExactly("1-r1");
    assertThat(refused.all("lock.owner")).containsExactly("ops@controller");
    assertThat(refused.all("lock.run")).containsExactly("r1");
    assertThat(refused.all("lock.reason")).containsExactly("a test");
    assertThat(refused.number("lock.left")).isBetween(1L, 60L);
  }

  @ParameterizedTest
  @EnumSource
  void aHolderWhoseLeaseWasTakenOverIsRefusedAtItsNextStep(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench.with("lease", "0"));
    take(bench.with("lease", "60").run("r2").with("token", "other"));

    Facts zombie = bench.run("r1").with("token", "t0ken").step("swap");

    assertThat(zombie.all("exit")).containsExactly("22");
    assertThat(zombie.all("error.changed")).containsExactly("no");
    assertThat(zombie.all("error.why"))
        .containsExactly("the lock is not this run's any more (last: run r2 of ops@controller)");
    assertThat(bench.state().resolve("journal")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"DASH", "BUSYBOX"})
  void aStepRenewsALeaseThatIsNotNewAndLeavesANewOneAlone(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench.with("lease", "10000"));
    Path lock = bench.state().resolve("lock/1");
    String fresh = Files.readString(lock);
    long end = number(fresh, "lease");

    bench.step("finish");
    assertThat(lock).hasContent(fresh);

    for (long odd : List.of(end - 1001, end + 60)) { // a tenth is gone; the clock was set back
      Files.writeString(lock, fresh.replace("lease=" + end, "lease=" + odd));
      bench.run("r" + odd).step("finish");
      assertThat(number(Files.readString(lock), "lease")).isBetween(end, end + 59);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHolderTakesItUpAgainAndAReleaseFreesIt(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);
    assertThat(take(bench).exit()).isZero();

    assertThat(bench.direct("leave.sh").all("result")).containsExactly("changed");
    assertThat(bench.direct("leave.sh").all("result")).containsExactly("already");
    assertThat(bench.survey().all("lock")).containsExactly("none");
    assertThat(take(bench.run("r2").with("token", "other")).exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void unlockNeedsTheIdOfTheLockThatIsHeld(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);

    Facts wrong = bench.with("lock_id", "1-r9").direct("unlock.sh");
    assertThat(wrong.exit()).isEqualTo(21);
    assertThat(wrong.all("error.why"))
        .containsExactly("the machine is locked under 1-r1 by ops@controller");
    assertThat(bench.survey().all("lock")).containsExactly("held");

    assertThat(bench.with("lock_id", "1-r1").direct("unlock.sh").exit()).isZero();
    assertThat(bench.survey().all("lock")).containsExactly("none");
  }

  @ParameterizedTest
  @EnumSource
  void aLockIsNotTakenFromUnderAStepThatIsAlive(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);
    Path step = alive(bench, "r1/swap");

    Facts refused = bench.with("lock_id", "1-r1").direct("unlock.sh");
    assertThat(refused.exit()).isEqualTo(21);
    assertThat(refused.all("error.why"))
        .containsExactly(
            "its step swap is still running on the machine, as process "
                + ProcessHandle.current().pid());
    assertThat(bench.survey().all("lock")).containsExactly("held");

    Files.writeString(step.resolve("exit"), "0\n");
    assertThat(bench.direct("unlock.sh").exit()).isZero();
  }

  /** As {@code finish} does; whoever waited for the lock sees it before its process has ended. */
  @ParameterizedTest
  @EnumSource
  void aStepThatGaveTheLockBackIsGivenAMomentToEnd(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);
    Process ending = new ProcessBuilder("sleep", "1").start();
    alive(bench, "r1/finish", ending.pid());
    assertThat(bench.direct("leave.sh").all("result")).containsExactly("changed");

    assertThat(take(bench.run("r2").with("token", "other")).exit()).isZero();

    assertThat(ending.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyWorksBesideAStepThatOutlivedItsLock(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Path step = alive(bench, "r1/rollback");
    alive(bench, "r1/pull");

    Facts refused = take(bench.run("r2"));
    assertThat(refused.exit()).isEqualTo(21);
    assertThat(refused.all("error.why"))
        .containsExactly(
            "step rollback of run r1 is still running there, as process "
                + ProcessHandle.current().pid());
    assertThat(bench.survey().all("lock")).containsExactly("none");

    Files.writeString(step.resolve("exit"), "0\n");
    assertThat(take(bench).exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aLockWhoseContentAPowerCutTookIsNobodys(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);
    Files.writeString(bench.state().resolve("lock/1"), "");

    assertThat(bench.survey().all("lock")).containsExactly("none");
    assertThat(take(bench.run("r2").with("token", "other")).exit()).isZero();
    assertThat(bench.survey().all("lock.id")).containsExactly("2-r2");
    assertThat(take(bench.run("r1").with("token", "t0ken")).exit()).isEqualTo(21);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedLockIsUnknownAndNeverTakenOver(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    take(bench);
    Files.writeString(bench.state().resolve("lock/1"), "state=held\ntoken=t0k");

    assertThat(bench.survey().all("unknown.lock")).hasSize(1);
    assertThat(take(bench).exit()).isEqualTo(21);
  }

  /** What a step leaves that has not ended; its process is this one, which lives long enough. */
  private static Path alive(Bench bench, String step) throws Exception {
    return alive(bench, step, ProcessHandle.current().pid());
  }

  private static Path alive(Bench bench, String step, long pid) throws Exception {
    Path directory = Files.createDirectories(bench.state().resolve("steps").resolve(step));
    String process = pid + " -\n";
    Files.writeString(directory.resolve("claim"), process);
    Files.writeString(directory.resolve("pid"), process);
    return directory;
  }

  private static long number(String text, String key) {
    return Long.parseLong(text.replaceFirst("(?sm).*^%s=(\\d+)$.*".formatted(key), "$1"));
  }

  private static Facts take(Bench bench) throws Exception {
    return bench.begin();
  }

  /** Many runs that want the lock at the same moment. */
  private static List<Facts> race(Bench bench, String run, String lease) throws Exception {
    List<Bench.Running> running = new ArrayList<>();
    for (int i = 0; i < TAKERS; i++) {
      bench.with("lease", lease).run(run + i).with("token", "token" + i);
      running.add(bench.start(bench.framed("begin.sh")));
    }
    List<Facts> answers = new ArrayList<>();
    for (Bench.Running one : running) {
      answers.add(Bench.read(one.await()));
    }
    assertThat(answers).extracting(Facts::exit).containsOnly(0, 21);
    return answers;
  }

  private static List<Facts> winners(List<Facts> answers) {
    return answers.stream().filter(answer -> answer.exit() == 0).toList();
  }

  private static List<String> generations(Bench bench) throws Exception {
    try (var files = Files.list(bench.state().resolve("lock"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
