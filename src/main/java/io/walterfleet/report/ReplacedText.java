package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.StepFinished;
import java.util.List;

/** Where machines keep what a run replaced, for people. */
public final class ReplacedText {
  private ReplacedText() {}

  /** A line for each machine on which something was replaced; empty when there is none. */
  public static String of(List<Event> events, Detail detail) {
    TextBuilder textBuilder = new TextBuilder();
    if (detail != Detail.QUIET) {
      events.stream()
          .filter(StepFinished.class::isInstance)
          .map(StepFinished.class::cast)
          .filter(step -> step.step().equals(StepKind.SWAP.word()))
          .filter(step -> step.word().equals("changed"))
          .forEach(
              step ->
                  textBuilder.line(
                      Controls.escaped("kept: " + step.machine() + ": " + step.detail())));
    }
    return textBuilder.text();
  }
}
