package io.walterfleet.format;

import io.walterfleet.doctor.Finding;
import io.walterfleet.doctor.Learned;
import io.walterfleet.plan.Observation.Unknown;
import java.util.List;
import java.util.Map;

/**
 * What came of holding assumptions against machines, a bundle or a manifest.
 *
 * @param findings by what was looked at, in the order to show
 * @param unknown what could not be looked at, and why
 * @param closing the last lines, each a sentence
 */
public record Diagnosis(
    Map<String, List<Finding>> findings,
    Map<String, Unknown> unknown,
    Learned learned,
    List<String> closing) {
  /** How many findings have this verdict. */
  public long count(Finding.Verdict verdict) {
    return findings.values().stream()
        .flatMap(List::stream)
        .filter(finding -> finding.verdict() == verdict)
        .count();
  }

  public String counts() {
    long all = findings.values().stream().mapToLong(List::size).sum();
    return Plural.of((int) all, "assumption")
        + ": "
        + count(Finding.Verdict.HOLDS)
        + " hold, "
        + count(Finding.Verdict.DIFFERS)
        + " differ, "
        + count(Finding.Verdict.CANNOT_BE_SEEN)
        + " cannot be seen";
  }
}
