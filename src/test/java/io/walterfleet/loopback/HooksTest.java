package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Schemas;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A load balancer that is told by hooks, through the whole program. */
@Tag("loopback")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HooksTest {
  private static final String HOOKS =
      "{timeout: 20s, beforeRun: [[./lb, open]], afterRun: [[./lb, close]],"
          + " beforeBatch: [[./lb, announce]], afterBatch: [[./lb, report]],"
          + " beforeMachine: [[./lb, drain]], afterMachine: [[./lb, undrain]]}";

  /** Writes down what it was told, and whether the machine is locked; fails where a file says. */
  private static final String LB =
      """
      #!/bin/sh
      at=${0%/*}
      cat > "$at/told.$1.json"
      locks="$at/../../machines/$WALTER_FLEET_HOOK_ADDRESS/home/.walter-fleet/lock"
      last=$(ls "$locks" 2> /dev/null | sort -n | tail -n 1)
      lock=no
      [ -z "$WALTER_FLEET_HOOK_MACHINE" ] || ! grep -q state=held "$locks/$last" || lock=locked
      echo "$1 $WALTER_FLEET_HOOK_MACHINE${WALTER_FLEET_HOOK_OUTCOME:+ $WALTER_FLEET_HOOK_OUTCOME}" >> "$at/calls"
      echo "$1 $WALTER_FLEET_HOOK $WALTER_FLEET_HOOK_GROUP $WALTER_FLEET_HOOK_FROM $WALTER_FLEET_HOOK_TO $lock" >> "$at/facts"
      echo "said by $1"
      if [ -e "$at/hang.$1" ]; then sleep 100 & echo $! > "$at/child"; wait; fi
      [ ! -e "$at/fail.$1" ]
      """;

  private Desk desk;
  private int next;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(6, Desk.FROM);
    Path lb = Files.writeString(desk.folder().resolve("lb"), LB);
    assertThat(lb.toFile().setExecutable(true)).isTrue();
  }

  @BeforeEach
  void forget() throws IOException {
    for (String file : List.of("calls", "facts", "child")) {
      Files.deleteIfExists(desk.folder().resolve(file));
    }
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void anUpgradeAndARollbackTellWhatBeginsAndEnds() throws Exception {
    LoopbackMachine machine = machine();
    Path inventory = inventory(machine);
    Path saved = desk.folder().resolve("plan.json");
    Ran plan = desk.run("plan", "-i", inventory.toString(), "--out", saved.toString());
    assertThat(plan.out().replaceAll("\\s+", " "))
        .contains(
            "apply runs on this computer: beforeRun DESK/lb open; beforeBatch DESK/lb announce;");
    assertThat(Schemas.complaints("plan.schema.json", Files.readString(saved))).isEmpty();
    Ran rehearsal = desk.run("rehearse", "-i", inventory.toString());
    assertThat(rehearsal.out()).contains("hooks   not run: beforeRun DESK/lb open;");
    assertThat(lines("calls")).isEmpty();

    Path events = desk.folder().resolve("events.jsonl");
    Ran ran =
        desk.run(
            "apply",
            saved.toString(),
            "--yes",
            "-v",
            "-i",
            inventory.toString(),
            "--events",
            events.toString());
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    String name = machine.name();
    assertThat(lines("calls"))
        .containsExactly(
            "open ",
            "announce ",
            "drain " + name,
            "undrain " + name + " applied",
            "report  complete",
            "close  complete");
    assertThat(lines("facts"))
        .contains(
            "drain beforeMachine stores 1.8.2 1.8.3 locked",
            "undrain afterMachine stores 1.8.2 1.8.3 locked");
    for (String verb : List.of("open", "announce", "drain", "undrain", "report", "close")) {
      String told = Files.readString(desk.folder().resolve("told." + verb + ".json"));
      assertThat(Schemas.complaints("hook.schema.json", told)).as(told).isEmpty();
      assertThat(told).contains("\"machines\":[\"" + name + "\"]");
    }
    assertThat(ran.out())
        .contains(name + ": beforeMachine: DESK/lb drain done in ")
        .contains("    | said by drain\n");
    for (String line : Files.readAllLines(events)) {
      assertThat(Schemas.complaints("event.schema.json", line)).as(line).isEmpty();
    }
    assertThat(Files.readString(events)).contains("\"hook-finished\"", "said by undrain");
    desk.assertNothingToDo(1, inventory);

    Files.delete(desk.folder().resolve("calls"));
    Ran back = desk.run("rollback", "--all", "--yes", "-q", "-i", inventory.toString());
    assertThat(back.exitCode()).as(back.toString()).isZero();
    assertThat(lines("calls"))
        .containsExactly(
            "open ",
            "announce ",
            "drain " + name,
            "undrain " + name + " rolled-back",
            "report  complete",
            "close  complete");
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
  }

  @Test
  void aMachineThatCannotBeDrainedIsNotTouchedAndOneThatCannotBeUndrainedIsTakenUp()
      throws Exception {
    LoopbackMachine machine = machine();
    Path inventory = inventory(machine);
    String before = Files.readString(machine.home().resolve("walter-onprem/.env.deploy"));
    flag("fail.drain");
    Ran refused = desk.run("apply", "--yes", "-i", inventory.toString());
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.out().replaceAll("\\s+", " "))
        .contains("beforeMachine: DESK/lb drain ended with 1: said by drain (nothing was changed)");
    assertThat(Files.readString(machine.home().resolve("walter-onprem/.env.deploy")))
        .isEqualTo(before);
    assertThat(lines("calls")).contains("undrain " + machine.name() + " failed");
    unflag("fail.drain");

    flag("fail.undrain");
    Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(3);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains(
            "ended with 1: said by undrain (the machine has what it shall have, and is healthy)");
    Ran history = desk.run("history", "-v", "last");
    unflag("fail.undrain");
    Files.delete(desk.folder().resolve("calls"));
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
    assertThat(lines("calls"))
        .containsSubsequence("drain " + machine.name(), "undrain " + machine.name() + " applied");
    desk.assertNothingToDo(1, inventory);
    assertThat(history.exitCode()).as(history.toString()).isZero();
    assertThat(history.out()).contains("    | said by undrain");
  }

  @Test
  void aRunThatMayNotBeginChangesNothing() throws Exception {
    LoopbackMachine machine = machine();
    Path inventory = inventory(machine);
    flag("fail.open");
    Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
    unflag("fail.open");
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains(
            "beforeRun: DESK/lb open ended with 1: said by open (not begun; nothing was changed)")
        .contains("1 machine: 1 skipped");
    assertThat(lines("calls")).containsExactly("open ", "close  skipped");
    assertThat(machine.home().resolve(".walter-fleet/staged")).doesNotExist();
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
    flag("fail.announce");
    Ran back = desk.run("rollback", "--all", "--yes", "-i", inventory.toString());
    unflag("fail.announce");
    assertThat(back.exitCode()).isEqualTo(3);
    assertThat(back.out().replaceAll("\\s+", " "))
        .contains(
            "beforeBatch: DESK/lb announce ended with 1: said by announce (not begun; not touched)");
    desk.assertNothingToDo(1, inventory);
  }

  @Test
  void anInterruptEndsWhatDrainsWithAllItStartedAndUndrains() throws Exception {
    LoopbackMachine machine = machine();
    Path inventory = inventory(machine);
    flag("hang.drain");
    CompletableFuture<Ran> running =
        CompletableFuture.supplyAsync(() -> desk.run("apply", "--yes", "-i", inventory.toString()));
    Desk.await(() -> !lines("child").isEmpty());
    long child = Long.parseLong(lines("child").get(0));
    desk.interrupt();
    Ran ran = running.get(60, TimeUnit.SECONDS);
    unflag("hang.drain");
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(130);
    assertThat(ran.out()).contains("1 machine: 1 skipped");
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(lines("calls"))
        .containsExactly(
            "open ",
            "announce ",
            "drain " + machine.name(),
            "undrain " + machine.name() + " skipped",
            "report  incomplete",
            "close  incomplete");
    assertThat(new MachineLock(machine).isHeld()).isFalse();
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
  }

  @Test
  void whatAMachineSaysIsNoWordOfAHook() throws Exception {
    LoopbackMachine machine = machine();
    Path env = machine.home().resolve("walter-onprem/.env.deploy");
    String odd = "1.8.2$(touch${IFS}" + desk.folder() + "/owned)";
    Files.writeString(
        env,
        Files.readString(env)
            .replaceFirst("(WALTER_IMAGE=.*:)1.8.2", "$1" + odd.replace("$", "\\$")));
    desk.run("apply", "--yes", "-i", inventory(machine).toString());
    assertThat(desk.folder().resolve("owned")).doesNotExist();
    Files.writeString(env, Files.readString(env).replace(odd, "1.8.2"));
    assertThat(desk.apply(inventory(machine)).exitCode()).isZero();
  }

  @Test
  void aHookThatHangsIsEndedInTime() throws Exception {
    LoopbackMachine machine = machine();
    Path inventory =
        desk.write(
            desk.inventory().only(List.of(machine)).with("hooks", HOOKS.replace("20s", "1s")));
    flag("hang.drain");
    Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
    unflag("hang.drain");
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains("beforeMachine: DESK/lb drain took longer than 1 s: said by drain")
        .contains("give it more time with 'timeout' of 'hooks'");
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
  }

  private LoopbackMachine machine() {
    return desk.machine(next++);
  }

  private Path inventory(LoopbackMachine machine) {
    return desk.write(
        desk.inventory()
            .only(List.of(machine))
            .with("defaults", "{backup: volumes}")
            .with("hooks", HOOKS));
  }

  private void flag(String name) throws IOException {
    Files.writeString(desk.folder().resolve(name), "");
  }

  private void unflag(String name) throws IOException {
    Files.delete(desk.folder().resolve(name));
  }

  private List<String> lines(String name) throws IOException {
    Path file = desk.folder().resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
  }
}
