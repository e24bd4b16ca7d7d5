package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.BadPlan;
import io.walterfleet.format.EventJson;
import io.walterfleet.format.HistoryJson;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.format.SampleRuns;
import io.walterfleet.format.Schemas;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Past runs, as people and programs see them. */
@Tag("unit")
class HistoryTest {
  private static final Opening OPENING =
      new Opening(
          SampleRuns.RUN,
          SampleRuns.START,
          "emea",
          "WALTER_FLEET_LIMIT=stores walter-fleet apply --yes",
          "ana@laptop",
          "1.0.0");
  private static final RunFinished END = end();

  @Test
  void allRunsAreATable() {
    Opening another =
        new Opening(
            "20261122T080000Z-77aa",
            SampleRuns.START,
            "emea",
            "walter-fleet rollback --yes --limit store-001:store-002:store-003:store-004:store-005",
            "bob@desk",
            "1.0.0");
    assertThat(
            HistoryText.of(
                List.of(
                    new Summary(OPENING, Optional.of(END), false),
                    new Summary(another, Optional.empty(), true),
                    new Summary(another, Optional.empty(), false)),
                Style.PLAIN))
        .isEqualTo(
            """
            RUN                    RESULT       TOOK  MACHINES             BY          COMMAND
            20261123T100512Z-1c2d  stopped (4)  16 s  1 applied, 1 failed  ana@laptop  apply --yes
            20261122T080000Z-77aa  running      -     -                    bob@desk    rollback --yes --limit store-001:store-002:store-003:stor...
            20261122T080000Z-77aa  unfinished   -     -                    bob@desk    rollback --yes --limit store-001:store-002:store-003:stor...
            """);
    assertThat(HistoryText.of(List.of(), Style.PLAIN))
        .isEqualTo("No run is written down here yet.\n");
  }

  @Test
  void oneRunShowsItsMachinesWithFailuresFirst() {
    assertThat(HistoryText.of(whole(), Style.PLAIN, Detail.NORMAL))
        .isEqualTo(
            """
            Run 20261123T100512Z-1c2d: stopped (4) in 16 s
              command   WALTER_FLEET_LIMIT=stores walter-fleet apply --yes
              by        ana@laptop, walter-fleet 1.0.0
              when      2026-11-23T10:05:12Z to 2026-11-23T10:05:28Z
              fleet     emea, plan %s

            failed: store-002 in 1.2 s
                swap failed: no trace
                fix: look
                steps: stage 0.2 s, swap failed after 1.0 s
            applied: store-001 in 2.9 s
                steps: stage 1.9 s, swap 1.0 s

            2 machines: 1 applied, 1 failed
            """
                .formatted(SampleRuns.plan().header().id()));
    assertThat(HistoryText.of(whole(), Style.PLAIN, Detail.QUIET))
        .endsWith("1 failed\n")
        .hasLineCount(6);
  }

  @Test
  void aKilledRunSaysHowFarItCameAndWhatToDo() {
    List<Event> events = SampleRuns.events().subList(0, 9);
    PastRun run =
        new PastRun(new Summary(OPENING, Optional.empty(), false), Optional.empty(), events);
    assertThat(HistoryText.of(run, Style.PLAIN, Detail.NORMAL))
        .isEqualTo(
            """
            Run 20261123T100512Z-1c2d: unfinished
              command   WALTER_FLEET_LIMIT=stores walter-fleet apply --yes
              by        ana@laptop, walter-fleet 1.0.0
              when      2026-11-23T10:05:12Z
              fleet     emea

            unfinished: store-002 in 0.2 s
                steps: stage 0.2 s
            applied: store-001 in 2.9 s
                steps: stage 1.9 s, swap 1.0 s

            1 of 2 machines done when it was last heard of; run the same again: it goes on where each machine is
            """);
  }

  @Test
  void asJsonItObeysTheSchema() throws IOException {
    String several =
        HistoryJson.of(
            List.of(
                new Summary(OPENING, Optional.of(END), false),
                new Summary(OPENING, Optional.empty(), false)));
    for (String json : List.of(several, HistoryJson.of(whole()))) {
      assertThat(Schemas.complaints("history.schema.json", json)).isEmpty();
    }
    assertThat(several).contains("\"state\" : \"finished\"", "\"state\" : \"unfinished\"");
  }

  @Test
  void everyEventIsReadAsItWasWritten() throws BadPlan {
    EventJson json = new EventJson(SampleRuns.RUN);
    for (Event event : SampleRuns.events()) {
      String line = json.line(event);
      assertThat(json.line(EventJson.read(line))).isEqualTo(line);
    }
  }

  private static PastRun whole() {
    return new PastRun(
        new Summary(OPENING, Optional.of(END), false),
        Optional.of(SampleRuns.plan()),
        SampleRuns.events());
  }

  private static RunFinished end() {
    List<Event> events = SampleRuns.events();
    return (RunFinished) events.get(events.size() - 1);
  }
}
