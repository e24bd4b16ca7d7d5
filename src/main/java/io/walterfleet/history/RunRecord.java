package io.walterfleet.history;

import io.walterfleet.format.EventJson;
import io.walterfleet.format.HistoryJson;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PlanJson;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes one run down while it goes: {@code run.json} and {@code plan.json} when it begins, a line
 * of {@code events.jsonl} for each event, {@code outcome.json} when it ends. Nothing is written
 * twice. What cannot be written is told once, and never stops the run.
 */
public final class RunRecord implements Consumer<Event>, AutoCloseable {
  private final Opening opening;
  private final Path folder;
  private final Consumer<String> note;
  private Optional<BufferedWriter> events = Optional.empty();

  private RunRecord(Opening opening, Path folder, Consumer<String> note) {
    this.opening = opening;
    this.folder = folder;
    this.note = note;
  }

  /** A record that keeps nothing. */
  static RunRecord none(Opening opening, Path folder) {
    return new RunRecord(opening, folder, note -> {});
  }

  /**
   * Begins a record in a folder that does not exist yet.
   *
   * @param note told when something cannot be written
   */
  static RunRecord begin(Path folder, Opening opening, Optional<Plan> plan, Consumer<String> note) {
    RunRecord record = new RunRecord(opening, folder, note);
    try {
      PrivateFolder.create(folder);
      Files.writeString(
          folder.resolve("run.json"),
          HistoryJson.opening(opening, ProcessHandle.current().pid()),
          StandardOpenOption.CREATE_NEW);
      if (plan.isPresent()) {
        Files.writeString(
            folder.resolve("plan.json"), PlanJson.of(plan.get()), StandardOpenOption.CREATE_NEW);
      }
      record.events =
          Optional.of(
              Files.newBufferedWriter(
                  folder.resolve("events.jsonl"),
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE_NEW));
    } catch (IOException unwritable) {
      record.giveUp(unwritable);
    }
    return record;
  }

  @Override
  public synchronized void accept(Event event) {
    if (events.isEmpty()) {
      return;
    }
    try {
      events.get().write(new EventJson(opening.run()).line(event) + "\n");
      events.get().flush();
      if (event instanceof RunFinished end) {
        finish(end);
      }
    } catch (IOException unwritable) {
      giveUp(unwritable);
    }
  }

  /** Without an end told before, the run stays unfinished. */
  @Override
  public synchronized void close() {
    try {
      if (events.isPresent()) {
        events.get().close();
      }
    } catch (IOException unwritable) {
      giveUp(unwritable);
    }
    events = Optional.empty();
  }

  private void finish(RunFinished end) throws IOException {
    Path partial = folder.resolve("outcome.json.partial");
    Files.writeString(partial, HistoryJson.outcome(opening, end));
    Files.move(partial, folder.resolve("outcome.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void giveUp(IOException unwritable) {
    events = Optional.empty();
    note.accept(
        "this run is not written down whole: "
            + folder
            + " cannot be written ("
            + Reason.of(unwritable)
            + "); the run goes on");
  }
}
