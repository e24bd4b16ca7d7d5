package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Expected;
import io.walterfleet.format.Expected.Span;
import io.walterfleet.format.Expected.Told;
import io.walterfleet.format.SampleRuns;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.step.StepReport.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RunViewsTest {
  private static final List<Event> EVENTS = SampleRuns.events();

  private final FakeTerminal terminal = new FakeTerminal();

  @Test
  void aPipeGetsALineForEachStepThatEnded() {
    StringWriter written = new StringWriter();
    PlainView view = new PlainView(new PrintWriter(written), Detail.NORMAL);
    EVENTS.forEach(view);
    view.close();
    assertThat(written.toString())
        .isEqualTo(
            """
            2026-11-23T10:05:12Z run 20261123T100512Z-1c2d of 2 machines began
            2026-11-23T10:05:14Z store-001: stage done in 1.9 s
            2026-11-23T10:05:14Z store-002: stage had nothing to do in 0.2 s
            2026-11-23T10:05:16Z store-001: swap done in 1.0 s
            2026-11-23T10:05:26Z store-001: applied
            2026-11-23T10:05:26Z batch 1 of 2 (stores) ended: none failed
            2026-11-23T10:05:28Z store-002: swap failed in 1.0 s
            2026-11-23T10:05:28Z store-002: failed: swap failed: no trace
                fix: look
            2026-11-23T10:05:28Z batch 2 of 2 (stores) ended: 1 failed
            """);
  }

  @Test
  void verboseSaysWhatEachStepDid() {
    StringWriter written = new StringWriter();
    PlainView view = new PlainView(new PrintWriter(written), Detail.VERBOSE);
    EVENTS.forEach(view);
    view.close();
    assertThat(written.toString())
        .isEqualTo(
            """
            2026-11-23T10:05:12Z run 20261123T100512Z-1c2d of 2 machines began
            2026-11-23T10:05:14Z store-001: stage done in 1.9 s: 214 files
            2026-11-23T10:05:14Z store-002: stage had nothing to do in 0.2 s
            2026-11-23T10:05:16Z store-001: swap done in 1.0 s
            2026-11-23T10:05:26Z store-001: applied
            2026-11-23T10:05:26Z batch 1 of 2 (stores) ended: none failed
            2026-11-23T10:05:28Z store-002: swap failed in 1.0 s: no trace
            2026-11-23T10:05:28Z store-002: failed: swap failed: no trace
                fix: look
            2026-11-23T10:05:28Z batch 2 of 2 (stores) ended: 1 failed
            """);
  }

  @Test
  void aTerminalShowsWhatIsInWorkAndTheWholeBelow() {
    LiveView view = view(60, 10);
    EVENTS.subList(0, 3).forEach(view);
    view.redraw(SampleRuns.START.plusSeconds(75));
    assertThat(terminal.screen())
        .isEqualTo(
            """
              store-001  stage    1 min 15 s
              store-002  stage    1 min 15 s
            [........................] 0 of 2 machines, preparing, 1 mi
            """);
  }

  @Test
  void howLongItTakesAndHowLongAMachineIsDownStandWhereTheyAreLookedFor() {
    LiveView view = view(140, 10);
    view.expect(
        new Expected(
            Duration.ofMinutes(6),
            new Span(Duration.ofMinutes(5), Duration.ofMinutes(7)),
            new Span(Duration.ofSeconds(30), Duration.ofSeconds(70)),
            Map.of(),
            Map.of(),
            new Told(9, 3, List.of())));
    view.accept(new StepStarted(SampleRuns.START, "store-001", "restart"));
    view.accept(new StepStarted(SampleRuns.START, "store-002", "stage"));
    view.accept(finished("store-001", "restart", 12));
    view.accept(new StepStarted(SampleRuns.START.plusSeconds(12), "store-001", "gate"));
    view.redraw(SampleRuns.START.plusSeconds(20));
    assertThat(terminal.screen())
        .startsWith(
            """
              store-002  stage    20 s
              store-001  gate     8.0 s, down for 20 s
            [""")
        .endsWith(
            """
            batch 1 of 2, 20 s
            takes 5 min 0 s to 7 min 0 s, each machine is down for 30 s to 1 min 10 s, from 3 earlier runs; about 5 min 40 s left
            """);
    view.accept(finished("store-001", "gate", 21));
    view.accept(new StepStarted(SampleRuns.START.plusSeconds(21), "store-001", "finish"));
    view.redraw(SampleRuns.START.plusSeconds(22));
    assertThat(terminal.screen()).contains("  store-001  finish   1.0 s\n");
  }

  private static StepFinished finished(String machine, String step, int seconds) {
    return new StepFinished(
        SampleRuns.START.plusSeconds(seconds),
        machine,
        step,
        Result.CHANGED,
        Duration.ofSeconds(seconds),
        "");
  }

  @Test
  void aLineIsGoneWhenItsStepIs() {
    LiveView view = view(80, 10);
    EVENTS.subList(0, 7).forEach(view);
    assertThat(terminal.screen())
        .isEqualTo(
            """
            [#########...............] 0 of 2 machines, batch 1 of 2, 4.0 s
            """);
  }

  @Test
  void moreMachinesThanLinesAreCounted() {
    LiveView view = view(80, 6);
    for (int i = 1; i <= 9; i++) {
      view.accept(new StepStarted(SampleRuns.START, "m-" + i, "pull"));
    }
    view.redraw(SampleRuns.START);
    assertThat(terminal.screen())
        .isEqualTo(
            """
              m-1  pull     0.0 s
              m-2  pull     0.0 s
              and 7 more
            [........................] 0 of 2 machines, preparing, 0.0 s
            """);
  }

  @Test
  void failuresStayAboveAndTheRestIsGoneAtTheEnd() {
    LiveView view = view(80, 10);
    EVENTS.forEach(view);
    view.say("interrupted: finishing what runs");
    view.close();
    view.redraw(SampleRuns.START);
    assertThat(terminal.screen())
        .isEqualTo(
            """
            batch 1 of 2 (stores) ended: none failed
            store-002: failed: swap failed: no trace
                fix: look
            batch 2 of 2 (stores) ended: 1 failed
            interrupted: finishing what runs
            """);
  }

  @Test
  void theSurveyCountsOnOneLineThatIsGoneAtTheEnd() {
    SurveyView view = new SurveyView(new PrintWriter(terminal), 3);
    view.count();
    view.count();
    assertThat(terminal.screen()).isEqualTo("reading machines: 2 of 3\n");
    view.close();
    assertThat(terminal.screen()).isEqualTo("\n");
  }

  @Test
  void aWindowThatBecameNarrowerKeepsNoRowsOfBefore() {
    AtomicInteger columns = new AtomicInteger(80);
    LiveView view =
        new LiveView(
            new PrintWriter(terminal),
            () -> new LiveView.Size(columns.get(), 10),
            Style.PLAIN,
            SampleRuns.plan(),
            SampleRuns.START);
    EVENTS.subList(0, 3).forEach(view);
    view.redraw(SampleRuns.START.plusSeconds(75));
    columns.set(30);
    terminal.narrow(30);
    view.redraw(SampleRuns.START.plusSeconds(76));
    assertThat(terminal.screen())
        .isEqualTo(
            """
              store-001  stage    1 min 1
              store-002  stage    1 min 1
            [........................] 0
            """);
  }

  @Test
  void theBarTellsTheRateAndMarksFailures() {
    StringWriter written = new StringWriter();
    LiveView view =
        new LiveView(
            new PrintWriter(written),
            () -> new LiveView.Size(120, 10),
            Style.ANSI,
            SampleRuns.plan(),
            SampleRuns.START);
    EVENTS.forEach(view);
    view.redraw(SampleRuns.START.plusSeconds(60));
    assertThat(written.toString())
        .contains(
            "2 of 2 machines, \u001b[31m1 failed\u001b[0m, 2.0 a minute, batch 2 of 2, 1 min 0 s");
  }

  private LiveView view(int columns, int rows) {
    return new LiveView(
        new PrintWriter(terminal),
        () -> new LiveView.Size(columns, rows),
        Style.PLAIN,
        SampleRuns.plan(),
        SampleRuns.START);
  }
}
