package io.walterfleet.cli;

import io.walterfleet.app.RunReport;
import io.walterfleet.format.Logins;
import io.walterfleet.report.ResultMarkdown;
import io.walterfleet.rollout.RunResult;

/** What a command shows of a run that has ended. */
record Ended(RunResult result, RunReport report, Logins logins) {
  /** How it looks; the text is the command's own. */
  static Views<Ended> views(OutputOptions output, Views.View<Ended> text) {
    return new Views<Ended>()
        .with(OutputOptions.Format.TEXT, text)
        // the events have told it all
        .with(OutputOptions.Format.JSON, one -> "")
        .with(
            OutputOptions.Format.MARKDOWN, one -> ResultMarkdown.of(one.result(), output.detail()))
        .with(OutputOptions.Format.HTML, one -> one.report().page());
  }
}
