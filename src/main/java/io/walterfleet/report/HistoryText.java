package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Elapsed;
import io.walterfleet.format.MachineCourse;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.format.Phrases;
import io.walterfleet.format.Plural;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Outcome;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Past runs for people: all of them in a table, or one with its machines, failures first. */
public final class HistoryText {
  private static final int COMMAND_SHOWN = 60;

  private HistoryText() {}

  /** A line for each run; it ends with a line feed. */
  public static String of(List<Summary> runs, Style style) {
    if (runs.isEmpty()) {
      return "No run is written down here yet.\n";
    }
    List<List<String>> rows = runs.stream().map(HistoryText::row).toList();
    return Table.of(List.of("RUN", "RESULT", "TOOK", "MACHINES", "BY", "COMMAND"), rows)
        .write(new TextBuilder(), style)
        .text();
  }

  /** One run; it ends with a line feed. */
  public static String of(PastRun run, Style style, Detail detail) {
    TextBuilder textBuilder = new TextBuilder();
    head(run, textBuilder, style);
    if (detail != Detail.QUIET) {
      textBuilder.gap();
      MachineCourse.of(run.events()).forEach(course -> machine(course, textBuilder, style, detail));
      hooks(run, textBuilder, style, detail);
      textBuilder.gap();
    }
    return textBuilder.line(closing(run)).text();
  }

  private static List<String> row(Summary run) {
    Opening opening = run.opening();
    return List.of(
        opening.run(),
        run.result(),
        run.took().map(Elapsed::of).orElse("-"),
        run.end().map(HistoryText::counts).orElse("-"),
        opening.owner(),
        shortened(bare(opening.command())));
  }

  private static void head(PastRun run, TextBuilder textBuilder, Style style) {
    Opening opening = run.summary().opening();
    String took = run.summary().took().map(time -> " in " + Elapsed.of(time)).orElse("");
    textBuilder.line(style.bold("Run " + opening.run() + ": " + run.summary().result() + took));
    field(textBuilder, "command", opening.command());
    field(textBuilder, "by", opening.owner() + ", walter-fleet " + opening.version());
    if (!opening.note().isEmpty()) {
      field(textBuilder, "note", opening.note());
    }
    String end =
        run.summary()
            .end()
            .map(finished -> " to " + finished.at().truncatedTo(ChronoUnit.SECONDS))
            .orElse("");
    field(textBuilder, "when", opening.began().truncatedTo(ChronoUnit.SECONDS) + end);
    String plan = run.plan().map(made -> ", plan " + made.header().id()).orElse("");
    field(textBuilder, "fleet", opening.fleet() + plan);
  }

  private static void field(TextBuilder textBuilder, String label, String value) {
    textBuilder.line("  %-10s%s".formatted(label, Controls.escaped(value)));
  }

  private static void machine(
      MachineCourse course, TextBuilder textBuilder, Style style, Detail detail) {
    boolean still = course.result().stream().anyMatch(end -> end.outcome() == Outcome.IN_SYNC);
    if (still && detail != Detail.VERBOSE) {
      return;
    }
    boolean bad = course.result().stream().anyMatch(end -> end.outcome().isFailure());
    String head = course.word() + ": " + Controls.escaped(course.machine());
    String took = course.steps().isEmpty() ? "" : " in " + Elapsed.of(course.took());
    textBuilder.line((bad ? style.red(head) : head) + took);
    course.result().ifPresent(end -> textBuilder.why("    ", ReasonAndFix.of(end)));
    if (!course.steps().isEmpty()) {
      // not folded: where it breaks would depend on how long each took
      textBuilder.line("    steps: " + course.stepWords());
    }
  }

  /** Those that failed; with --verbose all of them, and what they said. */
  private static void hooks(PastRun run, TextBuilder textBuilder, Style style, Detail detail) {
    boolean all = detail == Detail.VERBOSE;
    run.events().stream()
        .filter(HookFinished.class::isInstance)
        .map(HookFinished.class::cast)
        .filter(hook -> all || !hook.ended().isDone())
        .forEach(
            hook -> {
              String line = Controls.escaped(Words.ended(hook));
              textBuilder.line(hook.ended().isDone() ? line : style.red(line));
              hook.ended()
                  .output()
                  .lines()
                  .forEach(one -> textBuilder.line("    | " + Controls.escaped(one)));
            });
  }

  private static String closing(PastRun run) {
    if (run.summary().end().isPresent()) {
      RunFinished end = run.summary().end().get();
      int machines = end.counts().values().stream().mapToInt(Integer::intValue).sum();
      return Plural.machines(machines) + ": " + counts(end);
    }
    long done = run.events().stream().filter(MachineFinished.class::isInstance).count();
    int meant =
        run.events().stream()
            .filter(RunStarted.class::isInstance)
            .mapToInt(event -> ((RunStarted) event).machines())
            .sum();
    return done + " of " + Plural.machines(meant) + " done when it was last heard of" + next(run);
  }

  private static String next(PastRun run) {
    return run.summary().isRunning()
        ? ""
        : "; run the same again: it goes on where each machine is";
  }

  private static String counts(RunFinished end) {
    return Phrases.outcomes(end.counts());
  }

  /** The command line without what the environment said. */
  private static String bare(String command) {
    int program = command.indexOf("walter-fleet ");
    return program < 0 ? command : command.substring(program + "walter-fleet ".length());
  }

  private static String shortened(String text) {
    return text.length() <= COMMAND_SHOWN ? text : text.substring(0, COMMAND_SHOWN - 3) + "...";
  }
}
