package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.rollout.Locksmith.Answer;
import java.util.Arrays;
import java.util.List;

/** What became of a lock, for people. */
public final class UnlockText {
  private UnlockText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(List<Answer> answers, Style style, Detail detail) {
    Page page = new Page();
    for (Answer answer : answers) {
      if (answer.kind() != Answer.Kind.NOT_LOCKED && detail != Detail.QUIET) {
        String head = answer.machine() + ": " + Controls.escaped(answer.text());
        page.line(answer.kind() == Answer.Kind.RELEASED ? style.green(head) : style.red(head));
        page.why("    ", new Why("", answer.fix()));
      }
    }
    return page.line(Counted.machines(answers.size()) + ": " + counts(answers)).text();
  }

  private static String counts(List<Answer> answers) {
    return Arrays.stream(Answer.Kind.values())
        .map(kind -> count(answers, kind))
        .filter(count -> !count.startsWith("0 "))
        .collect(joining(", "));
  }

  private static String count(List<Answer> answers, Answer.Kind kind) {
    long number = answers.stream().filter(one -> one.kind() == kind).count();
    return number
        + switch (kind) {
          case RELEASED -> " released";
          case NOT_LOCKED -> " not locked";
          case REFUSED -> " refused";
          case UNREACHABLE -> " unreachable";
        };
  }
}
