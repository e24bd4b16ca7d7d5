package io.walterfleet.format;

import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.HookStarted;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What one machine did in a run, and what hooks did for it. */
final class TraceLane {
  final List<StepStarted> begun = new ArrayList<>();
  final Map<Integer, StepFinished> ended = new LinkedHashMap<>();
  final List<Call> calls = new ArrayList<>();
  Optional<MachineFinished> result = Optional.empty();

  void end(StepFinished step) {
    for (int i = begun.size() - 1; i >= 0; i--) {
      if (begun.get(i).step().equals(step.step())) {
        ended.putIfAbsent(i, step);
        return;
      }
    }
  }

  Instant began() {
    return Stream.concat(
            begun.stream().map(Event::at), calls.stream().map(call -> call.begun().at()))
        .min(Instant::compareTo)
        .orElseGet(() -> result.orElseThrow().at());
  }

  boolean isWorthASpan() {
    return !begun.isEmpty()
        || !calls.isEmpty()
        || result.filter(one -> one.result().outcome().isFailure()).isPresent();
  }

  /** A hook's program; without an end while it runs. */
  record Call(HookStarted begun, Optional<HookFinished> ended) {
    static void end(List<Call> calls, HookFinished end) {
      for (int i = calls.size() - 1; i >= 0; i--) {
        if (calls.get(i).ended().isEmpty() && calls.get(i).begun().hook().equals(end.hook())) {
          calls.set(i, new Call(calls.get(i).begun(), Optional.of(end)));
          return;
        }
      }
    }
  }
}
