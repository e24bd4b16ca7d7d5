package io.walterfleet.sandbox;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.sandbox.ManualScene.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manual shows what the program prints: its console blocks are typed again, and compared.
 *
 * <p>A block is played when a comment stands before it:
 *
 * <pre>
 * &lt;!-- scene: drift on applied
 * store-2$ echo '# quick fix' &gt;&gt; walter-onprem/compose.yml
 * --&gt;
 * ```console
 * $ walter-fleet plan
 * ...
 * 6 machines: 5 in sync, 1 drifted
 * ```
 * </pre>
 *
 * <ul>
 *   <li>{@code drift} names the scene. {@code on applied} names its fleet: scenes with the same
 *       word are played on one fleet, in the order of the pages; without it the fleet is {@code
 *       shared}, which no scene may change. Each fleet begins as the one of the demo: 6 machines, 5
 *       with an older release. A fleet costs about 3 seconds, an apply of all of it 15: share.
 *   <li>Lines in the comment are typed first and not shown.
 *   <li>{@code $ walter-fleet …} runs in this process, {@code store-2$ …} on that machine, any
 *       other line in a shell of the controller, {@code $ echo $?} tells the last exit code. File
 *       names without a directory are in the fleet's folder, which is the shell's directory too.
 *       The inventory is {@code inventory.yml} there, and is in the environment; {@code hosts.txt}
 *       lists the machines. What is sent to the address {@code $WEBHOOK} is a line of {@code
 *       received.jsonl}. A program with {@code &} at its end goes on in the background once all
 *       that is shown has been printed, until {@code $ kill %1}; port 9464 stands for a free one.
 *   <li>{@code ...} stands for any lines. A line {@code ^C} presses Ctrl-C when the line above it
 *       has been printed. An empty line and lines that begin with {@code #} may stand before a
 *       prompt.
 *   <li>Times, durations, ids, ports, fingerprints and the width of columns may differ.
 * </ul>
 *
 * <p>What the program prints now is written into the pages, into the scenes that differ, with
 * {@code mvn surefire:test -Dtest=ManualTest -Dmanual.rewrite=true}.
 */
@Tag("scripts")
class ManualTest {
  /** In this order the scenes of one fleet are played. */
  private static final List<Path> PAGES =
      Stream.of(
              "README.md",
              "src/docs/INSTALL.md",
              "src/docs/FIRST-INVENTORY.md",
              "src/docs/PLAN.md",
              "src/docs/APPLY.md",
              "src/docs/WEEK.md",
              "src/docs/HISTORY.md",
              "src/docs/NOTIFICATIONS.md",
              "src/docs/OPERATING.md",
              "src/docs/DRIFT.md")
          .map(Path::of)
          .toList();

  @TempDir Path folder;

  static Set<String> fleets() throws IOException {
    return ManualScene.in(manual()).stream()
        .collect(groupingBy(ManualScene::fleet, LinkedHashMap::new, Collectors.counting()))
        .keySet();
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void theManualShowsWhatTheProgramPrints(String fleet) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (ManualDesk desk = ManualDesk.in(folder)) {
      for (ManualScene scene : ManualScene.in(manual())) {
        if (scene.fleet().equals(fleet)) {
          String printed = play(scene, desk);
          String line = transcript(scene.block()).firstLineNotIn(transcript(printed));
          if (!line.isEmpty()) {
            rewrite(scene, printed);
            wrong.add("scene " + scene.name() + " differs at: " + line + "\n" + printed);
          }
        }
      }
    }
    assertThat(wrong).as("-Dmanual.rewrite=true writes what is printed into the pages").isEmpty();
  }

  @Test
  void noOtherPageHasScenes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/docs"))) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        assertThat(PAGES.contains(page) || !Files.readString(page).contains("<!-- scene:"))
            .as("%s is played", page)
            .isTrue();
      }
    }
  }

  @Test
  void everySceneHasANameOfItsOwn() throws IOException {
    String manual = manual();
    List<String> names = ManualScene.in(manual).stream().map(ManualScene::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSize(manual.split("<!-- scene:", -1).length - 1);
  }

  /** True when this line of a block is among what was printed. */
  static boolean isPrinted(String line, String printed) {
    return transcript(printed).lines().containsAll(transcript(line).lines());
  }

  private static String play(ManualScene scene, ManualDesk desk) throws Exception {
    for (Typed typed : scene.preparation()) {
      desk.type(typed);
    }
    StringBuilder printed = new StringBuilder();
    for (Typed typed : scene.typed()) {
      printed.append(typed.intro()).append(typed.prompt()).append('\n').append(desk.type(typed));
    }
    return printed.toString();
  }

  private static void rewrite(ManualScene scene, String printed) throws IOException {
    if (Boolean.getBoolean("manual.rewrite")) {
      for (Path page : PAGES) {
        String text = Files.readString(page);
        Files.writeString(page, text.replace(fenced(scene.block()), fenced(printed)));
      }
    }
  }

  private static String manual() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path page : PAGES) {
      all.append(Files.readString(page)).append('\n');
    }
    return all.toString();
  }

  private static String fenced(String block) {
    return "```console\n" + block + "```";
  }

  private static Transcript transcript(String block) {
    return Transcript.of(
        block
            .replaceAll("(?<=\\S) {2,}", "  ")
            .replaceAll("\\b\\d{8}T\\d{6}Z\\b(?!-)", "STAMP")
            .replaceAll("(T\\d\\d:\\d\\d:\\d\\d)\\.\\d+Z", "$1Z")
            .replaceAll("(127\\.0\\.0\\.1:|port:? |-p )\\d+", "$1PORT")
            .replaceAll("SHA256:[A-Za-z0-9+/]{43}", "FINGERPRINT")
            .replaceAll("\\b(\\d+ (h|min) )?\\d+(\\.\\d+)? (s|min)\\b", "1 s"));
  }
}
