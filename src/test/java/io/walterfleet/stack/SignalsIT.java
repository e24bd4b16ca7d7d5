package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import io.walterfleet.testbed.PackedProgram;
import io.walterfleet.testbed.PackedProgram.Ended;
import io.walterfleet.testbed.PackedProgram.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packed program gets a signal in each step of an upgrade and in each part of a rollback of
 * whole machines, under a writer that never stops: Walter answers afterwards on every machine, or
 * the output names it, and the same command goes on to the end.
 *
 * <p>A share is part of every run. All, each of three signals into each step and part, are asked
 * for by name, once the program is packed: {@code mvn failsafe:integration-test failsafe:verify
 * -Dit.test=SignalsIT -Dwalter-fleet.signals=all -Dwalter-fleet.machines=2}; with {@code
 * -Dwalter-fleet.directory=true} the upgrade has another bundle, so that directories are exchanged.
 */
@Tag("stack")
class SignalsIT {
  private static final String ASKED = System.getProperty("walter-fleet.signals", "2");
  private static final int MACHINES = Integer.getInteger("walter-fleet.machines", 1);
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
  private static final List<String> STEPS =
      List.of("swap", "backup", "migrate", "restart", "gate", "finish", "pull", "stage");

  /** Whether the directory of the install is exchanged, and not its keys alone. */
  private static final boolean DIRECTORY = Boolean.getBoolean("walter-fleet.directory");

  /** Parts of a rollback of a directory, by the acts with which they begin. */
  private static final List<String> PARTS_OF_DIRECTORY =
      List.of(
          "stack.stop",
          "rollback.exchange",
          "rollback.copy",
          "exchange.old-away",
          "exchange.new-in",
          "rollback.up",
          "gate",
          "lock.release");

  /** Parts of a rollback, by the acts with which they begin; the gate comes after the last. */
  private static final List<String> PARTS =
      List.of(
          "rollback.restore",
          "rollback.env-in",
          "stack.stop",
          "rollback.exchange",
          "rollback.up",
          "rollback.record",
          "gate",
          "lock.release");

  private static final int SIGNALS =
      ASKED.equals("all") ? NAMES.size() * STEPS.size() : Integer.parseInt(ASKED);

  private WrittenSite written;
  private MortalMachine first;
  private StackSite site;
  private List<Ledger> ledgers;
  private PackedProgram program;
  private String old;
  private String minor;

  @BeforeEach
  void start() throws Exception {
    written = WrittenSite.start(MACHINES, new Settings(MortalMachine.SSHD, ""));
    first = new MortalMachine(written.site().walters().get(0));
    first.prepare();
    site = written.site();
    ledgers = written.ledgers();
    program = written.program();
    old = written.old();
    minor = DIRECTORY ? site.withNextBundle(written.minor()) : written.minor();
  }

  @AfterEach
  void stop() throws Exception {
    written.stop();
  }

  @Test
  void nobodyIsLeftDownUnnamedAndNoRowIsLost() throws Exception {
    List<String> missed = new ArrayList<>();
    for (int index = 0; index < SIGNALS; index++) {
      String name = NAMES.get((index + 2 * (index / STEPS.size())) % NAMES.size());
      Signal inStep =
          Signal.into(STEPS.get(index % STEPS.size()), name, index / STEPS.size() * 600L);
      List<Long> upgraded = play(inStep, List.of("apply", "--yes", "-i", minor), "1.8.3");
      written.assertThatNothingIsLeftToDo(minor);
      long began = System.currentTimeMillis();
      List<String> parts = DIRECTORY ? PARTS_OF_DIRECTORY : PARTS;
      Signal inPart = inPart(parts.get(index % parts.size()), name);
      play(inPart, List.of("rollback", "--all", "--yes", "-i", minor), "1.7.9");
      if (first.reached().isEmpty()) {
        missed.add(inPart.where());
      }
      for (int one = 0; one < MACHINES; one++) {
        ledgers.get(one).putBack(upgraded.get(one), began);
      }
      written.assertThatNothingIsLeftToDo(old);
    }
    assertThat(missed).as("parts that no rollback came to").isEmpty();
    System.out.printf("signals on whole stacks: %d held%n", 2 * SIGNALS);
  }

  /** The first machine stands at that act until the signal was sent. */
  private Signal inPart(String part, String name) throws Exception {
    String act = part.equals("gate") ? "rollback.record" : part;
    first.arm(EngineCell.NONE);
    first.meanwhile(act + ".before", "sleep 2");
    long delay = part.equals("gate") ? 3_000 : 0;
    return new Signal(name, part, delay, events -> !first.reached().isEmpty());
  }

  /**
   * Plays it, and the same command again.
   *
   * @return when the run began that made the backup of each machine, in milliseconds since 1970
   */
  private List<Long> play(Signal signal, List<String> words, String release) throws Exception {
    long first = System.currentTimeMillis();
    Ended ended = program.run(signal, words);
    assertThat(ended.exitCode()).as(signal + "\n" + ended.said()).isIn(0, 130);
    List<String> down = down();
    down.forEach(
        machine ->
            assertThat(ended.said())
                .as(signal + " left it down")
                .containsPattern("Walter (?:is|may be) down.*" + machine));
    Map<String, String> there = site.each(ContainerWalter::containers);
    long second = System.currentTimeMillis();
    Ran again =
        site.desk().run(Stream.concat(words.stream(), Stream.of("-q")).toArray(String[]::new));
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    System.out.printf(
        "%s, %s: exit %d, %d down%n", words.get(0), signal, ended.exitCode(), down.size());
    assertThat(site.each(ContainerWalter::containers))
        .isEqualTo(site.each(walter -> ContainerWalter.running(release)));
    return site.walters().stream()
        .map(ContainerWalter::name)
        .map(there::get)
        .map(containers -> containers.equals(ContainerWalter.running(release)) ? first : second)
        .toList();
  }

  /** The machines whose Walter does not answer, nor does so within what a start takes. */
  private List<String> down() throws Exception {
    List<String> down = new ArrayList<>();
    for (ContainerWalter walter : site.walters()) {
      long end = System.currentTimeMillis() + 15_000;
      String answer = answer(walter);
      while (!answer.equals("200") && System.currentTimeMillis() < end) {
        Thread.sleep(500);
        answer = answer(walter);
      }
      if (!answer.equals("200")) {
        down.add(walter.name());
      }
    }
    return down;
  }

  private static String answer(ContainerWalter walter) throws InterruptedException {
    try {
      return walter.status(8443, "/health/ready");
    } catch (IOException down) {
      return "none";
    }
  }
}
