package io.walterfleet.step;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Proof;
import io.walterfleet.plan.Proof.Flaw;
import io.walterfleet.step.StepReport.Effect;
import io.walterfleet.step.StepReport.Result;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code prove.sh} says of a backup: its stamp, a word, and counts, never a value. */
final class ProofAnswer {
  /** Stamp, word, databases, tables, seconds. */
  private static final Pattern FORM =
      Pattern.compile("(\\d{8}T\\d{6}Z) ([a-z]{1,16}) (\\d{1,9}) (\\d{1,9}) (\\d{1,9})");

  private ProofAnswer() {}

  /** The report of a proof that came to a result; of any other it is what was reported. */
  static StepReport of(Optional<String> said, Machine machine, StepReport reported) {
    Optional<Matcher> row =
        said.filter(words -> reported.isDone()).map(FORM::matcher).filter(Matcher::matches);
    if (row.isEmpty()) {
      return reported.isDone()
          ? new StepReport(
              Result.FAILED,
              "its answer has a 'proof' that is not understood",
              "run the same again",
              Effect.UNKNOWN)
          : reported;
    }
    return of(row.get(), machine);
  }

  private static StepReport of(Matcher row, Machine machine) {
    String stamp = row.group(1);
    Optional<Flaw> flaw = Flaw.of(row.group(2));
    if (flaw.isEmpty() && row.group(2).equals(Proof.OK)) {
      return new StepReport(
          Result.CHANGED,
          "the backup %s is whole: PostgreSQL read %s tables in %s databases; it took %s s"
              .formatted(stamp, row.group(4), row.group(3), row.group(5)),
          "");
    }
    return new StepReport(
        Result.FAILED,
        "the backup "
            + stamp
            + " is no way back: "
            + flaw.map(Flaw::sentence).orElse("a newer walter-fleet would know why"),
        "choose another one: " + Advice.of("backups", machine.name()).line(),
        Effect.NOTHING);
  }
}
