package io.walterfleet.history;

import io.walterfleet.format.BadPlan;
import io.walterfleet.format.EventJson;
import io.walterfleet.format.HistoryJson;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.format.PlanJson;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All runs that this controller has written down, each in a directory with its id as the name.
 *
 * <p>The newest {@link #KEPT} stay; of the others, those that are older than {@link #YEAR} are
 * removed when a new run begins.
 */
public final class Runs {
  /** So many runs stay, however old they are. */
  static final int KEPT = 1000;

  /** So long every run stays, however many there are. */
  static final Duration YEAR = Duration.ofDays(400);

  /** A run that still goes on is among so many of the newest. */
  private static final int LOOKED_THROUGH = 50;

  private static final String ID = "\\d{8}T\\d{6}Z-[0-9a-z]+";

  private final Path folder;
  private final boolean isOurs;

  /** The runs in this directory, which need not exist. */
  public Runs(Path folder) {
    this(folder, true);
  }

  /**
   * The runs in this directory, which need not exist.
   *
   * @param isOurs that nobody else can have written there; where somebody can, nothing is read, nor
   *     written
   */
  public Runs(Path folder, boolean isOurs) {
    this.folder = folder;
    this.isOurs = isOurs;
  }

  /**
   * Begins a new one, and removes what need not be kept any longer.
   *
   * @param note told when something cannot be written
   */
  public RunRecord begin(Opening opening, Optional<Plan> plan, Consumer<String> note) {
    if (!isOurs) {
      note.accept(
          "this run is not written down: "
              + folder
              + " lies where another user may write; the run goes on");
      return RunRecord.none(opening, folder);
    }
    RunRecord record = RunRecord.begin(folder.resolve(opening.run()), opening, plan, note);
    prune(opening.began());
    return record;
  }

  /** The ids of all runs, the newest first. */
  public List<String> ids() {
    if (!isOurs || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches(ID))
          .sorted(age().reversed())
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** By the second in the id; runs that began in the same one, by when they say they began. */
  private Comparator<String> age() {
    return Comparator.comparing((String id) -> id.substring(0, id.indexOf('-')))
        .thenComparing(id -> summary(id).map(one -> one.opening().began()).orElse(Instant.EPOCH))
        .thenComparing(Comparator.naturalOrder());
  }

  /** Those that other processes carry out just now. */
  public List<PastRun> underWay() {
    return ids().stream()
        .limit(LOOKED_THROUGH)
        .filter(this::isAnothers)
        .map(this::run)
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean isAnothers(String id) {
    try {
      String begun = Files.readString(folder.resolve(id).resolve("run.json"));
      boolean own = HistoryJson.readProcess(begun) == ProcessHandle.current().pid();
      return !own && summary(id).filter(Summary::isRunning).isPresent();
    } catch (IOException | BadPlan broken) {
      return false;
    }
  }

  /** The run in short; absent when what was written cannot be read. */
  public Optional<Summary> summary(String id) {
    if (!isOurs) {
      return Optional.empty();
    }
    Path run = folder.resolve(id);
    try {
      String begun = Files.readString(run.resolve("run.json"));
      Opening opening = HistoryJson.readOpening(begun);
      Optional<RunFinished> end = end(run);
      boolean running = end.isEmpty() && isAlive(HistoryJson.readProcess(begun), opening.began());
      return Optional.of(new Summary(opening, end, running));
    } catch (IOException | BadPlan broken) {
      return Optional.empty();
    }
  }

  /** The whole run; absent when what was written cannot be read. */
  public Optional<PastRun> run(String id) {
    return summary(id).map(inShort -> new PastRun(inShort, plan(id), events(id)));
  }

  private Optional<Plan> plan(String id) {
    try {
      return Optional.of(PlanJson.read(Files.readString(folder.resolve(id).resolve("plan.json"))));
    } catch (IOException | BadPlan none) {
      return Optional.empty();
    }
  }

  /** The events up to the first that cannot be read: a killed process leaves half a line. */
  private List<Event> events(String id) {
    List<Event> events = new ArrayList<>();
    try {
      byte[] written = Files.readAllBytes(folder.resolve(id).resolve("events.jsonl"));
      for (String line : new String(written, StandardCharsets.UTF_8).lines().toList()) {
        events.add(EventJson.read(line));
      }
    } catch (IOException | BadPlan end) {
      return events;
    }
    return events;
  }

  private static Optional<RunFinished> end(Path run) throws IOException, BadPlan {
    Path outcome = run.resolve("outcome.json");
    return Files.exists(outcome)
        ? Optional.of(HistoryJson.readOutcome(Files.readString(outcome)))
        : Optional.empty();
  }

  /** A process that began after the run is another one, which got the same number. */
  private static boolean isAlive(long process, Instant began) {
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .flatMap(alive -> alive.info().startInstant())
        .filter(start -> !start.isAfter(began.plusSeconds(1)))
        .isPresent();
  }

  private void prune(Instant now) {
    List<String> ids = ids();
    for (String old : ids.subList(Math.min(KEPT, ids.size()), ids.size())) {
      Optional<Summary> run = summary(old);
      if (run.stream().allMatch(one -> one.opening().began().isBefore(now.minus(YEAR)))) {
        remove(folder.resolve(old));
      }
    }
  }

  private static void remove(Path run) {
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(run);
    } catch (IOException unwritable) {
      // it stays; the next run tries again
    }
  }
}
