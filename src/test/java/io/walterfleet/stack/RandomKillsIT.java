package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import io.walterfleet.testbed.PackedProgram;
import io.walterfleet.testbed.PackedProgram.Ended;
import io.walterfleet.testbed.PackedProgram.Moment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packed program is killed at random moments while it upgrades whole machines and takes them
 * back, under a writer that never stops; then the same command is run again until it is done.
 *
 * <p>A few kills are part of every run. All thirty are asked for by name, once the program is
 * packed: {@code mvn failsafe:integration-test failsafe:verify -Dit.test=RandomKillsIT
 * -Dwalter-fleet.kills=30 -Dwalter-fleet.machines=2}, and another seed by {@code
 * -Dwalter-fleet.seed=N}.
 */
@Tag("stack")
class RandomKillsIT {
  private static final int KILLS = Integer.getInteger("walter-fleet.kills", 2);
  private static final long SEED = Long.getLong("walter-fleet.seed", 20261123);
  private static final int MACHINES = Integer.getInteger("walter-fleet.machines", 1);
  private static final List<String> UPGRADE_LINES =
      List.of("", "pull done", "backup done", "swap done", "migrate done", "restart done");

  private static final Pattern FIX =
      Pattern.compile("walter-fleet unlock (?:-i \\S+ )?(\\S+) --limit");

  private final Random random = new Random(SEED);
  private WrittenSite written;
  private StackSite site;
  private List<Ledger> ledgers;
  private PackedProgram program;
  private String old;
  private String minor;

  @BeforeEach
  void start() throws Exception {
    written = WrittenSite.start(MACHINES);
    site = written.site();
    ledgers = written.ledgers();
    program = written.program();
    old = written.old();
    minor = written.minor();
  }

  @AfterEach
  void stop() throws Exception {
    written.stop();
  }

  @Test
  void noAcknowledgedRowIsLostWheneverTheProgramIsKilled() throws Exception {
    int killed = 0;
    System.out.println("random kills on whole stacks, seed " + SEED);
    long upgraded = 0;
    for (int run = 1; killed < KILLS; run++) {
      assertThat(run).as("runs that ended before they were killed").isLessThan(2 * KILLS + 9);
      boolean isUpgrade = run % 2 == 1;
      upgraded = isUpgrade ? System.currentTimeMillis() : upgraded;
      killed += (isUpgrade ? upgrade(run) : rollback(run, upgraded)) ? 1 : 0;
    }
    System.out.printf("random kills on whole stacks: %d of %d converged%n", killed, KILLS);
  }

  private boolean upgrade(int run) throws Exception {
    Map<String, String> env = site.each(ContainerWalter::env);
    Map<String, String> before = site.each(ContainerWalter::backupStamps);
    String line = UPGRADE_LINES.get(random.nextInt(UPGRADE_LINES.size()));
    Moment moment = new Moment(line, random.nextInt(line.isEmpty() ? 6000 : 3000));

    boolean isKilled = killedAndDone(run, moment, List.of("apply", "--yes", "-i", minor));

    assertThatAllRun("1.8.3", "9");
    assertThat(site.each(ContainerWalter::env))
        .isEqualTo(site.each(walter -> of(env, walter).replace("walter:1.7.9", "walter:1.8.3")));
    assertThat(site.each(walter -> newBackups(walter, before)))
        .isEqualTo(site.each(walter -> "1 new"));
    written.assertThatNothingIsLeftToDo(minor);
    return isKilled;
  }

  private boolean rollback(int run, long upgraded) throws Exception {
    Map<String, String> env = site.each(ContainerWalter::env);
    Map<String, String> before = site.each(ContainerWalter::backupStamps);
    boolean atGate = random.nextInt(4) == 0;
    Moment moment =
        atGate
            ? new Moment("rollback done", random.nextInt(2000))
            : new Moment("", random.nextInt(9000));
    long began = System.currentTimeMillis();

    boolean isKilled =
        killedAndDone(run, moment, List.of("rollback", "--all", "--yes", "-i", minor));

    int undone = 0;
    for (Ledger ledger : ledgers) {
      undone += ledger.putBack(upgraded, began);
    }
    System.out.printf("  %d rows written since the backup are undone, as it said%n", undone);
    assertThatAllRun("1.7.9", "7");
    assertThat(site.each(ContainerWalter::env))
        .isEqualTo(site.each(walter -> of(env, walter).replace("walter:1.8.3", "walter:1.7.9")));
    assertThat(site.each(ContainerWalter::backupStamps)).isEqualTo(before);
    written.assertThatNothingIsLeftToDo(old);
    return isKilled;
  }

  /**
   * Kills the command at the moment, and runs it again until it is done; false if it was faster.
   */
  private boolean killedAndDone(int run, Moment moment, List<String> words) throws Exception {
    Ended first = program.run(moment, words);
    boolean isKilled = first.exitCode() == 137;
    assertThat(first.exitCode()).as(first.said()).isIn(0, 137);
    int again = 0;
    Ended last = first;
    while (last.exitCode() != 0) {
      again++;
      assertThat(again).as(last.said()).isLessThan(60);
      last = program.run(Moment.NEVER, words);
      assertThat(last.exitCode()).as(last.said()).isIn(0, 6);
      if (last.exitCode() == 6) {
        afterTheDead(last.said());
      }
    }
    System.out.printf(
        "run %d: %s killed %s%s, done by %d more%n",
        run, words.get(0), moment, isKilled ? "" : " (it had ended)", again);
    return isKilled;
  }

  /** What the message of a lock advises: to wait, or to release it by its id. */
  private void afterTheDead(String said) throws Exception {
    boolean isPatient = random.nextInt(4) == 0;
    int refused = isPatient ? 1 : 0;
    Matcher fix = FIX.matcher(isPatient ? "" : said);
    Set<String> asked = new TreeSet<>();
    while (fix.find()) {
      if (asked.add(fix.group(1))) {
        Ran unlocked = site.desk().run("unlock", fix.group(1), "-q", "-i", minor);
        refused += unlocked.exitCode() == 0 ? 0 : 1;
      }
    }
    // its step is still alive there
    Thread.sleep(refused * 3000L);
  }

  private void assertThatAllRun(String release, String schema) throws Exception {
    assertThat(site.each(ContainerWalter::containers))
        .isEqualTo(site.each(walter -> ContainerWalter.running(release)));
    assertThat(site.each(ContainerWalter::schema)).isEqualTo(site.each(walter -> schema));
    assertThat(site.each(walter -> walter.status(8443, "/health/ready")))
        .isEqualTo(site.each(walter -> "200"));
  }

  private static String newBackups(ContainerWalter walter, Map<String, String> before)
      throws IOException, InterruptedException {
    Set<String> now = new TreeSet<>(walter.backupStamps().lines().toList());
    of(before, walter).lines().forEach(now::remove);
    return now.size() + " new";
  }

  private static String of(Map<String, String> values, ContainerWalter walter) {
    return values.getOrDefault(walter.name(), "");
  }
}
