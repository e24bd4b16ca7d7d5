package io.walterfleet.history;

import io.walterfleet.format.BadPlan;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Raised;
import io.walterfleet.format.RaisedJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the receivers of one fleet's notifications were told and not yet that it is over, in a file,
 * so that another process can tell them. Processes change it one after another. Where it cannot be
 * read or written, that is told once, and this process remembers by itself.
 */
public final class RaisedAlerts {
  /** So many are remembered, the newest. */
  static final int KEPT = 10_000;

  /** So long one is remembered whose receiver or machine is gone. */
  static final Duration YEAR = Duration.ofDays(400);

  private static final long LARGEST = 8_000_000;

  /** A file's lock is the process's, not the thread's. */
  private static final Object TURN = new Object();

  private final Path folder;
  private final Path file;
  private final Consumer<String> note;
  private boolean isWritten;
  private List<Raised> remembered = List.of();

  /**
   * Those of a fleet in this directory, which need not exist.
   *
   * @param isOurs that nobody else can have written there; where somebody can, nothing is read, nor
   *     written
   * @param note told when something cannot be read or written
   */
  public RaisedAlerts(Path folder, boolean isOurs, String fleet, Consumer<String> note) {
    this.folder = folder;
    this.file = folder.resolve(LastPlans.name(fleet) + ".json");
    this.note = note;
    this.isWritten = isOurs;
    if (!isOurs) {
      note.accept(forgotten(folder + " lies where another user may write"));
    }
  }

  /** What this receiver was told. */
  public List<Raised> at(String receiver) {
    return of(receiver, changed(all -> all));
  }

  /**
   * Writes down, before it is tried, that the receiver is told of these, and gives back all that it
   * was told.
   */
  public List<Raised> raise(String receiver, Collection<Concern> concerns, Instant now) {
    return of(
        receiver,
        changed(
            all -> {
              Set<Concern> known =
                  of(receiver, all).stream().map(Raised::concern).collect(Collectors.toSet());
              List<Raised> more = new ArrayList<>(all);
              more.removeIf(old -> old.since().isBefore(now.minus(YEAR)));
              concerns.stream()
                  .filter(one -> !known.contains(one))
                  .forEach(one -> more.add(new Raised(receiver, one, now, false)));
              return more.subList(Math.max(0, more.size() - KEPT), more.size());
            }));
  }

  /**
   * Writes down that the receiver took these, and gives back those of them that were over before
   * that: what it took last is then not what is.
   */
  public List<Concern> told(String receiver, Collection<Concern> concerns) {
    Set<Concern> left =
        of(
                receiver,
                changed(
                    all ->
                        all.stream()
                            .map(one -> isMeant(one, receiver, concerns) ? one.told() : one)
                            .toList()))
            .stream()
            .map(Raised::concern)
            .collect(Collectors.toSet());
    return concerns.stream().filter(one -> !left.contains(one)).toList();
  }

  /** Writes down that the receiver was told that these are over. */
  public void over(String receiver, Collection<Concern> concerns) {
    changed(all -> all.stream().filter(one -> !isMeant(one, receiver, concerns)).toList());
  }

  private static boolean isMeant(Raised one, String receiver, Collection<Concern> concerns) {
    return one.receiver().equals(receiver) && concerns.contains(one.concern());
  }

  private static List<Raised> of(String receiver, List<Raised> all) {
    return all.stream().filter(one -> one.receiver().equals(receiver)).toList();
  }

  private List<Raised> changed(UnaryOperator<List<Raised>> change) {
    synchronized (TURN) {
      if (isWritten) {
        try {
          remembered = inTheFile(change);
          return remembered;
        } catch (IOException unwritable) {
          isWritten = false;
          note.accept(forgotten(file + " cannot be written (" + Reason.of(unwritable) + ")"));
        }
      }
      remembered = List.copyOf(change.apply(remembered));
      return remembered;
    }
  }

  private List<Raised> inTheFile(UnaryOperator<List<Raised>> change) throws IOException {
    if (!Files.isDirectory(folder)) {
      PrivateFolder.create(folder);
    }
    Path lock = folder.resolve(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      List<Raised> before = held.isValid() ? read() : List.of();
      List<Raised> after = List.copyOf(change.apply(before));
      if (!after.equals(before)) {
        Path partial = Files.createTempFile(folder, "alerts", ".partial");
        Files.writeString(partial, RaisedJson.of(after));
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return after;
    }
  }

  /** One that nobody can read is written anew: what it said is not resolved. */
  private List<Raised> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.size(file) > LARGEST ? List.of() : RaisedJson.read(Files.readString(file));
    } catch (BadPlan broken) {
      note.accept(
          "what receivers of notifications were told before is not known: "
              + file
              + ": "
              + broken.getMessage()
              + "; it is written anew");
      return List.of();
    }
  }

  private static String forgotten(String why) {
    return "what receivers of notifications are told is not kept: "
        + why
        + "; another run cannot tell them that it is over";
  }
}
