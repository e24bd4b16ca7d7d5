package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Plural;
import io.walterfleet.rollout.LockReleaser.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a lock, for people. */
public final class UnlockText {
  private UnlockText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(List<Answer> answers, Fleet fleet, Style style, Detail detail) {
    Map<Likeness, List<Answer>> groups = new LinkedHashMap<>();
    for (Answer answer : answers) {
      if (answer.kind() != Answer.Kind.NOT_LOCKED && detail != Detail.QUIET) {
        ReasonAndFix own = new ReasonAndFix(answer.text(), answer.fix());
        String name = answer.machine();
        ReasonAndFix why = detail == Detail.VERBOSE ? own : own.of(name, fleet.address(name));
        groups
            .computeIfAbsent(new Likeness(answer.kind(), why), none -> new ArrayList<>())
            .add(answer);
      }
    }
    TextBuilder textBuilder = new TextBuilder();
    groups.forEach((like, group) -> group(textBuilder, like, group, style));
    return textBuilder.line(Plural.machines(answers.size()) + ": " + counts(answers)).text();
  }

  /** What must be the same to be said once. */
  private record Likeness(Answer.Kind kind, ReasonAndFix why) {}

  private static void group(
      TextBuilder textBuilder, Likeness like, List<Answer> group, Style style) {
    Answer first = group.get(0);
    boolean alone = group.size() == 1;
    List<String> names = group.stream().map(Answer::machine).toList();
    ReasonAndFix why =
        alone ? new ReasonAndFix(first.text(), first.fix()) : like.why().grouped(names);
    String number = alone ? "" : Plural.machines(group.size()) + ": ";
    String head = number + NameRanges.shortened(names) + ": " + Controls.escaped(why.reason());
    textBuilder.line(like.kind() == Answer.Kind.RELEASED ? style.green(head) : style.red(head));
    textBuilder.why("    ", new ReasonAndFix("", why.fix()));
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
