package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.DriftJson;
import io.walterfleet.format.EventJson;
import io.walterfleet.format.Logins;
import io.walterfleet.format.WatchNotice;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.report.Detail;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.PlainView;
import io.walterfleet.report.ReplacedText;
import io.walterfleet.report.ResultText;
import io.walterfleet.report.Style;
import io.walterfleet.report.WatchText;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Notice.Broken;
import io.walterfleet.watch.Notice.Corrected;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.Notice.CorrectionFailed;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.PutOff;
import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import io.walterfleet.watch.StatusServer.Sheet;
import io.walterfleet.watch.Watch;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Shows a watch as it goes: a line for each survey, what is not in sync whenever that is something
 * else than the last time, and every correction. With {@code --format json} each line is one JSON
 * object.
 */
final class WatchDisplay implements Consumer<Notice> {
  private final OutputOptions output;
  private final Style style;
  private final PrintWriter out;
  private final PlainView view;
  private Optional<EventJson> run = Optional.empty();
  private List<Standing> shown = List.of();
  private final List<Event> told = new ArrayList<>();
  private Logins logins = Logins.NONE;
  private volatile Supplier<Sheet> sheet =
      () -> new Sheet("text/plain; charset=utf-8", "no survey yet\n");

  WatchDisplay(PrintWriter out, OutputOptions output, Style style) {
    this.output = output;
    this.style = style;
    this.out = out;
    this.view = new PlainView(out, output.detail());
  }

  /** The page of a survey, drawn when somebody asks for it, and once. */
  private static final class Drawn implements Supplier<Sheet> {
    private final FleetDrift drift;
    private final Logins logins;
    private Optional<Sheet> drawn = Optional.empty();

    Drawn(FleetDrift drift, Logins logins) {
      this.drift = drift;
      this.logins = logins;
    }

    @Override
    public synchronized Sheet get() {
      drawn =
          drawn.or(
              () ->
                  Optional.of(new Sheet("text/html; charset=utf-8", FleetPage.of(drift, logins))));
      return drawn.orElseThrow();
    }
  }

  /** What stands at the root of the HTTP server. */
  Sheet sheet() {
    return sheet.get();
  }

  /** Says that it begins, and how. */
  void begins(Fleet fleet, Watch.Settings settings, Optional<String> address) {
    logins = LoginLines.of(fleet);
    if (!output.isJson()) {
      say(WatchText.begins(fleet, settings.every(), settings.correct(), address));
    }
  }

  @Override
  public void accept(Notice notice) {
    if (notice instanceof Loaded loaded) {
      logins = LoginLines.of(loaded.fleet());
    }
    if (notice instanceof Surveyed survey) {
      sheet = new Drawn(survey.drift(), logins);
    }
    if (output.isJson()) {
      json(notice);
    } else {
      text(notice);
    }
  }

  private void text(Notice notice) {
    if (notice instanceof Surveyed survey) {
      surveyed(survey);
    } else if (notice instanceof Correcting correcting) {
      correcting(correcting.event());
    } else if (notice instanceof Corrected done) {
      say(ReplacedText.of(told, output.detail()));
      say(DriftText.left(done.drift(), output.detail()));
      say(ResultText.of(done.result(), style, output.detail(), logins));
      told.clear();
    } else {
      notice(notice).ifPresent(one -> line(one.at(), one.text()));
    }
  }

  private void surveyed(Surveyed survey) {
    List<Standing> odd =
        survey.drift().machines().stream()
            .map(machine -> Standing.of(machine, survey.drift().health()))
            .filter(Standing::isOdd)
            .toList();
    line(survey.at(), DriftText.of(survey.drift(), style, Detail.QUIET).strip());
    if (!odd.equals(shown) && !output.isQuiet()) {
      say(DriftText.sections(survey.drift(), style, output.detail()));
    }
    shown = odd;
  }

  private void correcting(Event event) {
    if (!output.isQuiet()) {
      told.add(event);
      view.accept(event);
    }
  }

  private void json(Notice notice) {
    if (notice instanceof Surveyed survey) {
      say(DriftJson.line(survey.drift()));
    } else if (notice instanceof Correcting correcting) {
      say(line(correcting.event()) + "\n");
    } else {
      notice(notice).map(WatchNotice::json).ifPresent(this::say);
    }
  }

  private String line(Event event) {
    if (event instanceof RunStarted started) {
      run = Optional.of(new EventJson(started.run()));
    }
    return run.map(one -> one.line(event)).orElse("");
  }

  /** What there is to say in one line; empty for surveys and corrections, which have more. */
  static Optional<WatchNotice> notice(Notice notice) {
    Instant at = notice.at();
    if (notice instanceof SurveyFailed failed) {
      return Optional.of(WatchNotice.noSurvey(at, failed.reason()));
    }
    if (notice instanceof PutOff put) {
      return Optional.of(WatchNotice.leftAlone(at, put.machines(), put.why(), put.until()));
    }
    if (notice instanceof CorrectionFailed failed) {
      return Optional.of(WatchNotice.noCorrection(at, failed.reason()));
    }
    if (notice instanceof Broken broken) {
      return Optional.of(WatchNotice.broken(at, broken.problems()));
    }
    return notice instanceof Loaded loaded
        ? Optional.of(WatchNotice.read(at, loaded.fleet()))
        : Optional.empty();
  }

  private void line(Instant at, String words) {
    say(WatchText.line(at, words));
  }

  private void say(String text) {
    out.print(text);
    out.flush();
  }
}
