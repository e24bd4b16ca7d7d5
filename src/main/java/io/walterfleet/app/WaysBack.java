package io.walterfleet.app;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.format.BackTime;
import io.walterfleet.format.PastRun;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Budget;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.CopySpace;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.MachineState.HalfRollback;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.plan.Verdict;
import io.walterfleet.report.RollbackText;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RollbackRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where machines go back to, and which cannot.
 *
 * <p>With a run, each machine goes to the backup that this run made there: to what it had before
 * it. With a time stamp, to that backup. Else to where a rollback broke off, or to the newest.
 */
public final class WaysBack {
  private final Optional<String> stamp;
  private final Optional<String> run;
  private final RestoredData data;
  private final List<MachineResult> left = new ArrayList<>();
  private final List<RollbackRun.Way> ways = new ArrayList<>();
  private final List<RollbackText.Way> shown = new ArrayList<>();
  private final List<MachinePlan> plans = new ArrayList<>();

  public WaysBack(Optional<String> stamp, Optional<String> run, RestoredData data) {
    this.stamp = stamp;
    this.run = run;
    this.data = data;
  }

  /** The machines that can go back. */
  public List<RollbackRun.Way> ways() {
    return List.copyOf(ways);
  }

  /** The same, to be shown. */
  public List<RollbackText.Way> shown() {
    return List.copyOf(shown);
  }

  /** How long each may take, judged from these runs. */
  public Optional<BackTime> time(List<PastRun> past) {
    List<Long> bytes =
        shown.stream().flatMap(way -> way.copies().stream()).map(CopySpace::bytes).toList();
    return BackTime.of(past, isWithData(), bytes);
  }

  /** Whether the volumes go back; empty where the machines tell that later. */
  private Optional<Boolean> isWithData() {
    boolean isPossible = shown.stream().anyMatch(way -> way.backup().hasVolumes());
    return switch (data) {
      case NONE -> Optional.of(false);
      case VOLUMES -> Optional.of(true);
      case AUTO -> isPossible ? Optional.empty() : Optional.of(false);
    };
  }

  /** What became of the others. */
  public List<MachineResult> left() {
    return List.copyOf(left);
  }

  /** The order in which they go, with what differs, as a plan is shown; it is never saved. */
  public Plan plan(Plan.Header header, Fleet fleet) {
    List<Machine> going = ways.stream().map(RollbackRun.Way::machine).toList();
    return new Plan(
        header,
        new Manifest.BundleRef("-", "", "", 0),
        List.copyOf(plans),
        Batches.ofMachines(going, fleet.rollout()),
        Budget.of(fleet.rollout().failure().maxFailed(), going.size()));
  }

  /** Finds the way of one more machine. */
  public void add(Machine machine, Optional<Observation> observation) {
    if (observation.isEmpty() || !(observation.get() instanceof Seen seen)) {
      leave(machine, observation);
      return;
    }
    Optional<Backup> backup = backup(seen.machineState());
    String list = "see what there is: " + Advice.of("backups", machine.name()).line();
    if (backup.isEmpty()) {
      refuse(machine, missing(seen.machineState()), list);
      return;
    }
    if (!backup.get().isWhole()) {
      String left = " is not whole: a run that failed left it";
      refuse(machine, "the backup " + backup.get().timestamp() + left, list);
      return;
    }
    if (data == RestoredData.VOLUMES && !backup.get().hasVolumes()) {
      refuse(
          machine,
          "the backup " + backup.get().timestamp() + " has no volumes",
          "say --data none to leave the data as it is; or " + list);
      return;
    }
    Optional<CopySpace> copies = copies(seen, backup.get());
    Optional<String> lack = lack(seen, copies);
    if (lack.isPresent()) {
      refuse(machine, "no disk space to put the volumes back: " + lack.get(), list);
      return;
    }
    String image =
        seen.install() instanceof Install.Present install
            ? install.keys().image().orElse("-")
            : "-";
    ways.add(new RollbackRun.Way(machine, backup.get().timestamp(), data));
    shown.add(new RollbackText.Way(machine, image, backup.get(), data, copies, seen.uncopied()));
    Change change =
        new Change(Change.Field.IMAGE, image, backup.get().image(), Change.Cause.INTENT);
    plan(machine, new Judgement(Verdict.CHANGE, "", ""), List.of(change));
  }

  private Optional<CopySpace> copies(Seen seen, Backup backup) {
    return data == RestoredData.NONE || !backup.hasVolumes()
        ? Optional.empty()
        : CopySpace.back(seen.host().data());
  }

  /** What was half done may have its room already; and whether data go back may be told later. */
  private Optional<String> lack(Seen seen, Optional<CopySpace> copies) {
    return data == RestoredData.VOLUMES && seen.machineState().halfRollback().isEmpty()
        ? copies.flatMap(space -> space.lack(seen.host()))
        : Optional.empty();
  }

  /** They are in the order in which they were made, whatever the clock said. */
  private Optional<Backup> backup(MachineState machineState) {
    if (run.isPresent()) {
      return machineState.backups().stream().filter(one -> one.run().equals(run)).findFirst();
    }
    Optional<String> wanted = stamp.or(() -> machineState.halfRollback().map(HalfRollback::stamp));
    return wanted.isPresent()
        ? machineState.backups().stream()
            .filter(one -> wanted.equals(Optional.of(one.timestamp())))
            .findFirst()
        : machineState.backups().stream().filter(Backup::isWhole).reduce((one, next) -> next);
  }

  private String missing(MachineState machineState) {
    return run.map(one -> "it has no backup of run " + one + " (a run that went on with another's)")
        .or(() -> stamp.map(one -> "it has no backup " + one))
        .orElse(
            machineState.backups().isEmpty()
                ? "it has no backup"
                : "it has no backup that is whole");
  }

  private void refuse(Machine machine, String reason, String fix) {
    MachineResult refused = MachineResult.untouched(machine.name(), Outcome.FAILED, reason, fix);
    left.add(refused);
    plan(machine, new Judgement(Verdict.BLOCKED, refused.reason(), fix), List.of());
  }

  private void leave(Machine machine, Optional<Observation> observation) {
    Unknown unknown =
        observation.isPresent() && observation.get() instanceof Unknown why
            ? why
            : new Unknown("it was not observed", "");
    left.add(
        new MachineResult(machine.name(), Outcome.UNREACHABLE, unknown.reason(), unknown.fix()));
    plan(machine, new Judgement(Verdict.UNKNOWN, unknown.reason(), unknown.fix()), List.of());
  }

  private void plan(Machine machine, Judgement judgement, List<Change> changes) {
    String address = machine.ssh().address();
    Subject subject = new Subject(machine.name(), machine.group(), address, "");
    plans.add(new MachinePlan(subject, judgement, changes, List.of(), Optional.empty()));
  }
}
