package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Wave;
import io.walterfleet.format.Elapsed;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Phrases;
import io.walterfleet.format.Plural;
import io.walterfleet.rehearsal.Assumptions;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rehearsal.Forecast;
import io.walterfleet.rehearsal.Forecast.FaultHits;
import io.walterfleet.rehearsal.Forecast.Phase;
import io.walterfleet.rehearsal.Forecast.WavePart;
import io.walterfleet.rehearsal.WaveCalendar;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.RunResult.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a rollout would go, for people: what is supposed, its course, who fails, and its end. */
public final class ForecastText {
  private static final List<String> HEADINGS =
      List.of("BATCH", "WAVE", "MACHINES", "BEGINS", "TAKES", "CHANGED", "FAILED");

  private static final List<String> DATES =
      List.of("WAVE", "BEGINS, AT THE EARLIEST", "DONE", "THEN");

  private final Forecast forecast;
  private final RunResult result;
  private final Style style;
  private final Detail detail;
  private final TextBuilder textBuilder = new TextBuilder();

  private ForecastText(Forecast forecast, Style style, Detail detail) {
    this.forecast = forecast;
    this.result = forecast.result();
    this.style = style;
    this.detail = detail;
  }

  /** The whole text; it ends with a line feed. */
  public static String of(Forecast forecast, Style style, Detail detail) {
    ForecastText text = new ForecastText(forecast, style, detail);
    return detail == Detail.QUIET ? text.closing() : text.whole();
  }

  private String whole() {
    textBuilder
        .line(
            "Rehearsal of fleet "
                + Controls.escaped(result.plan().header().fleet())
                + ": "
                + Plural.machines(result.machines().size())
                + ", all simulated; no machine was contacted")
        .gap();
    suppositions();
    if (!rows().isEmpty()) {
      Table.of(HEADINGS, rows()).write(textBuilder, style);
      textBuilder.gap();
    }
    if (!forecast.calendar().isEmpty()) {
      Table.of(DATES, dates()).write(textBuilder, style);
      textBuilder.gap();
    }
    textBuilder.line("budget  " + budget());
    textBuilder.line(
        "peak    "
            + Plural.of(forecast.course().peaks().connections(), "connection")
            + ", "
            + Plural.machines(forecast.course().peaks().machines())
            + " at work");
    return textBuilder.gap().text() + closing();
  }

  private String closing() {
    return ResultText.of(result, style, detail)
        + (WaveCalendar.isHeld(forecast.calendar())
            ? "apply would exit with 11 where a wave holds or soaks, and at last with "
            : "apply would exit with ")
        + result.exitCode().number()
        + "\n";
  }

  private void suppositions() {
    textBuilder.folded("plan    ", Controls.escaped(forecast.origin()));
    textBuilder.folded("from    ", from());
    textBuilder.folded("takes   ", takes(forecast.scenario().assumed()));
    if (!forecast.checks().isEmpty()) {
      textBuilder.folded("checks  ", "not asked: " + Phrases.checks(forecast.checks()));
    }
    if (!forecast.hooks().isEmpty()) {
      textBuilder.folded("hooks   ", "not run: " + Phrases.hooks(forecast.hooks()));
    }
    forecast
        .waits()
        .forEach(wait -> textBuilder.folded("holds   ", Controls.escaped(wait.sentence())));
    textBuilder.line("seed    " + forecast.scenario().seed());
    for (FaultHits faultHits : forecast.faultHitss()) {
      List<String> names = faultHits.machines();
      textBuilder.folded(
          "fault   ",
          Controls.escaped(faultHits.fault().text())
              + ": "
              + (names.isEmpty()
                  ? "strikes none"
                  : Plural.machines(names.size()) + ", " + NameRanges.shortened(names)));
    }
    textBuilder.gap();
  }

  /** What the machines run at the beginning, the most common first. */
  private String from() {
    Map<ImageRef, List<String>> images = new LinkedHashMap<>();
    forecast
        .from()
        .forEach(
            (name, image) -> images.computeIfAbsent(image, key -> new ArrayList<>()).add(name));
    int installed = forecast.from().size();
    int fresh = result.plan().acting().size() - installed;
    List<String> said = new ArrayList<>();
    images.entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .forEach(
            entry ->
                said.add(Plural.machines(entry.getValue().size()) + " with " + entry.getKey()));
    if (fresh > 0) {
      said.add(Plural.machines(fresh) + " without an install");
    }
    return String.join(", ", said);
  }

  private static String takes(Assumptions assumed) {
    return Act.all()
        .map(act -> act.word() + " " + Elapsed.of(assumed.of(act)))
        .collect(joining(", "));
  }

  private List<List<String>> dates() {
    List<WavePart> all = forecast.calendar();
    List<List<String>> dates = new ArrayList<>();
    for (WavePart part : all) {
      boolean isLast = part.equals(all.get(all.size() - 1));
      dates.add(
          List.of(
              part.wave().group(),
              Maintenance.shown(part.begins()),
              Maintenance.shown(part.done()),
              part.isLast() ? (isLast ? "-" : then(part.wave())) : later(part)));
    }
    return dates;
  }

  private static String later(WavePart part) {
    return Plural.of(part.waiting(), "machine") + " when it opens again";
  }

  private static String then(Wave wave) {
    String soaks = wave.soak().isZero() ? "" : "soaks for " + Wave.words(wave.soak());
    if (!wave.holds()) {
      return soaks.isEmpty() ? "-" : soaks;
    }
    return soaks.isEmpty() ? "holds" : soaks + ", then holds";
  }

  private List<List<String>> rows() {
    Optional<List<String>> preparation =
        forecast.course().preparation().map(phase -> row("prepare", "all", phase));
    Stream<List<String>> batches =
        forecast.course().batches().stream()
            .map(phase -> row(phase.number() + " of " + all(), phase.wave(), phase));
    return Stream.concat(preparation.stream(), batches).toList();
  }

  private int all() {
    return result.plan().batches().all().size();
  }

  private static List<String> row(String batch, String wave, Phase phase) {
    return List.of(
        batch,
        wave,
        Integer.toString(phase.machines()),
        Elapsed.of(phase.begins()),
        Elapsed.of(phase.takes()),
        phase.number() == 0 ? "-" : Integer.toString(phase.changed()),
        Integer.toString(phase.failed()));
  }

  private String budget() {
    int failed =
        Math.toIntExact(
            result.machines().stream().filter(one -> one.outcome().isFailure()).count());
    int most = result.plan().budget().maxFailed();
    String borne = (most == 0 ? "none" : "at most " + most) + " may fail; " + failed + " did";
    return result.ending() == Ending.BUDGET ? style.red(borne + ": " + stopped()) : borne;
  }

  private String stopped() {
    List<Phase> batches = forecast.course().batches();
    if (batches.isEmpty()) {
      return "stops before the first batch; no install is changed";
    }
    Phase last = batches.get(batches.size() - 1);
    return "stops in batch " + last.number() + " of " + all() + " (" + last.wave() + ")";
  }
}
