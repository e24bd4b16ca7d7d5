package io.walterfleet.app;

import io.walterfleet.approval.Approved;
import io.walterfleet.approval.Approver;
import io.walterfleet.approval.Signatures;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Approvals;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.PlanJson.Saved;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** A saved plan, and who agreed to it. */
public final class ApprovedPlan {
  private final Path file;
  private final Approvals approvals;
  private final Approved approved;

  private ApprovedPlan(Path file, Approvals approvals, Approved approved) {
    this.file = file;
    this.approvals = approvals;
    this.approved = approved;
  }

  /** The plan with the approvals that lie beside it now. */
  public static ApprovedPlan of(Path file, Saved saved, Approvals approvals, CommandRuntime runtime)
      throws UsageException, InterruptedException {
    Signatures signatures = signatures(approvals, runtime);
    try {
      Approved approved =
          Approved.beside(file, saved.canonical(), saved.origin().author(), signatures);
      return new ApprovedPlan(file, approvals, approved);
    } catch (IOException unreadable) {
      throw UsageException.of(
          "the directory of " + file + " cannot be read, where its approvals are",
          "see that you may read it");
    }
  }

  public static Signatures signatures(Approvals approvals, CommandRuntime runtime) {
    return new Signatures(runtime.adapters().factories().programs(), approvals);
  }

  /** Refuses a plan that is made now, where others have to agree to it first. */
  public static void mustBeSaved(Fleet fleet, String typedPart) throws UsageException {
    Optional<Approvals> approvals = fleet.operations().approvals();
    if (approvals.isPresent()) {
      throw UsageException.onHold(
          "plans of this fleet need "
              + approvals.get().required()
              + " of 'approvals' first, and one that is made now has none (nothing was changed)",
          "save it, and have it approved: " + Advice.of("plan --out plan.json" + typedPart).line());
    }
  }

  /**
   * Refuses a plan to which too few agreed.
   *
   * @return who agreed, as it is written down; empty where nobody has to
   */
  public static String mustBeEnough(Path file, Saved saved, Fleet fleet, CommandRuntime runtime)
      throws UsageException, InterruptedException {
    Optional<Approvals> approvals = fleet.operations().approvals();
    if (approvals.isEmpty()) {
      return "";
    }
    ApprovedPlan plan = of(file, saved, approvals.get(), runtime);
    if (!plan.isEnough()) {
      throw UsageException.onHold(
          plan.state() + " (nothing was changed)" + plan.uncounted(),
          "have it approved, and run the same again: " + plan.next());
    }
    return "approved by "
        + plan.approved.approvers().stream().map(Approver::name).collect(Collectors.joining(", "));
  }

  private boolean isEnough() {
    return approved.approvers().size() >= approvals.required();
  }

  /** How far it is, and what comes next, in lines. */
  public String progress(AdviceRenderer adviceRenderer) {
    return state() + uncounted() + "\nnext: " + adviceRenderer.of(next()) + "\n";
  }

  private String state() {
    String by =
        approved.approvers().stream()
            .map(one -> one.name() + " (" + one.key() + ")")
            .collect(Collectors.joining(", "));
    return "%s: %d of %d approvals%s"
        .formatted(
            file, approved.approvers().size(), approvals.required(), by.isEmpty() ? "" : ": " + by);
  }

  private String uncounted() {
    return approved.uncounted().stream()
        .map(one -> "\n  does not count: " + one)
        .collect(Collectors.joining());
  }

  private String next() {
    String plan = MaskedWord.ofFile(file.toString());
    return Advice.of((isEnough() ? "apply " : "approve ") + plan).line();
  }
}
