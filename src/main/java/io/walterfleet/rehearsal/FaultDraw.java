package io.walterfleet.rehearsal;

import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Fault.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults that one machine meets. */
final class FaultDraw {
  private final List<Fault> faults;
  private final Set<Fault> struck = new HashSet<>();

  private FaultDraw(List<Fault> faults) {
    this.faults = faults;
  }

  /** What this machine draws. */
  static FaultDraw draw(List<Fault> faults, long seed, String machine) {
    return new FaultDraw(faults.stream().filter(fault -> fault.strikes(seed, machine)).toList());
  }

  /** The fault that belongs to no step. */
  Optional<Fault> of(Kind kind) {
    return find(kind, Optional.empty());
  }

  /** The fault of this step. */
  Optional<Fault> at(Kind kind, StepKind step) {
    return find(kind, Optional.of(step));
  }

  /** The fault of this step when it has not struck before; it has then. */
  Optional<Fault> onceAt(Kind kind, StepKind step) {
    return at(kind, step).filter(struck::add);
  }

  private Optional<Fault> find(Kind kind, Optional<StepKind> step) {
    return faults.stream()
        .filter(fault -> fault.kind() == kind && fault.step().equals(step))
        .findFirst();
  }
}
