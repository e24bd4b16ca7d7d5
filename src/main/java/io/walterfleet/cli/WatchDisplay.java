package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.report.Detail;
import io.walterfleet.report.DriftJson;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.EventJson;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.PlainView;
import io.walterfleet.report.ResultText;
import io.walterfleet.report.Style;
import io.walterfleet.report.WatchText;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.watch.Listening.Sheet;
import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Notice.Broken;
import io.walterfleet.watch.Notice.Corrected;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.Notice.CorrectionFailed;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.PutOff;
import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import io.walterfleet.watch.Watch;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows a watch as it goes: a line for each survey, all of it whenever something else drifted than
 * the last time, and every correction. With {@code --format json} each line is one JSON object.
 */
final class WatchDisplay implements Consumer<Notice> {
  private final Look look;
  private final Style style;
  private final PrintWriter out;
  private final PlainView view;
  private Optional<EventJson> run = Optional.empty();
  private List<MachinePlan> shown = List.of();
  private volatile Optional<FleetDrift> last = Optional.empty();

  WatchDisplay(World world, Look look, Style style) {
    this.look = look;
    this.style = style;
    this.out = world.console().out();
    this.view = new PlainView(out, look.detail());
  }

  /** What stands at the root of the HTTP server. */
  Sheet sheet() {
    return last.map(drift -> new Sheet("text/html; charset=utf-8", FleetPage.of(drift.overview())))
        .orElse(new Sheet("text/plain; charset=utf-8", "no survey yet\n"));
  }

  /** Says that it begins, and how. */
  void begins(Fleet fleet, Watch.Settings settings, Optional<String> address) {
    if (!look.isJson()) {
      say(WatchText.begins(fleet, settings.every(), settings.correct(), address));
    }
  }

  @Override
  public void accept(Notice notice) {
    if (notice instanceof Surveyed survey) {
      last = Optional.of(survey.drift());
    }
    if (look.isJson()) {
      json(notice);
    } else {
      text(notice);
    }
  }

  private void text(Notice notice) {
    if (notice instanceof Surveyed survey) {
      surveyed(survey);
    } else if (notice instanceof Correcting correcting) {
      if (!look.isQuiet()) {
        view.accept(correcting.event());
      }
    } else if (notice instanceof Corrected done) {
      say(DriftText.left(done.drift(), look.detail()));
      say(ResultText.of(done.result(), style, look.detail()));
    } else {
      line(notice.at(), words(notice));
    }
  }

  private void surveyed(Surveyed survey) {
    List<MachinePlan> odd =
        survey.drift().machines().stream()
            .filter(machine -> !machine.back().changes().isEmpty())
            .map(machine -> machine.back())
            .toList();
    line(survey.at(), DriftText.of(survey.drift(), style, Detail.QUIET).strip());
    if (!odd.equals(shown) && !look.isQuiet()) {
      say(DriftText.of(survey.drift(), style, look.detail()));
    }
    shown = odd;
  }

  private void json(Notice notice) {
    if (notice instanceof Surveyed survey) {
      say(DriftJson.line(survey.drift()));
    } else if (notice instanceof Correcting correcting) {
      say(line(correcting.event()) + "\n");
    } else if (!(notice instanceof Corrected)) {
      say(WatchText.json(notice.at(), words(notice)));
    }
  }

  private String line(Event event) {
    if (event instanceof RunStarted started) {
      run = Optional.of(new EventJson(started.run()));
    }
    return run.map(one -> one.line(event)).orElse("");
  }

  private static String words(Notice notice) {
    if (notice instanceof SurveyFailed failed) {
      return "no survey: " + failed.reason();
    }
    if (notice instanceof PutOff put) {
      return WatchText.putOff(put.machines(), put.why(), put.until());
    }
    if (notice instanceof CorrectionFailed failed) {
      return "nothing was put back: " + failed.reason();
    }
    if (notice instanceof Broken broken) {
      return "the inventory is broken, the last good one stays\n" + broken.problems();
    }
    return notice instanceof Loaded loaded ? WatchText.loaded(loaded.fleet()) : "";
  }

  private void line(Instant at, String words) {
    say(WatchText.line(at, words));
  }

  private void say(String text) {
    out.print(text);
    out.flush();
  }
}
