package io.walterfleet.report;

import io.walterfleet.rollout.Locksmith.Answer;
import java.util.List;

/** What became of a lock, for people. */
public final class UnlockText {
  private UnlockText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(List<Answer> answers, Style style, Detail detail) {
    Page page = new Page();
    for (Answer answer : answers) {
      if (answer.kind() != Answer.Kind.NOT_LOCKED && detail != Detail.QUIET) {
        String head = answer.machine() + ": " + Printable.of(answer.text());
        page.line(answer.kind() == Answer.Kind.RELEASED ? style.green(head) : style.red(head));
        page.why("    ", new Why("", answer.fix()));
      }
    }
    int all = answers.size();
    long released = answers.stream().filter(one -> one.kind() == Answer.Kind.RELEASED).count();
    return page.line(Counted.machines(all) + ": " + released + " released").text();
  }
}
