package io.walterfleet.cli;

import io.walterfleet.app.Planned;
import io.walterfleet.app.UsageException;
import io.walterfleet.format.Background;
import io.walterfleet.format.OnlyJson;
import io.walterfleet.format.Outlook;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Selection;
import io.walterfleet.plan.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option that shows some machines alone; exit codes are of all of them. */
final class Only {
  private static final String UNHEALTHY = "unhealthy";

  @Option(
      names = "--only",
      paramLabel = "VERDICT",
      description = {
        "show these machines alone: in-sync, change, drift, blocked,",
        "unknown or unhealthy; may be repeated; the exit code is of all"
      })
  private List<String> words = List.of();

  boolean isGiven() {
    return !words.isEmpty();
  }

  /** Refuses words that are no verdicts. */
  void mustBeKnown() throws UsageException {
    for (String word : words) {
      if (!word.equals(UNHEALTHY) && Verdict.of(word).isEmpty()) {
        throw UsageException.of(
            "--only '" + word + "' is not known",
            "one of: in-sync, change, drift, blocked, unknown, " + UNHEALTHY);
      }
    }
  }

  /** What is shown of a plan; all of it where nothing was chosen. */
  Planned of(Planned planned, OutputOptions.Format format) {
    if (!isGiven()) {
      return planned;
    }
    Plan some = selection().of(planned.plan(), planned.health());
    Plan named = some.with(named(some.header(), some.machines().size(), planned.plan(), format));
    return new Planned(
        named, planned.seen(), Selection.only(planned.health(), some), planned.manifest());
  }

  /** What is known beside a plan, without what is said of machines that are not shown. */
  Background of(Background background) {
    return isGiven()
        ? new Background(
            background.scope(),
            background.source(),
            background.notes(),
            Optional.empty(),
            Outlook.NONE)
        : background;
  }

  /** What is shown of drift; all of it where nothing was chosen. */
  FleetDrift of(FleetDrift drift, OutputOptions.Format format) {
    if (!isGiven()) {
      return drift;
    }
    FleetDrift some = selection().of(drift);
    Plan back = some.correction();
    Plan named =
        back.with(named(back.header(), some.machines().size(), drift.correction(), format));
    return new FleetDrift(named, some.machines(), some.health());
  }

  /** The text with what says that it is of a part. */
  String marked(String text, int shown, int all, OutputOptions.Format format) {
    if (!isGiven()) {
      return text;
    }
    return switch (format.part()) {
      case LAST_LINE ->
          text + "Only " + chosen() + ": " + shown + " of " + Plural.machines(all) + ".\n";
      case KEY -> OnlyJson.marked(text, words, all);
      case FLEET -> text;
    };
  }

  private Plan.Header named(
      Plan.Header header, int shown, Plan whole, OutputOptions.Format format) {
    String part =
        " (only "
            + chosen()
            + ": "
            + shown
            + " of "
            + Plural.machines(whole.machines().size())
            + ")";
    return format.part() == OutputOptions.Format.Part.FLEET
        ? new Plan.Header(header.id(), header.created(), header.fleet() + part)
        : header;
  }

  private String chosen() {
    return String.join(", ", words);
  }

  private Selection selection() {
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    words.forEach(word -> Verdict.of(word).ifPresent(verdicts::add));
    return new Selection(verdicts, words.contains(UNHEALTHY));
  }
}
