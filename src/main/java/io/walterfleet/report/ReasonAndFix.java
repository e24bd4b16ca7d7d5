package io.walterfleet.report;

import io.walterfleet.fleet.Advice;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.rollout.MachineResult;
import java.util.List;

/** A reason, and what can be done about it. */
record ReasonAndFix(String reason, String fix) {
  /** What a plan gives as the reason. */
  static ReasonAndFix of(MachinePlan machine) {
    return new ReasonAndFix(machine.judgement().reason(), machine.judgement().fix());
  }

  /** What a run gives as the reason. */
  static ReasonAndFix of(MachineResult result) {
    return new ReasonAndFix(result.reason(), result.fix());
  }

  /** The same for any machine: without the name and address of this one. */
  ReasonAndFix of(String name, String address) {
    return new ReasonAndFix(
        general(reason, name, address), Advice.changed(fix, text -> general(text, name, address)));
  }

  /** The same for these machines, as {@link #of(String, String)} made it for any of them. */
  ReasonAndFix grouped(List<String> names) {
    return new ReasonAndFix(reason, Advice.grouped(fix, names));
  }

  private static String general(String text, String name, String address) {
    String nameless = replaced(text, name, Advice.ANY);
    return replaced(nameless, address, "<address>");
  }

  /** Replaces a word, but not where it is a part of a longer one. */
  private static String replaced(String text, String word, String by) {
    StringBuilder replaced = new StringBuilder();
    int from = 0;
    int at = word.isEmpty() ? -1 : text.indexOf(word);
    while (at >= 0) {
      boolean whole = isBorder(text, at - 1) && isBorder(text, at + word.length());
      replaced.append(text, from, at).append(whole ? by : word);
      from = at + word.length();
      at = text.indexOf(word, from);
    }
    return replaced.append(text, from, text.length()).toString();
  }

  private static boolean isBorder(String text, int at) {
    return at < 0 || at >= text.length() || !isNamePart(text.charAt(at));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_';
  }
}
