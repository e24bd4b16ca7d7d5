package io.walterfleet.rollout;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Warden;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.HookStarted;
import io.walterfleet.rollout.HookRunner.Call;
import io.walterfleet.rollout.HookRunner.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the hooks of one run.
 *
 * <ol>
 *   <li>The programs of a moment run one after the other.
 *   <li>Before something begins, none runs after one that failed, and an interrupt ends the one
 *       that runs: what would have begun does not.
 *   <li>After something ended, all of them run, an interrupt or not: they undo what those before
 *       did. The first failure is told.
 * </ol>
 */
final class HookCalls {
  private final Fleet fleet;
  private final String run;
  private final HookRunner runner;
  private final EventPublisher events;
  private final Interrupt interrupt;

  HookCalls(
      Fleet fleet, String run, HookRunner runner, EventPublisher events, Interrupt interrupt) {
    this.fleet = fleet;
    this.run = run;
    this.runner = runner;
    this.events = events;
    this.interrupt = interrupt;
  }

  /**
   * Why a hook did not do what it should.
   *
   * @param isInterrupted when it failed only because somebody wants the run to end
   */
  record Trouble(String reason, String fix, boolean isInterrupted) {}

  /** Something that is to be done again and again meanwhile. */
  @FunctionalInterface
  interface Beat {
    Beat NONE = () -> {};

    void beat() throws InterruptedException;
  }

  /** Runs what there is to run at a moment; the trouble of the first that failed. */
  Optional<Trouble> call(Moment moment, Facts facts, Beat beat) throws InterruptedException {
    Optional<Trouble> first = Optional.empty();
    for (List<String> words : fleet.operations().hooks().at(moment)) {
      if (moment.isBefore() && interrupt.isRequested()) {
        return Optional.of(new Trouble("interrupted before " + moment.word(), "", true));
      }
      Optional<Trouble> trouble = call(moment, words, facts, beat);
      first = first.or(() -> trouble);
      if (first.isPresent() && moment.isBefore()) {
        return first;
      }
    }
    return first;
  }

  private Optional<Trouble> call(Moment moment, List<String> words, Facts facts, Beat beat)
      throws InterruptedException {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("hook", moment.word());
    told.put("fleet", fleet.name());
    told.put("run", run);
    told.putAll(facts.named());
    Event.Hooked hooked =
        new Event.Hooked(moment, told.getOrDefault("machine", ""), Hooks.line(words));
    Instant began = events.now();
    events.tell(new HookStarted(began, hooked));
    Warden warden =
        () -> {
          beat.beat();
          return moment.isBefore() && interrupt.isRequested();
        };
    Ended ended =
        runner.run(
            new Call(
                words, fleet.operations().hooks().timeout(), new Facts(told, facts.machines())),
            warden);
    Instant now = events.now();
    events.tell(new HookFinished(now, hooked, ended, Duration.between(began, now)));
    return ended.isDone() ? Optional.empty() : Optional.of(trouble(hooked, ended));
  }

  private Trouble trouble(Event.Hooked hooked, Ended ended) {
    return new Trouble(
        hooked.moment().word() + ": " + hooked.line() + " " + ended.words() + lastWords(ended),
        ended.kind() == Ended.Kind.TIMED_OUT
            ? "make it quicker, or give it more time with 'timeout' of 'hooks'"
            : "mend it; to see what it said: " + Advice.of("history -v " + run).line(),
        ended.kind() == Ended.Kind.ENDED);
  }

  private static String lastWords(Ended ended) {
    String line = ended.lastLine();
    return line.isEmpty() ? "" : ": " + line;
  }
}
