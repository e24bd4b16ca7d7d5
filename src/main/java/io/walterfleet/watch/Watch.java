package io.walterfleet.watch;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Incidents;
import io.walterfleet.fleet.Pause;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.watch.Inventory.Reading;
import io.walterfleet.watch.Notice.Broken;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import io.walterfleet.watch.WatchRound.RoundFailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Looks at a fleet again and again, and puts back what drifted.
 *
 * <ol>
 *   <li>Read the inventory if its files changed; a broken one is told once, and the last good one
 *       stays.
 *   <li>Read all machines, and tell what drifted.
 *   <li>Put back what may be put back now: {@link Correction}.
 *   <li>Rest until the next round: the interval and a random part of the splay after this one
 *       began; but not beyond the opening of a maintenance window, and not when the inventory
 *       changes.
 * </ol>
 *
 * <p>One round at a time. Being stopped ends the rest and the survey at once; a correction ends the
 * steps that run and begins no other.
 */
public final class Watch {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Settings settings;
  private final Inventory inventory;
  private final Rounds rounds;
  private final Time time;
  private final Consumer<Notice> listener;
  private final Correction correction;
  private final Stop stop = new Stop();
  private Optional<Fleet> fleet = Optional.empty();
  private String stamp = "";

  /**
   * How it watches.
   *
   * @param every from the beginning of one round to that of the next
   * @param splay up to so much is added to each interval, by chance
   * @param correct whether drift is put back
   */
  public record Settings(Duration every, Duration splay, boolean correct) {}

  /**
   * Whom it watches.
   *
   * @param of the machines of a fleet, for one round
   * @param incidents where the details go of what nobody foresaw
   */
  public record Rounds(Function<Fleet, WatchRound> of, Incidents incidents) {}

  /** The clock, a way to wait, and chance. */
  public record Time(InstantSource clock, Pause pause, RandomGenerator chance) {}

  /**
   * A watch that has not begun.
   *
   * @param listener told of what it does, one notice at a time
   */
  public Watch(
      Settings settings, Inventory inventory, Rounds rounds, Time time, Consumer<Notice> listener) {
    this.settings = settings;
    this.inventory = inventory;
    this.rounds = rounds;
    this.time = time;
    this.listener = listener;
    this.correction = new Correction(new Backoff(settings.every()), time.clock(), stop, listener);
  }

  /** How a watch ended. */
  public enum End {
    /** It was stopped, and nothing was cut short. */
    STOPPED,
    /** It was stopped while machines were put back; some may be half way. */
    CUT_SHORT,
    /** There was no good inventory to begin with. */
    NO_INVENTORY
  }

  /** Asks it to end; what runs on a machine is finished, nothing is begun. From any thread. */
  public void stop() {
    stop.request();
  }

  /** Watches until it is stopped. */
  public End run() {
    stop.begin(Thread.currentThread());
    try {
      reload();
      while (fleet.isPresent() && !stop.isRequested()) {
        Instant next = round(fleet.get());
        rest(next);
      }
    } catch (InterruptedException stopped) {
      stop.request();
    } finally {
      stop.end();
    }
    if (fleet.isEmpty() && !stop.isRequested()) {
      return End.NO_INVENTORY;
    }
    return correction.isCutShort() ? End.CUT_SHORT : End.STOPPED;
  }

  /** One round, which ends no other whatever becomes of it; when the next one begins. */
  private Instant round(Fleet now) throws InterruptedException {
    Instant began = time.clock().instant();
    try {
      look(now, began);
    } catch (RuntimeException | Error incident) {
      failed("this program failed; the details are in " + rounds.incidents().place(incident));
    }
    return next(began, now);
  }

  private void look(Fleet now, Instant began) throws InterruptedException {
    try (WatchRound watchRound = rounds.of().apply(now)) {
      FleetDrift drift = watchRound.survey();
      Instant read = time.clock().instant();
      listener.accept(new Surveyed(read, drift, Duration.between(began, read)));
      if (settings.correct()) {
        correction.put(watchRound, now, drift, this::isChanged);
      }
    } catch (RoundFailedException away) {
      failed(away.reason());
    }
  }

  private void failed(String reason) {
    listener.accept(new SurveyFailed(time.clock().instant(), reason));
  }

  private Instant next(Instant began, Fleet now) {
    long splay = settings.splay().toMillis();
    long chance = splay > 0 ? time.chance().nextLong(splay + 1) : 0;
    Instant due = began.plus(settings.every()).plusMillis(chance);
    return settings.correct()
        ? now.operations()
            .maintenance()
            .nextOpening(time.clock().instant())
            .filter(opening -> opening.isBefore(due))
            .orElse(due)
        : due;
  }

  /** Rests until then, or until there is another good inventory. */
  private void rest(Instant due) throws InterruptedException {
    if (reload()) {
      return;
    }
    Instant now = time.clock().instant();
    while (now.isBefore(due) && !stop.isRequested()) {
      Duration left = Duration.between(now, due);
      time.pause().of(left.compareTo(LOOK) < 0 ? left : LOOK);
      if (reload()) {
        return;
      }
      now = time.clock().instant();
    }
  }

  private boolean isChanged() {
    return !inventory.stamp().equals(stamp);
  }

  /** Reads the inventory if its files changed; true when there is another good one. */
  private boolean reload() {
    if (fleet.isPresent() && !isChanged()) {
      return false;
    }
    // the stamp comes first: what changes while it is read is read again
    stamp = inventory.stamp();
    Reading reading = inventory.read();
    Instant now = time.clock().instant();
    if (reading instanceof Reading.Bad bad) {
      listener.accept(new Broken(now, bad.problems()));
      return false;
    }
    Fleet good = ((Reading.Good) reading).fleet();
    fleet = Optional.of(good);
    listener.accept(new Loaded(now, good));
    return true;
  }
}
