package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is typed wrong on a first evening: each message says where it is, why, and what to do, and
 * nothing was changed. The whole texts are in {@code first-evening.txt}, one under each heading.
 */
@Tag("scripts")
class FirstEveningTest {
  private static final WrittenTexts TEXTS = WrittenTexts.of("first-evening.txt");

  /**
   * A mistake.
   *
   * @param edit what is wrong in the inventory: a text, and what stands there instead
   * @param words the command line
   */
  private record Mistake(String name, Map<String, String> edit, List<String> words) {
    static Mistake in(String name, String right, String wrong) {
      return new Mistake(name, Map.of(right, wrong), List.of("plan", "-i", "SITE/fleet.yml"));
    }

    static Mistake typed(String name, String line) {
      return new Mistake(name, Map.of(), List.of(line.split(" ")));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        Mistake.in("a tab instead of spaces", "      store-1", "\tstore-1"),
        Mistake.in("an indent that is one off", "      store-2", "     store-2"),
        Mistake.in("a key with two letters swapped", "backup:", "bakcup:"),
        Mistake.in("a release that YAML takes for a number", "none}", "none, release: 1.10}"),
        Mistake.in("a release that is none", "none}", "none, release: latest}"),
        Mistake.in("a mode that is none", "none}", "none, mode: https}"),
        Mistake.in("a word that YAML takes for false", "none}", "no}"),
        Mistake.in("a user in the address", "address: store-1", "address: walter@store-1"),
        Mistake.in("a port in the address", "address: store-1", "address: \"store-1:2222\""),
        Mistake.in("a machine twice", "store-2: {", "store-1: {"),
        Mistake.in("a brace that is never closed", "}\n", "\n"),
        Mistake.in("a manifest that is not there", "manifest.json", "manifset.json"),
        Mistake.in("no fleet", "fleet: test\n", ""),
        Mistake.in("another version of the format", "walter-fleet/v1", "walter-fleet/v2"),
        Mistake.in("a file with nothing in it", "*", ""),
        Mistake.in("a list where a map is meant", "{backup: none}", "[backup, none]"),
        Mistake.in("a colon without a space", "fleet: test", "fleet:test"),
        Mistake.typed("no such inventory", "plan -i SITE/flete.yml"),
        Mistake.typed("a directory without inventories", "plan -i SITE/empty"),
        Mistake.typed("no inventory at all", "plan -i"),
        Mistake.typed("a limit that means nothing", "plan -i SITE/fleet.yml -l stroe-1"),
        Mistake.typed("a limit that chooses none", "plan -i SITE/fleet.yml -l store-1:!store-1"),
        Mistake.typed("a command with a letter too much", "plann -i SITE/fleet.yml"),
        Mistake.typed(
            "an option with a letter too much", "plan -i SITE/fleet.yml --limmit store-1"),
        Mistake.typed("a plan that is not there", "apply --yes -i SITE/fleet.yml SITE/plan.json"),
        Mistake.typed("an inventory for a plan", "apply --yes -i SITE/fleet.yml SITE/fleet.yml"),
        Mistake.typed("apply in a pipe", "apply -i SITE/fleet.yml"),
        Mistake.typed("a rollback of what", "rollback --yes -i SITE/fleet.yml"),
        Mistake.typed(
            "a file for the plan where none can be",
            "plan -i SITE/fleet.yml --out SITE/no/plan.json"),
        Mistake.typed("a machine of no inventory", "logs store-9 -i SITE/fleet.yml"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theMessageSaysWhereWhyAndWhatToDo(Mistake mistake, @TempDir Path folder) throws IOException {
    TestSite site =
        new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    site.inventory(List.of("store-1", "store-2"), "");
    Files.createDirectories(folder.resolve("empty"));
    Path file = folder.resolve("fleet.yml");
    String text = Files.readString(file);
    for (Map.Entry<String, String> edit : mistake.edit().entrySet()) {
      text = edit.getKey().equals("*") ? "" : text.replace(edit.getKey(), edit.getValue());
    }
    Files.writeString(file, text);
    Ran ran =
        site.run(
            mistake.words().stream()
                .map(word -> word.replace("SITE", folder.toString()))
                .toArray(String[]::new));
    String said = "exit " + ran.exitCode() + "\n" + ran.out() + ran.err();
    TEXTS.check(mistake.name(), said);
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }
}
