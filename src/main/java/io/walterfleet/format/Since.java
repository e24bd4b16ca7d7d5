package io.walterfleet.format;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What differs from the last plan of the same machines.
 *
 * @param plan the id of the last one
 * @param age of the last one when the new one was made
 * @param added machines that are to be acted on, and were not
 * @param gone machines that were to be acted on, and are not
 * @param other machines that are to be acted on as before, but otherwise
 */
public record Since(
    String plan, Duration age, List<String> added, List<String> gone, List<String> other) {
  public Since {
    added = List.copyOf(added);
    gone = List.copyOf(gone);
    other = List.copyOf(other);
  }

  /** From the one plan to the other. */
  public static Since of(Plan before, Plan now) {
    return new Since(
        before.header().id(),
        Duration.between(before.header().created(), now.header().created()),
        acting(now, one -> !acts(before, one.name())),
        acting(before, one -> !acts(now, one.name())),
        acting(now, one -> acts(before, one.name()) && !isSame(before, one)));
  }

  /** In words. */
  public String sentence() {
    List<String> parts = new ArrayList<>();
    part("newly to act on: ", added, parts);
    part("no longer: ", gone, parts);
    part("otherwise than then: ", other, parts);
    String what = parts.isEmpty() ? "the same is to be done" : String.join("; ", parts);
    return "plan " + plan + " (" + Age.of(age) + " ago): " + what;
  }

  private static void part(String words, List<String> machines, List<String> parts) {
    if (!machines.isEmpty()) {
      parts.add(words + NameRanges.shortened(machines));
    }
  }

  private static List<String> acting(Plan plan, Predicate<MachinePlan> which) {
    return plan.acting().stream().filter(which).map(MachinePlan::name).toList();
  }

  private static boolean acts(Plan plan, String machine) {
    return plan.of(machine).filter(one -> one.verdict().acts()).isPresent();
  }

  private static boolean isSame(Plan before, MachinePlan now) {
    return before
        .of(now.name())
        .filter(
            then ->
                then.changes().equals(now.changes())
                    && then.steps().equals(now.steps())
                    && then.goal().equals(now.goal()))
        .isPresent();
  }
}
