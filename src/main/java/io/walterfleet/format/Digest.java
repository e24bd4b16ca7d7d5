package io.walterfleet.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What is told at one time, as lines that people read: a title for each notification, and below it
 * each machine with its reason and what to do.
 *
 * @param told at least one
 */
record Digest(List<Notification> told) {
  private static final int LONGEST_TITLE = 500;
  private static final int LONGEST_REASON = 300;

  Digest {
    told = List.copyOf(told);
  }

  /** One line without controls. */
  record Line(String text, boolean isTitle) {}

  /** The titles alone. */
  List<String> titles() {
    return told.stream().map(one -> Cut.to(LONGEST_TITLE, one.text())).toList();
  }

  /**
   * As many lines as there is room for: all titles, and of the machines the first of each
   * notification. Those left out are counted.
   *
   * @param cost what a line takes of the room
   */
  List<Line> lines(int room, ToIntFunction<String> cost) {
    int left = room - titles().stream().mapToInt(cost).sum();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      lines.add(new Line(titles().get(i), true));
      List<String> below = machines(told.get(i), left / (told.size() - i), cost);
      left -= below.stream().mapToInt(cost).sum();
      below.forEach(line -> lines.add(new Line(line, false)));
    }
    return lines;
  }

  private static List<String> machines(Notification one, int room, ToIntFunction<String> cost) {
    List<String> lines = new ArrayList<>();
    int left = room - cost.applyAsInt(rest(one.machines().size()));
    for (int i = 0; i < one.machines().size(); i++) {
      List<String> next = machine(one.machines().get(i));
      left -= next.stream().mapToInt(cost).sum();
      if (left < 0) {
        lines.add(rest(one.machines().size() - i));
        return lines;
      }
      lines.addAll(next);
    }
    return lines;
  }

  private static String rest(int machines) {
    return "and " + machines + " more";
  }

  private static List<String> machine(NotifiedMachine machine) {
    String reason = machine.reason().isEmpty() ? "" : ": " + machine.reason();
    String line = machine.name() + ": " + machine.state() + reason;
    List<String> lines = new ArrayList<>(List.of(Cut.to(LONGEST_REASON, line)));
    if (!machine.fix().isEmpty()) {
      lines.add("fix: " + Cut.to(LONGEST_REASON, machine.fix()));
    }
    return lines;
  }
}
