package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Background;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PlanTextTest {
  @Test
  void tellsEachKindOfMachineOnceAndCountsLast() {
    assertThat(
            PlanText.of(
                SamplePlans.mixed(), Conditions.NONE, Background.NONE, Style.PLAIN, Detail.NORMAL))
        .isEqualTo(
            """
            Plan 20261123T100000Z-7f3a for fleet emea, made 2026-11-23T10:00:00Z
            15 of 19 machines to act on, bundle 2026.11.1

            14 machines to change
              + 2 machines: edge-01, edge-02
                  install     the first one
                  release     (none) -> 1.8.3
                  image       ghcr.io/matchylabs/walter:1.8.3 (sha256:cdcdcdcdcdcd)
                  mode        (none) -> public-tls
                  host        (none) -> edge-01.example.com, edge-02.example.com
                  bundle      (none) -> 2026.11.1
                  steps       stage, pull, swap, migrate, restart, gate, finish
                  backup      none: there is no data yet
                  downtime    none
              ~ 12 machines: store-[001:012]
                  release     1.8.2 -> 1.8.3
                  image       ghcr.io/matchylabs/walter:1.8.3 (sha256:cdcdcdcdcdcd)
                  httpsPort   443 -> 8443 (changed on the machine)
                  bundle      7d0f1a2b3c4d -> 2026.11.1
                  steps       stage, pull, backup, swap, migrate, restart, gate, finish
                  backup      volumes: copied while Walter runs, finished while it is stopped
                  copies      1.1 GB to 2.2 GB each; up to 6.6 GB more on disk meanwhile, with a way back
                  downtime    seconds to minutes: the last copies (at worst of all), migration, restart

            1 machine to put back: changed on the machine, not in the inventory
              ~ store-013
                  host        tmp.example.com -> store-013.example.com
                  running     no container -> running
                  steps       swap, restart, gate, finish
                  backup      none: the data stays as it is
                  downtime    seconds: the stack restarts

            1 machine blocked: there is something to do, and it must not be done
              ! store-014
                  no disk space: 12 MB free in the home, 80 MB needed
                  fix: free some space; old backups: walter-fleet backups --limit store-014

            2 machines unknown: not all could be read, so nothing is done
              ? 2 machines: store-015, store-016
                  could not connect to <address>: connection refused
                  fix: see that sshd runs on <machine>

            6 batches in this order
              1-2  canary  1 at a time  edge-01, edge-02
                3  stores  1 machine    store-001
              4-6  stores  4 at a time  store-[002:013]
            Stops when more than 1 of 15 machines fail.

            19 machines: 1 in sync, 14 to change, 1 drifted, 1 blocked, 2 unknown
            """);
  }

  @Test
  void eightHundredMachinesAlikeAreOneBlock() {
    List<MachinePlan> stores =
        IntStream.rangeClosed(1, 800)
            .mapToObj(i -> SamplePlans.upgrade("store-%03d".formatted(i)))
            .toList();
    assertThat(
            PlanText.of(
                SamplePlans.of(stores),
                Conditions.NONE,
                Background.NONE,
                Style.PLAIN,
                Detail.NORMAL))
        .isEqualTo(
            """
            Plan 20261123T100000Z-7f3a for fleet emea, made 2026-11-23T10:00:00Z
            800 of 800 machines to act on, bundle 2026.11.1

            800 machines to change
              ~ 800 machines: store-[001:800]
                  release     1.8.2 -> 1.8.3
                  image       ghcr.io/matchylabs/walter:1.8.3 (sha256:cdcdcdcdcdcd)
                  httpsPort   443 -> 8443 (changed on the machine)
                  bundle      7d0f1a2b3c4d -> 2026.11.1
                  steps       stage, pull, backup, swap, migrate, restart, gate, finish
                  backup      volumes: copied while Walter runs, finished while it is stopped
                  copies      1.0 GB to 2.9 GB each; up to 8.7 GB more on disk meanwhile, with a way back
                  downtime    seconds to minutes: the last copies (at worst of all), migration, restart

            5 batches in this order
                1  stores  1 machine      store-001
              2-4  stores  200 at a time  store-[002:601]
                5  stores  199 machines   store-[602:800]
            Stops when more than 1 of 800 machines fail.

            800 machines: 800 to change
            """);
  }

  @Test
  void verboseShowsEachMachineAndWhatIsInSync() {
    List<MachinePlan> machines =
        List.of(
            SamplePlans.drifted("store-001"),
            SamplePlans.drifted("store-002"),
            SamplePlans.still("store-003", Verdict.IN_SYNC, "", ""));
    assertThat(
            PlanText.of(
                SamplePlans.of(machines),
                Conditions.NONE,
                Background.NONE,
                Style.PLAIN,
                Detail.VERBOSE))
        .isEqualTo(
            """
            Plan 20261123T100000Z-7f3a for fleet emea, made 2026-11-23T10:00:00Z
            2 of 3 machines to act on, bundle 2026.11.1

            2 machines to put back: changed on the machine, not in the inventory
              ~ store-001
                  host        tmp.example.com -> store-001.example.com
                  running     no container -> running
                  steps       swap, restart, gate, finish
                  backup      none: the data stays as it is
                  downtime    seconds: the stack restarts
              ~ store-002
                  host        tmp.example.com -> store-002.example.com
                  running     no container -> running
                  steps       swap, restart, gate, finish
                  backup      none: the data stays as it is
                  downtime    seconds: the stack restarts

            1 machine in sync
              = store-003

            2 batches in this order
              1  stores  1 machine  store-001
              2  stores  1 machine  store-002
            Stops when more than 1 of 2 machines fail.

            3 machines: 1 in sync, 2 drifted
            """);
  }

  @Test
  void quietIsTheClosingLineAlone() {
    assertThat(
            PlanText.of(
                SamplePlans.mixed(), Conditions.NONE, Background.NONE, Style.PLAIN, Detail.QUIET))
        .isEqualTo("19 machines: 1 in sync, 14 to change, 1 drifted, 1 blocked, 2 unknown\n");
  }

  @Test
  void saysSoWhenThereIsNothingToDo() {
    List<MachinePlan> machines = List.of(SamplePlans.still("store-003", Verdict.IN_SYNC, "", ""));
    assertThat(
            PlanText.of(
                SamplePlans.of(machines),
                Conditions.NONE,
                Background.NONE,
                Style.PLAIN,
                Detail.NORMAL))
        .isEqualTo(
            """
            Plan 20261123T100000Z-7f3a for fleet emea, made 2026-11-23T10:00:00Z
            Nothing to do.

            1 machine: 1 in sync
            """);
  }

  @Test
  void whatIsBlockedOrUnknownIsNotCalledNothing() {
    List<MachinePlan> machines =
        List.of(SamplePlans.still("store-003", Verdict.UNKNOWN, "no route", "plug it in"));
    assertThat(
            PlanText.of(
                SamplePlans.of(machines),
                Conditions.NONE,
                Background.NONE,
                Style.PLAIN,
                Detail.NORMAL))
        .isEqualTo(
            """
            Plan 20261123T100000Z-7f3a for fleet emea, made 2026-11-23T10:00:00Z
            No machine to act on now.

            1 machine unknown: not all could be read, so nothing is done
              ? store-003
                  no route
                  fix: plug it in

            1 machine: 1 unknown
            """);
  }

  @Test
  void coloursWhatMattersOnATerminal() {
    assertThat(
            PlanText.of(
                SamplePlans.mixed(), Conditions.NONE, Background.NONE, Style.ANSI, Detail.QUIET))
        .isEqualTo(
            "19 machines: \u001b[32m1 in sync\u001b[0m, \u001b[33m14 to change\u001b[0m,"
                + " \u001b[33m1 drifted\u001b[0m, \u001b[31m1 blocked\u001b[0m,"
                + " \u001b[31m2 unknown\u001b[0m\n");
  }

  @Test
  void whatAMachineSaysCannotControlTheTerminal() {
    List<MachinePlan> machines =
        List.of(SamplePlans.still("store-1", Verdict.UNKNOWN, "bad\u001b[2J\nreply\u202e", "x\r"));
    assertThat(
            PlanText.of(
                SamplePlans.of(machines),
                Conditions.NONE,
                Background.NONE,
                Style.PLAIN,
                Detail.NORMAL))
        .contains("      bad\\u{1b}[2J\\u{a}reply\\u{202e}\n      fix: x\\u{d}\n");
  }
}
