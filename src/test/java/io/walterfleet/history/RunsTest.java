package io.walterfleet.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of runs, and what is read of it again. */
@Tag("unit")
class RunsTest {
  private static final String ID = "20261123T100500Z-1c2d";
  private static final Instant NOW = Instant.parse("2026-11-23T10:05:00Z");

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private Path place = Path.of("");
  private Runs runs = new Runs(place);

  @BeforeEach
  void runs() {
    place = folder.resolve("state/walter-fleet/runs");
    runs = new Runs(place);
  }

  @Test
  void aRunIsReadAsItWasTold() {
    tell(ID, events());

    assertThat(runs.ids()).containsExactly(ID);
    assertThat(runs.run(ID))
        .contains(
            new PastRun(
                new Summary(opening(ID, NOW), Optional.of((RunFinished) events().get(3)), false),
                Optional.empty(),
                events()));
    assertThat(notes).isEmpty();
  }

  @Test
  void ofTwoThatBeganInTheSameSecondTheNewerIsFirstWhateverTheirNamesAre() {
    tell("20261123T100500Z-aaaa", NOW.plusMillis(700));
    tell("20261123T100500Z-ffff", NOW.plusMillis(20));
    tell("20261123T100500Z-cccc", NOW.plusMillis(300));
    tell("20261123T100459Z-ffff", NOW.minusMillis(1));
    assertThat(runs.ids())
        .containsExactly(
            "20261123T100500Z-aaaa",
            "20261123T100500Z-cccc",
            "20261123T100500Z-ffff",
            "20261123T100459Z-ffff");
  }

  @Test
  void whatAnotherUserCanHaveWrittenIsNeitherReadNorWrittenOver() {
    tell(ID, events());
    Runs others = new Runs(place, false);
    assertThat(others.ids()).isEmpty();
    assertThat(others.run(ID)).isEmpty();
    String again = ID.replace('1', '2');
    try (RunRecord record = others.begin(opening(again, NOW), Optional.empty(), notes::add)) {
      events().forEach(record);
    }
    assertThat(place.resolve(again)).doesNotExist();
    assertThat(notes)
        .containsExactly(
            "this run is not written down: "
                + place
                + " lies where another user may write; the run goes on");
  }

  @Test
  void nobodyElseCanLookIntoIt() throws IOException {
    tell(ID, events());
    for (Path one : List.of(place, place.resolve(ID))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aKilledRunIsUnfinishedAndKeepsItsWholeEvents() throws IOException {
    tell(ID, events().subList(0, 2));
    Files.writeString(
        place.resolve(ID).resolve("events.jsonl"), "{\"type\":\"mach", StandardOpenOption.APPEND);

    PastRun run = runs.run(ID).orElseThrow();
    assertThat(run.summary()).isEqualTo(new Summary(opening(ID, NOW), Optional.empty(), false));
    assertThat(run.events()).isEqualTo(events().subList(0, 2));
  }

  @Test
  void aRunWhoseProcessLivesIsRunning() {
    Instant later = ProcessHandle.current().info().startInstant().orElseThrow().plusSeconds(5);
    runs.begin(opening(ID, later), Optional.empty(), notes::add);
    assertThat(runs.summary(ID).orElseThrow().isRunning()).isTrue();
  }

  @Test
  void theNewestComesFirstAndOtherThingsAreNoRuns() throws IOException {
    for (String id : List.of("20261123T100500Z-0001", "20261124T100500Z-0001", ID)) {
      tell(id, events());
    }
    Files.createDirectory(place.resolve("notes"));
    assertThat(runs.ids()).containsExactly("20261124T100500Z-0001", ID, "20261123T100500Z-0001");
  }

  @Test
  void whatCannotBeWrittenIsToldOnceAndStopsNothing() throws IOException {
    Files.createDirectories(place.getParent());
    Files.writeString(place, "in the way");
    tell(ID, events());
    assertThat(notes)
        .containsExactly(
            "this run is not written down whole: "
                + place.resolve(ID)
                + " cannot be written (something else stands there); the run goes on");
    assertThat(runs.ids()).isEmpty();
  }

  @Test
  void whatIsDamagedIsNoRun() throws IOException {
    tell(ID, events());
    Files.writeString(place.resolve(ID).resolve("run.json"), "{");
    assertThat(runs.run(ID)).isEmpty();
  }

  @Test
  void ofMoreThanAThousandTheOldOnesGo() throws IOException {
    Files.createDirectories(place);
    for (int i = 0; i < Runs.KEPT; i++) {
      Files.createDirectory(place.resolve("20261101T100500Z-%04d".formatted(i)));
    }
    tell("20261001T000000Z-aaaa", Instant.parse("2026-10-01T00:00:00Z"));
    tell("20250101T000000Z-aaaa", Instant.parse("2025-01-01T00:00:00Z"));
    assertThat(runs.ids()).hasSize(Runs.KEPT + 2);
    tell(ID, NOW);
    assertThat(runs.ids())
        .contains(ID, "20261001T000000Z-aaaa")
        .doesNotContain("20250101T000000Z-aaaa");
  }

  private void tell(String id, Instant began) {
    runs.begin(opening(id, began), Optional.empty(), notes::add).close();
  }

  private void tell(String id, List<Event> events) {
    try (RunRecord record = runs.begin(opening(id, NOW), Optional.empty(), notes::add)) {
      events.forEach(record);
    }
  }

  private static Opening opening(String id, Instant began) {
    return new Opening(id, began, "emea", "walter-fleet apply --yes", "ana@laptop", "1.0.0");
  }

  private static List<Event> events() {
    return List.of(
        new RunStarted(NOW, ID, "20261123T100000Z-7f3a", 1, 1),
        new StepStarted(NOW.plusSeconds(1), "store-1", "pull"),
        new MachineFinished(
            NOW.plusSeconds(3),
            new MachineResult("store-1", Outcome.FAILED, "pull failed: no such image", "look")),
        new RunFinished(
            NOW.plus(Duration.ofSeconds(4)), ID, Map.of(Outcome.FAILED, 1), Ending.BUDGET, 4));
  }
}
