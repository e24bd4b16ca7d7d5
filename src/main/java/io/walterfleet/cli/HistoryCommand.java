package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.RunIds;
import io.walterfleet.app.RunRecorder;
import io.walterfleet.app.UsageException;
import io.walterfleet.cli.OutputOptions.Format;
import io.walterfleet.format.HistoryJson;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.history.Runs;
import io.walterfleet.plan.Plan;
import io.walterfleet.report.HistoryText;
import io.walterfleet.report.RunPage;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.ExitCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows past runs of this controller, or one of them; contacts no machine. */
@Command(name = "history")
final class HistoryCommand extends FleetCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "show this run: its id, the beginning or the end of it, or the word last")
  private String run = "";

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "so many runs, the newest first (default: 20)")
  private int last = 20;

  private final Views<PastRun> views =
      new Views<PastRun>()
          .with(Format.TEXT, one -> HistoryText.of(one, style(), output().detail()))
          .with(Format.JSON, HistoryJson::of)
          .with(Format.HTML, this::page);

  HistoryCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  Set<Format> formats() {
    return run.isEmpty() ? super.formats() : views.formats();
  }

  @Override
  ExitCode run() throws UsageException {
    Runs runs = RunRecorder.runs(runtime());
    if (run.isEmpty()) {
      List<Summary> newest = newest(runs);
      show(output().isJson() ? HistoryJson.of(newest) : HistoryText.of(newest, style()));
    } else {
      show(views, one(runs));
    }
    return ExitCode.OK;
  }

  private String page(PastRun one) throws UsageException {
    Plan plan =
        one.plan()
            .orElseThrow(
                () ->
                    UsageException.of(
                        "run " + one.summary().opening().run() + " had no plan, so it has no page",
                        "leave out --format html"));
    Instant now = runtime().environment().clock().instant();
    Instant last =
        one.events().stream()
            .map(Event::at)
            .reduce((before, after) -> after)
            .orElse(one.summary().opening().began());
    return RunPage.of(plan, one.events(), one.summary().isRunning() ? now : last);
  }

  private List<Summary> newest(Runs runs) throws UsageException {
    if (last < 1) {
      throw UsageException.of("--last " + last + " is out of range", "a number from 1 on");
    }
    List<Summary> newest = new ArrayList<>();
    for (String id : runs.ids()) {
      if (newest.size() == last) {
        break;
      }
      Optional<Summary> summary = runs.summary(id);
      summary.ifPresent(newest::add);
      if (summary.isEmpty()) {
        runtime().console().err().note("run " + id + " is not readable and left out");
      }
    }
    return newest;
  }

  private PastRun one(Runs runs) throws UsageException {
    String id = RunIds.one(run, runs.ids());
    return runs.run(id)
        .orElseThrow(
            () ->
                UsageException.of(
                    "run " + id + " is not readable",
                    "look at the files below " + runtime().environment().state().resolve("runs")));
  }
}
