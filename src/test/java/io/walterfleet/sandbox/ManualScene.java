package io.walterfleet.sandbox;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A console block of the README that is played.
 *
 * @param name in the comment before the block
 * @param fleet the fleet it is played on, which scenes with the same word share
 * @param before lines that are played first and not shown
 * @param block what the reader sees
 */
record ManualScene(String name, String fleet, List<String> before, String block) {
  private static final Pattern SCENE =
      Pattern.compile(
          "^<!-- scene: ([a-z0-9-]+)(?: on ([a-z0-9-]+))?\\s*?(?:\\n(.*?))?-->\\n+"
              + "```console\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern PROMPT = Pattern.compile("(?:([a-z0-9-]+)|)\\$ (.*)");

  ManualScene {
    before = List.copyOf(before);
  }

  /**
   * A line that somebody types.
   *
   * @param intro what the reader is told before it: an empty line, and lines that begin with #
   * @param machine where it is typed; absent means at the controller
   * @param shown what the block says that it prints
   */
  record Typed(String intro, Optional<String> machine, String line, String shown) {
    /** The line with its prompt. */
    String prompt() {
      return machine.orElse("") + "$ " + line;
    }
  }

  /** All scenes of a manual, in their order. */
  static List<ManualScene> in(String manual) {
    List<ManualScene> scenes = new ArrayList<>();
    Matcher scene = SCENE.matcher(manual);
    while (scene.find()) {
      String fleet = Optional.ofNullable(scene.group(2)).orElse("shared");
      String before = Optional.ofNullable(scene.group(3)).orElse("");
      scenes.add(
          new ManualScene(
              scene.group(1),
              fleet,
              before.lines().map(String::strip).filter(line -> !line.isEmpty()).toList(),
              scene.group(4)));
    }
    return scenes;
  }

  /** What is typed before the block. */
  List<Typed> preparation() {
    return before.stream()
        .map(line -> typed("", line, "").orElseThrow(() -> new IllegalArgumentException(line)))
        .toList();
  }

  /** What is typed in the block. */
  List<Typed> typed() {
    List<Typed> all = new ArrayList<>();
    List<String> lines = block.lines().toList();
    int from = 0;
    for (int prompt = prompt(lines, 0); prompt < lines.size(); prompt = prompt(lines, prompt + 1)) {
      String intro = text(lines.subList(from, prompt));
      from = end(lines, prompt + 1);
      String shown = text(lines.subList(prompt + 1, from));
      typed(intro, lines.get(prompt), shown).ifPresent(all::add);
    }
    return all;
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(joining());
  }

  /** Where the output of a line ends: before the next prompt and what introduces it. */
  private static int end(List<String> lines, int from) {
    int next = prompt(lines, from);
    if (next == lines.size()) {
      return next;
    }
    int end = next;
    while (end > from && lines.get(end - 1).startsWith("# ")) {
      end--;
    }
    return end > from && lines.get(end - 1).isEmpty() ? end - 1 : end;
  }

  /** The first line with a prompt from here on; after the last line when there is none. */
  private static int prompt(List<String> lines, int from) {
    int next = from;
    while (next < lines.size() && !PROMPT.matcher(lines.get(next)).matches()) {
      next++;
    }
    return next;
  }

  private static Optional<Typed> typed(String intro, String line, String shown) {
    Matcher prompt = PROMPT.matcher(line);
    return prompt.matches()
        ? Optional.of(
            new Typed(intro, Optional.ofNullable(prompt.group(1)), prompt.group(2), shown))
        : Optional.empty();
  }
}
