package io.walterfleet.loopback;

import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Somebody who, while a watch goes on, breaks machines and sometimes mends them, opens and closes
 * the maintenance window, and spoils the inventory; and who writes down when.
 */
final class Soak {
  private static final Pattern FINISHED = Pattern.compile("finish: changed");

  private final Desk desk;
  private final Random chance;
  private final Path inventory;
  private final Map<Integer, Integer> breaks = new HashMap<>();
  private final List<Window> windows = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private Instant opened = Instant.EPOCH;
  private int mended;
  private int spoiled;
  private int kinds;

  Soak(Desk desk, Path inventory, long seed) {
    this.desk = desk;
    this.inventory = inventory;
    this.chance = new Random(seed);
  }

  /** A time in which corrections were allowed. */
  record Window(Instant from, Instant to) {}

  /** A time in which somebody was changing a machine. */
  record Move(String machine, Instant from, Instant to) {}

  /** What was done: how often each machine was broken, when it moved, and the rest in numbers. */
  record Deeds(
      Map<Integer, Integer> breaks,
      List<Window> windows,
      List<Move> moves,
      int mended,
      int spoiled) {
    /** Says whether somebody was changing the machine at any time between these two. */
    boolean hasMoved(String machine, Instant from, Instant to) {
      return moves.stream()
          .filter(move -> move.machine().equals(machine))
          .anyMatch(move -> !move.from().isAfter(to) && !move.to().isBefore(from));
    }
  }

  /** Goes on for so long, then waits until everything is put back. */
  Deeds run(Duration length, Duration phase) throws Exception {
    Instant end = Instant.now().plus(length);
    open();
    while (Instant.now().isBefore(end)) {
      breakSome(phase);
      close();
      breakAndMend(phase);
      breakSome(phase);
      open();
      spoil(phase);
    }
    Desk.await(() -> IntStream.range(0, machines()).allMatch(this::isWhole));
    windows.add(new Window(opened, Instant.now()));
    return new Deeds(Map.copyOf(breaks), List.copyOf(windows), List.copyOf(moves), mended, spoiled);
  }

  /** How often the machine was put back, by its own records. */
  static int corrections(LoopbackMachine machine, int before) throws IOException {
    Path log = machine.home().resolve(".walter-fleet/audit.log");
    return Math.toIntExact(FINISHED.matcher(Files.readString(log)).results().count()) - before;
  }

  /** The inventory with the window open or closed. */
  static Inventory with(Desk desk, boolean isOpen) {
    DayOfWeek today = Instant.now().atOffset(ZoneOffset.UTC).getDayOfWeek();
    String other = today.plus(3).name().substring(0, 3).toLowerCase(Locale.ROOT);
    String days = isOpen ? "" : "days: [" + other + "], ";
    Inventory all =
        desk.inventory()
            .with(
                "maintenance",
                "{timezone: UTC, windows: [{" + days + "from: \"00:00\", to: \"23:59\"}]}");
    for (LoopbackMachine machine : desk.fleet().machines()) {
      all = all.machine(machine, "host: " + machine.host());
    }
    return all;
  }

  private void breakSome(Duration phase) throws Exception {
    int some = 1 + machines() / 10;
    for (int i = 0; i < some; i++) {
      rest(phase.dividedBy(some));
      int number = chance.nextInt(machines());
      if (isWhole(number)) {
        breaks.merge(number, 1, Integer::sum);
        Instant from = Instant.now();
        spoil(desk.machine(number), kinds++ % 3);
        moves.add(new Move(desk.machine(number).name(), from, Instant.now()));
      }
    }
  }

  /** Breaks a machine and mends it by hand, which nobody else may do while the window is closed. */
  private void breakAndMend(Duration phase) throws Exception {
    int number = chance.nextInt(machines());
    if (isWhole(number)) {
      Path file = desk.machine(number).install().resolve("compose.yml");
      String whole = Files.readString(file);
      Instant from = Instant.now();
      Files.writeString(file, whole + "# by hand\n");
      rest(phase);
      Files.writeString(file, whole);
      moves.add(new Move(desk.machine(number).name(), from, Instant.now()));
      mended++;
    }
  }

  private static void spoil(LoopbackMachine machine, int kind) throws Exception {
    switch (kind) {
      case 0 -> DriftCase.env("(?m)^PHX_HOST=.*$", "PHX_HOST=edited.example.com").on(machine);
      case 1 -> DriftCase.append("compose.yml").on(machine);
      default -> machine.compose("stop");
    }
  }

  private void spoil(Duration phase) throws Exception {
    String good = Files.readString(inventory);
    write(good + "relase: 1\n");
    spoiled++;
    rest(phase);
    write(good);
  }

  private void open() throws IOException {
    opened = Instant.now();
    write(with(desk, true).text());
  }

  private void close() throws IOException {
    write(with(desk, false).text());
    windows.add(new Window(opened, Instant.now()));
  }

  /** Whole or not at all, as an editor does it. */
  private void write(String text) throws IOException {
    Path partial = Files.writeString(inventory.resolveSibling("fleet.partial"), text);
    Files.move(
        partial, inventory, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isWhole(int number) {
    try {
      return corrections(desk.machine(number), 1) == breaks.getOrDefault(number, 0);
    } catch (IOException busy) {
      return false;
    }
  }

  private int machines() {
    return desk.fleet().machines().size();
  }

  private static void rest(Duration length) throws InterruptedException {
    Thread.sleep(length.toMillis());
  }
}
