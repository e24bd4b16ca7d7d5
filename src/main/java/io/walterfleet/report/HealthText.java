package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The health of machines for people: those that answered alike are one line. */
public final class HealthText {
  private HealthText() {}

  /**
   * The whole text; empty when no machine was asked.
   *
   * @param health in a few words, by machine name
   */
  public static String of(Map<String, String> health, Style style) {
    if (health.isEmpty()) {
      return "";
    }
    Map<String, List<String>> alike = new LinkedHashMap<>();
    health.forEach(
        (name, words) -> alike.computeIfAbsent(words, key -> new ArrayList<>()).add(name));
    Page page = new Page().line(style.bold("Health now"));
    alike.forEach(
        (words, names) -> {
          String number = names.size() == 1 ? "" : Counted.machines(names.size()) + ": ";
          page.folded(
              "  " + Controls.escaped(words) + ": ",
              number + Controls.escaped(Names.shortened(names)));
        });
    return page.line("").text();
  }
}
