package io.walterfleet.inventory;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code rollout}: how a change goes over the fleet. */
final class RolloutReader {
  private static final int MOST_PULLS = 10_000;

  private final Section section;

  private RolloutReader(Section section) {
    this.section = section;
  }

  /** The rollout, whose waves must be among these groups. */
  static Rollout read(Section section, Set<String> groups) {
    RolloutReader reader = new RolloutReader(section);
    return new Rollout(
        section.at("waves").map(waves -> WavesReader.read(waves, groups)).orElseGet(List::of),
        reader.batch(),
        reader.atOnce(),
        section.at("pause").flatMap(Durations::read).orElse(Rollout.DEFAULT.pause()),
        reader.failure(),
        section.section("gate", Keys.GATE).map(GateReader::read).orElse(Gate.DEFAULT));
  }

  private List<CountOrPercent> batch() {
    List<CountOrPercent> batch =
        section.items("batch").stream()
            .flatMap(item -> CountOrPercentReader.read(item, 1).stream())
            .toList();
    return batch.isEmpty() ? Rollout.DEFAULT.batch() : batch;
  }

  private OptionalInt atOnce() {
    Optional<Cursor> cursor = section.at("atOnce");
    if (cursor.isPresent() && section.at("batch").isPresent()) {
      cursor.get().refuse("stands beside 'batch'", "remove one of the two");
    }
    return cursor.flatMap(one -> one.number(1, MOST_PULLS)).stream().mapToInt(i -> i).findFirst();
  }

  private Failure failure() {
    return new Failure(
        section
            .choice("stage", Rollout.Stage.values(), Rollout.Stage::word)
            .orElse(Failure.DEFAULT.stage()),
        section
            .at("pulls")
            .flatMap(cursor -> cursor.number(1, MOST_PULLS))
            .orElse(Failure.DEFAULT.pulls()),
        section
            .at("maxFailed")
            .flatMap(cursor -> CountOrPercentReader.read(cursor, 0))
            .orElse(Failure.DEFAULT.maxFailed()),
        section
            .choice("onFailure", Rollout.OnFailure.values(), Rollout.OnFailure::word)
            .orElse(Failure.DEFAULT.onFailure()));
  }
}
