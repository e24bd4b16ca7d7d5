package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.MachineState.HalfRollback;
import io.walterfleet.plan.MachineState.Unfinished;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The texts of which a fingerprint is made. Saved plans are compared by later versions, so that
 * none of them may ever change; they are declared here, and do not follow the names of classes.
 */
final class FingerprintText {
  /** What stands for an install. */
  static final String PRESENT = "Present";

  private FingerprintText() {}

  static String of(Install install) {
    if (install instanceof Install.Present) {
      return PRESENT;
    }
    if (install instanceof Install.Absent) {
      return "Absent";
    }
    return install instanceof Install.Foreign ? "Foreign" : "Retired";
  }

  /** What is as in the bundle has the text that it had before it was asked for. */
  static String of(Install.Files files) {
    String text = list(files.edited()) + list(files.missing());
    return files.reset().isEmpty() && files.added().isEmpty()
        ? text
        : text + list(files.reset()) + list(files.added());
  }

  /** Keys that there were not always are told where they are set. */
  static String of(Applied applied) {
    String others =
        applied.values().keySet().stream()
            .filter(key -> key.isPublished() && !Goal.FIRST.contains(key))
            .map(key -> ", " + key.word() + "=" + maybe(applied.get(key)))
            .collect(Collectors.joining());
    return "Applied[image="
        + applied.image()
        + ", mode="
        + maybe(applied.get(ManagedKey.MODE))
        + ", host="
        + maybe(applied.get(ManagedKey.HOST))
        + ", httpsPort="
        + maybe(applied.get(ManagedKey.HTTPS_PORT))
        + ", bundle="
        + maybe(applied.bundle())
        + others
        + "]";
  }

  static String of(Unfinished run) {
    return "Unfinished[run="
        + run.run()
        + ", step="
        + word(run.step())
        + ", done="
        + run.done()
        + ", target="
        + run.target()
        + ", finished="
        + steps(run.finished())
        + ", planned="
        + steps(run.planned())
        + "]";
  }

  static String of(HalfRollback rollback) {
    return "HalfRollback[run=" + rollback.run() + ", stamp=" + rollback.stamp() + "]";
  }

  private static String steps(List<StepKind> steps) {
    return list(steps.stream().map(FingerprintText::word).toList());
  }

  private static String word(StepKind step) {
    return step.word().toUpperCase(Locale.ROOT);
  }

  private static String list(List<String> texts) {
    return "[" + String.join(", ", texts) + "]";
  }

  private static String maybe(Optional<String> text) {
    return text.map(one -> "Optional[" + one + "]").orElse("Optional.empty");
  }
}
