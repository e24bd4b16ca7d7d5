package io.walterfleet.plan;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.Observation.Seen;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody changed a machine, told from what the inventory and the manifest want of it.
 *
 * <p>The machine is held against what was last applied to it: what differs is drift, and the way
 * back is to that. And it is held against the inventory, as a plan does: what differs by intent is
 * left to apply.
 *
 * @param back what would bring it back to what was last applied; it acts only on drift
 * @param intended what apply would do
 * @param seen the machine as it was read
 */
public record Drift(MachinePlan back, MachinePlan intended, Observation seen) {
  /** What became of this machine, so observed. */
  static Drift of(Machine machine, Manifest manifest, Observation observation) {
    return new Drift(
        DriftCorrection.of(machine, manifest.bundle(), observation),
        Decision.of(machine, manifest, observation),
        observation);
  }

  /** The same where no manifest is known; the bundle is then as it was last applied. */
  static Drift withoutManifest(Machine machine, Observation observation) {
    Optional<Applied> applied =
        observation instanceof Seen seen ? seen.machineState().applied() : Optional.empty();
    String sha256 = applied.flatMap(Applied::bundle).orElse("");
    MachinePlan back =
        DriftCorrection.of(
            machine,
            new BundleRef(BundleRef.UNKNOWN.version(), "", sha256, BundleRef.UNKNOWN.size()),
            observation);
    MachinePlan known =
        back.judgement().reason().equals(DriftCorrection.NEVER_APPLIED) ? unknown(back) : back;
    return new Drift(known, known, observation);
  }

  /** With neither a manifest nor anything applied, nobody can say that all is well. */
  private static MachinePlan unknown(MachinePlan machine) {
    Judgement judgement =
        new Judgement(
            Verdict.UNKNOWN,
            "neither is the manifest known nor has walter-fleet applied anything here",
            "see to the manifest, which is read again each time");
    return new MachinePlan(machine.subject(), judgement, List.of(), List.of(), Optional.empty());
  }

  /** The bundle's files that are not as they were applied, all of them. */
  public Install.Files files() {
    return install().map(Install.Present::files).orElse(Install.Files.UNRECORDED);
  }

  /** The release that the machine has; empty when it has none, or that is not known. */
  public Optional<Release> release() {
    return install().flatMap(install -> install.keys().image()).flatMap(ImageRef::releaseOf);
  }

  private Optional<Install.Present> install() {
    return seen instanceof Seen whole && whole.install() instanceof Install.Present install
        ? Optional.of(install)
        : Optional.empty();
  }

  /** The machine's name. */
  public String name() {
    return back.name();
  }

  /**
   * The one word for it: {@code drift} when somebody changed the machine, {@code change} when only
   * the inventory or the manifest moved on.
   */
  public Verdict verdict() {
    boolean movedOn = back.verdict() == Verdict.IN_SYNC && intended.verdict() != Verdict.IN_SYNC;
    return movedOn ? Verdict.CHANGE : back.verdict();
  }

  /** True where nothing was ever applied, so that nobody can tell whether somebody changed it. */
  public boolean hasNothingToCompare() {
    return back.judgement().reason().equals(DriftCorrection.NEVER_APPLIED);
  }

  /** What the inventory or the manifest wants beside; putting the machine back leaves it. */
  public List<Change> wanted() {
    return intended.changes().stream().filter(change -> change.cause() == Cause.INTENT).toList();
  }
}
