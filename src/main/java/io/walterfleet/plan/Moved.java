package io.walterfleet.plan;

import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Observation.Seen;
import java.util.Optional;

/**
 * What moved on a machine since its plan was made.
 *
 * @param field the first field of the fingerprint that moved
 */
record Moved(Subject subject, String field, Seen now) {
  /** From what to what, as far as it can be told; fit to show. */
  String sentence() {
    if (!Fingerprint.SHOWN.contains(field)) {
      return told();
    }
    String to = Fingerprint.shown(now).getOrDefault(field, "");
    String from =
        was()
            .map(value -> " was " + word(value) + " when the plan was made, and")
            .orElse(" moved since the plan was made, and");
    return "'" + field + "'" + from + " is " + word(to) + " now";
  }

  /** A plan that says something else than its fingerprint is not believed. */
  private Optional<String> was() {
    String value = subject.was().getOrDefault(field, "");
    return Fingerprint.isValue(subject.fingerprint(), field, value)
        ? Optional.of(value)
        : Optional.empty();
  }

  private static String word(String value) {
    return value.isEmpty() ? "not set" : "'" + value + "'";
  }

  private String told() {
    return switch (field) {
      case "install" ->
          "what stands at the install directory is not what it was when the plan was made";
      case "bundle" -> "the bundle was replaced since the plan was made";
      case "files" -> "files of the bundle were edited or put back since the plan was made";
      case "env" -> "other keys of .env.deploy were edited since the plan was made";
      case "applied" -> "another run applied something since the plan was made";
      case "unfinished" -> "another run began or ended since the plan was made";
      default -> "it was not read when the plan was made";
    };
  }
}
