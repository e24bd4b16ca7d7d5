package io.walterfleet.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be checked of how the program speaks, by itself or in what a test has printed. */
public final class Wording {
  private static final Pattern DOUBLED =
      Pattern.compile("(?<![\\w.'-])([A-Za-z]{2,}) \\1(?![\\w'-])");
  private static final Pattern INTERNAL =
      Pattern.compile(
          "io\\.walterfleet|\\bjava\\.(?!io\\.tmpdir)[a-z]+\\.[A-Z]|[a-z]Exception\\b"
              + "|\\bnull\\b(?! device)|Optional\\[|@[0-9a-f]{6,8}\\b");

  /** Words of this house, and what the field says. */
  private static final Map<Pattern, String> HOUSE =
      Map.of(
          Pattern.compile("(?i)\\bunrecorded\\b"), "not known",
          Pattern.compile("(?i)\\b(?:is|are|not|…) through\\b"), "done",
          Pattern.compile("(?i)\\bthrough (?:after|when)\\b"), "done",
          Pattern.compile("(?i)\\bmoved on\\b"), "changed since",
          Pattern.compile("(?i)\\bin work\\b"), "in progress",
          Pattern.compile("(?i)\\bgoes on there\\b"), "keeps running",
          Pattern.compile("(?i)\\bleft at once\\b"), "stopped at once",
          Pattern.compile("(?i)\\bwave '?rest\\b"), "remaining",
          Pattern.compile("(?i)\\bthat is none\\b"), "what it must be");

  private static final Pattern CHANGED = Pattern.compile("\\((some|no)thing was changed\\)");
  private static final Pattern NUMBER_REFUSED =
      Pattern.compile("is out of range|is not a whole number|is not a (?:time|duration)$");

  /** A reason and what can be done, as all that the program refuses or complains of ends. */
  private static final Pattern FIX = Pattern.compile("(?m)^(.*)\\n +fix:(.*)$");

  private Wording() {}

  /** What is wrong with a sentence; empty when nothing is. */
  static List<String> faults(String sentence) {
    List<String> faults = new ArrayList<>();
    Matcher doubled = DOUBLED.matcher(sentence);
    if (doubled.find()) {
      faults.add("says twice: " + doubled.group());
    }
    if (INTERNAL.matcher(sentence).find()) {
      faults.add("shows what the program is made of");
    }
    HOUSE.forEach(
        (word, better) -> {
          if (word.matcher(sentence).find()) {
            faults.add("has a word of ours, in place of '" + better + "'");
          }
        });
    if (CHANGED.matcher(sentence).results().count() > 1) {
      faults.add("tells twice whether something was changed");
    }
    return faults;
  }

  /** The same of all that a command printed for people. */
  public static List<String> faultsOf(String printed) {
    List<String> faults = new ArrayList<>();
    printed
        .lines()
        .filter(line -> line.startsWith("    ") || line.startsWith("walter-fleet: "))
        .forEach(line -> faults(line.strip()).forEach(fault -> faults.add(fault + ": " + line)));
    FIX.matcher(printed)
        .results()
        .flatMap(found -> fix(found.group(1), found.group(2)))
        .forEach(faults::add);
    return faults;
  }

  private static Stream<String> fix(String reason, String fix) {
    List<String> faults = new ArrayList<>();
    if (fix.isBlank() || fix.strip().endsWith(":")) {
      faults.add("a fix that is not there: " + reason);
    }
    if (NUMBER_REFUSED.matcher(reason).find() && !fix.matches(".*\\d.*")) {
      faults.add("a number refused without the numbers that there are: " + reason);
    }
    return faults.stream();
  }
}
