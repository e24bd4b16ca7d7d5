package io.walterfleet.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where and how one machine dies.
 *
 * @param at how many acts of the scripts have begun by then, counted from 1, or the name of a
 *     checkpoint; empty for not at all
 * @param way to die
 */
record EngineCell(String at, Way way) {
  /** Nothing happens. */
  static final EngineCell NONE = new EngineCell("", Way.PROCESS);

  /** Acts of the upgrade, with commas, which are played by their names and nothing else is. */
  static final String NAMED = System.getProperty("walter-fleet.acts", "");

  /** The ways to die. */
  enum Way {
    /** The script's process gets SIGKILL; the program goes on in the same run. */
    PROCESS,

    /** All processes of the machine get SIGKILL, engine and containers too; it boots again. */
    POWER
  }

  /** So many acts begin in each command with any bundle. */
  private static final Map<EngineAct, Integer> ACTS =
      new EnumMap<>(
          Map.of(
              EngineAct.FIRST_INSTALL, 39,
              EngineAct.UPGRADE, 59,
              EngineAct.ROLLBACK, 34,
              EngineAct.ROLLBACK_BY_COPIES, 34,
              EngineAct.KEYS, 21,
              EngineAct.ROLLBACK_OF_KEYS, 16));

  /** The first act of each command at which one dies, so that a matrix can be gone on with. */
  private static final int FROM = Integer.getInteger("walter-fleet.from", 1);

  /** The commands in which machines die, with commas; in all of them by default. */
  private static final List<String> COMMANDS =
      List.of(System.getProperty("walter-fleet.commands", "").split(",", -1));

  /** With some bundles there are as many more, at most: who is to die later does not die at all. */
  private static final int MORE = 15;

  /**
   * Cells of each act, spread over it; both ways at each point, if more are asked for than that.
   *
   * @param cells how many of each act
   */
  static Map<EngineAct, Deque<EngineCell>> spread(EngineBundle bundle, int cells) {
    Map<EngineAct, Deque<EngineCell>> all = new EnumMap<>(EngineAct.class);
    if (!NAMED.isEmpty()) {
      all.put(EngineAct.UPGRADE, both(Stream.of(NAMED.split(",", -1)).map(act -> act + ".before")));
      return all;
    }
    int shift = bundle == EngineBundle.MORTAL ? 1 : 0;
    for (EngineAct act : bundle.deadly()) {
      int acts = Objects.requireNonNull(ACTS.get(act));
      if (COMMANDS.contains("") || COMMANDS.contains(act.name())) {
        all.put(act, cells < 2 * acts ? some(acts, cells, shift) : every(acts + MORE));
      }
    }
    return all;
  }

  private static Deque<EngineCell> some(int acts, int cells, int shift) {
    Deque<EngineCell> some = new ArrayDeque<>();
    for (int i = 0; i < cells; i++) {
      int at = 1 + (2 * i + shift) * acts / (2 * cells);
      if (at >= FROM) {
        some.add(new EngineCell(Integer.toString(at), Way.values()[(i + shift) % 2]));
      }
    }
    return some;
  }

  private static Deque<EngineCell> every(int acts) {
    return both(IntStream.rangeClosed(FROM, acts).mapToObj(Integer::toString));
  }

  private static Deque<EngineCell> both(Stream<String> places) {
    return places
        .flatMap(at -> Stream.of(Way.values()).map(way -> new EngineCell(at, way)))
        .collect(Collectors.toCollection(ArrayDeque::new));
  }

  @Override
  public String toString() {
    return at.isEmpty() ? "nothing" : way.name().toLowerCase(Locale.ROOT) + " at act " + at;
  }
}
