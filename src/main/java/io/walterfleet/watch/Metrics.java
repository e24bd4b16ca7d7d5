package io.walterfleet.watch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.watch.Notice.Broken;
import io.walterfleet.watch.Notice.Corrected;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.Notice.CorrectionFailed;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.PutOff;
import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What a watch or a run did and what it saw, in numbers for Prometheus; single machines are those
 * of {@link MachineMetrics}.
 */
public final class Metrics implements Consumer<Notice> {
  private static final double MILLISECONDS = 1000.0;
  private static final double[] SECONDS = {0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Gauge machines =
      Gauge.builder()
          .name("walter_fleet_machines")
          .help("Machines of the last survey by verdict.")
          .labelNames("verdict")
          .register(registry);
  private final Counter surveys =
      counter(
          "walter_fleet_surveys_total", "Surveys by result: read, or failed as a whole.", "result");
  private final Histogram surveySeconds =
      Histogram.builder()
          .name("walter_fleet_survey_duration_seconds")
          .help("How long surveys of the whole fleet took.")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Gauge lastSurvey = time("survey", "When all machines were last read.");
  private final Counter corrections =
      counter(
          "walter_fleet_corrections_total",
          "Runs that put machines back, or applied a plan, by how they ended.",
          "ending");
  private final Gauge lastCorrection = time("correction", "When such a run last ended.");
  private final Gauge lastBatch = time("batch", "When a batch of such a run last ended.");
  private final Counter corrected =
      counter(
          "walter_fleet_machines_corrected_total",
          "Machines that had a turn in such a run, by outcome.",
          "outcome");
  private final Histogram stepSeconds =
      Histogram.builder()
          .name("walter_fleet_step_duration_seconds")
          .help("How long steps took on a machine.")
          .labelNames("step")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Counter stepFailures =
      counter("walter_fleet_step_failures_total", "Steps that failed on a machine.", "step");
  private final Gauge waiting =
      Gauge.builder()
          .name("walter_fleet_machines_put_off")
          .help("Machines that drifted and are left alone for now.")
          .register(registry);
  private final Gauge inventory =
      Gauge.builder()
          .name("walter_fleet_inventory_valid")
          .help("1 when the inventory is good, 0 when the last good one is used instead.")
          .register(registry);

  private final MachineMetrics each = new MachineMetrics(registry);

  /** Nothing has happened yet; every series that can be zero is there. */
  public Metrics() {
    for (Verdict verdict : Verdict.values()) {
      machines.initLabelValues(verdict.word());
    }
    for (Outcome outcome : Outcome.values()) {
      if (outcome == Outcome.APPLIED || outcome.isFailure()) {
        corrected.initLabelValues(outcome.word());
      }
    }
    surveys.initLabelValues("read");
    surveys.initLabelValues("failed");
  }

  @Override
  public synchronized void accept(Notice notice) {
    if (notice instanceof Surveyed survey) {
      surveyed(survey);
    } else if (notice instanceof SurveyFailed) {
      surveys.labelValues("failed").inc();
    } else if (notice instanceof PutOff put) {
      waiting.inc(put.machines().size());
    } else if (notice instanceof Correcting step) {
      corrected(step.event());
    } else if (notice instanceof Corrected done) {
      corrections.labelValues(done.result().ending().word()).inc();
      lastCorrection.set(seconds(done.at()));
    } else if (notice instanceof CorrectionFailed) {
      corrections.labelValues("not-begun").inc();
    } else {
      inventory.set(notice instanceof Loaded ? 1 : notice instanceof Broken ? 0 : inventory.get());
    }
  }

  /** The machines of a plan that is carried out, as they were read for it. */
  public synchronized void planned(Plan plan) {
    plan.summary().forEach((verdict, number) -> machines.labelValues(verdict.word()).set(number));
    lastSurvey.set(seconds(plan.header().created()));
    inventory.set(1);
  }

  /** Something happened in a run that somebody asked for. */
  public synchronized void ofRun(Event event) {
    corrected(event);
    if (event instanceof RunFinished end) {
      corrections.labelValues(end.ending().word()).inc();
      lastCorrection.set(seconds(end.at()));
    }
  }

  /**
   * The numbers as text.
   *
   * @param accepted what the asking side takes, as its Accept header says it
   */
  synchronized HttpReply httpReply(String accepted) throws IOException {
    // others, such as the one for protobuf, are named by the library and not there
    ExpositionFormatWriter writer =
        formats.getOpenMetricsTextFormatWriter().accepts(accepted)
            ? formats.getOpenMetricsTextFormatWriter()
            : formats.getPrometheusTextFormatWriter();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, registry.scrape());
    return new HttpReply(200, writer.getContentType(), text.toString(StandardCharsets.UTF_8));
  }

  private void surveyed(Surveyed survey) {
    survey
        .drift()
        .summary()
        .forEach((verdict, number) -> machines.labelValues(verdict.word()).set(number));
    each.surveyed(survey.drift());
    surveys.labelValues("read").inc();
    surveySeconds.observe(seconds(survey.took()));
    lastSurvey.set(seconds(survey.at()));
    waiting.set(0);
  }

  private void corrected(Event event) {
    if (event instanceof StepFinished step) {
      stepSeconds.labelValues(step.step()).observe(seconds(step.took()));
      if (step.word().equals("failed")) {
        stepFailures.labelValues(step.step()).inc();
      }
    }
    if (event instanceof BatchFinished batch) {
      lastBatch.set(seconds(batch.at()));
    }
    if (event instanceof MachineFinished machine) {
      Outcome outcome = machine.result().outcome();
      if (outcome != Outcome.IN_SYNC && outcome != Outcome.SKIPPED) {
        corrected.labelValues(outcome.word()).inc();
      }
    }
  }

  private Counter counter(String name, String help, String label) {
    return Counter.builder().name(name).help(help).labelNames(label).register(registry);
  }

  private Gauge time(String what, String help) {
    return Gauge.builder()
        .name("walter_fleet_last_" + what + "_timestamp_seconds")
        .help(help)
        .register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLISECONDS;
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / MILLISECONDS;
  }
}
