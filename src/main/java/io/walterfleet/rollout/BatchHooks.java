package io.walterfleet.rollout;

import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.rollout.HookCalls.Beat;
import io.walterfleet.rollout.HookCalls.Trouble;
import io.walterfleet.rollout.HookRunner.Facts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The hooks around a run and around its batches; once one failed, nothing more may begin. */
final class BatchHooks {
  private final HookCalls calls;
  private Optional<Trouble> cut = Optional.empty();

  BatchHooks(HookCalls calls) {
    this.calls = calls;
  }

  /** True once one of them failed. */
  boolean isCut() {
    return cut.filter(trouble -> !trouble.isInterrupted()).isPresent();
  }

  /** Why nothing more may begin; empty where it may. */
  String reason() {
    return cut.filter(trouble -> !trouble.isInterrupted()).map(Trouble::reason).orElse("");
  }

  /** What can be done about it. */
  String fix() {
    return cut.map(Trouble::fix).orElse("");
  }

  /** Something between two hooks. */
  interface Act<E extends Exception> {
    /** Does it; how it ended, in facts. */
    Map<String, String> act() throws E, InterruptedException;
  }

  /** What became of these machines, in facts: so far as they have had their turn. */
  static Map<String, String> outcome(
      Collection<String> names,
      Map<String, MachineResult> results,
      Predicate<MachineResult> isFailure) {
    List<MachineResult> ended =
        names.stream().flatMap(name -> Optional.ofNullable(results.get(name)).stream()).toList();
    long failed = ended.stream().filter(isFailure).count();
    boolean isWhole =
        ended.size() == names.size()
            && ended.stream().noneMatch(result -> result.outcome() == Outcome.SKIPPED);
    return Map.of(
        "outcome",
        failed > 0 ? "failed" : isWhole ? "complete" : "incomplete",
        "failed",
        Long.toString(failed));
  }

  /** Runs these hooks around a batch, which is not begun when those before it fail. */
  void around(int number, Batch batch, Act<InterruptedException> act) throws InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("batch", Integer.toString(number));
    facts.put("wave", batch.wave());
    around(Moment.BEFORE_BATCH, Moment.AFTER_BATCH, new Facts(facts, batch.machines()), act);
  }

  /** Runs these hooks around a run of these machines. */
  void around(List<String> machines, Act<InterruptedException> act) throws InterruptedException {
    around(Moment.BEFORE_RUN, Moment.AFTER_RUN, new Facts(Map.of(), machines), act);
  }

  private void around(Moment before, Moment after, Facts facts, Act<InterruptedException> act)
      throws InterruptedException {
    note(calls.call(before, facts, Beat.NONE));
    Map<String, String> end =
        cut.isEmpty() ? act.act() : Map.of("outcome", "skipped", "failed", "0");
    note(calls.call(after, facts.with(end), Beat.NONE));
  }

  private void note(Optional<Trouble> trouble) {
    cut = cut.or(() -> trouble);
  }
}
