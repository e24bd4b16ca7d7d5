package io.walterfleet.cli;

import io.walterfleet.format.LogJson;
import io.walterfleet.format.LogLevel;
import io.walterfleet.plan.Drift;
import io.walterfleet.report.Detail;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.LogView;
import io.walterfleet.report.Style;
import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.Notice.Surveyed;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A watch as records of the log: one for each survey, one for each machine that is otherwise than
 * at the last one, and all of its corrections.
 */
final class WatchLog implements Consumer<Notice> {
  private final LogJson log;
  private final LogView runs;
  private Set<Standing> odd = Set.of();

  WatchLog(LogJson log, Detail detail) {
    this.log = log;
    this.runs = new LogView(log, detail);
  }

  @Override
  public void accept(Notice notice) {
    if (notice instanceof Surveyed survey) {
      surveyed(survey);
    } else if (notice instanceof Correcting correcting) {
      runs.accept(correcting.event());
    } else {
      // a correction that ended was told by its last event
      WatchDisplay.notice(notice).ifPresent(log::notice);
    }
  }

  private void surveyed(Surveyed survey) {
    Set<Standing> now = new HashSet<>();
    Set<String> before = new HashSet<>();
    odd.forEach(one -> before.add(one.name()));
    for (Drift machine : survey.drift().machines()) {
      Standing standing = Standing.of(machine, survey.drift().health());
      if (standing.isOdd()) {
        now.add(standing);
      }
      boolean isNews = standing.isOdd() ? !odd.contains(standing) : before.contains(machine.name());
      if (isNews) {
        log.machine(survey.at(), machine, survey.drift().health().of(machine.name()));
      }
    }
    odd = now;
    log.surveyed(
        survey.at(),
        survey.drift(),
        now.isEmpty() ? LogLevel.INFO : LogLevel.WARN,
        DriftText.of(survey.drift(), Style.PLAIN, Detail.QUIET).strip());
  }
}
