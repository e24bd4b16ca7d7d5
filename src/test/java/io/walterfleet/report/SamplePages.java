package io.walterfleet.report;

import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans of a size and a malice that our pages must bear. */
final class SamplePages {
  /**
   * Would run as a script, or end the element it stands in, if anything here took it for markup.
   */
  static final String HOSTILE =
      "</script><img src=x onerror=\"window.hit=1\"><b>'\"&amp;{{script}}\u202e\u0007";

  private SamplePages() {}

  /** A fleet of so many machines with every verdict in it. */
  static Plan fleet(int number) {
    List<MachinePlan> machines = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      String name = "store-%04d".formatted(i);
      MachinePlan machine =
          switch (i % 20) {
            case 3 -> SamplePlans.drifted(name);
            case 7 ->
                SamplePlans.still(
                    name, Verdict.BLOCKED, "no disk space: 12 MB free, 80 MB needed", "free some");
            case 11 ->
                SamplePlans.still(
                    name,
                    Verdict.UNKNOWN,
                    "could not connect to 10.1.0." + i + ": connection refused",
                    "see that sshd runs on " + name);
            case 13, 14, 15, 16, 17 -> SamplePlans.still(name, Verdict.IN_SYNC, "", "");
            default -> SamplePlans.upgrade(name);
          };
      machines.add(in(i <= 4 ? "canary" : "stores-" + (1 + i * 5 / (number + 1)), machine));
    }
    return SamplePlans.of(machines);
  }

  /** A plan in which every text that could come from outside is hostile. */
  static Plan hostile() {
    MachinePlan calm = SamplePlans.drifted("store-001");
    return SamplePlans.of(
        List.of(
            new MachinePlan(
                new Subject("a" + HOSTILE, "canary", HOSTILE, "x"),
                new MachinePlan.Judgement(Verdict.DRIFT, HOSTILE, HOSTILE),
                List.of(new Change(Field.HOST, HOSTILE, HOSTILE, Cause.DRIFT)),
                calm.steps(),
                calm.goal()),
            new MachinePlan(
                new Subject("b" + HOSTILE, HOSTILE, HOSTILE, ""),
                new MachinePlan.Judgement(Verdict.UNKNOWN, HOSTILE, HOSTILE),
                List.of(),
                List.of(),
                Optional.empty())));
  }

  private static MachinePlan in(String group, MachinePlan machine) {
    Subject was = machine.subject();
    return new MachinePlan(
        new Subject(was.name(), group, was.address(), was.fingerprint()),
        machine.judgement(),
        machine.changes(),
        machine.steps(),
        machine.goal());
  }
}
