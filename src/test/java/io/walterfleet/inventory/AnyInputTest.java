package io.walterfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the input is, there is an answer, and each problem has a place that exists. */
@Tag("unit")
class AnyInputTest {
  private static final List<String> VALUES =
      List.of(
          "1.10",
          "no",
          "~",
          "''",
          "[]",
          "{}",
          "[a, b]",
          "{a: b}",
          "'[1:3]'",
          "'[3:1]'",
          "-5%",
          "10%",
          "0",
          "-1",
          "99999999999",
          "30s",
          "1h",
          "\"\\e\"",
          "*x",
          "&x y",
          "!!int 5",
          "!x y",
          "'/'",
          "'..'",
          "'~'",
          "'~/x'",
          "a b",
          "'a:b'",
          "'::'",
          "'[::1]:22'",
          "https://x",
          "'@'",
          "'!'",
          "|\n  text",
          "'\u0000'",
          "\t",
          ": ",
          "- a",
          "'x'",
          "😀",
          "22:00",
          "2026-11-23",
          "<<");

  private static final List<String> GOOD = Good.texts().toList();
  private static Path directory = Path.of("target");
  private static final Fleet FLEET = fleet();

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("any-input");
  }

  @AfterContainer
  static void removeDirectory() throws IOException {
    Files.deleteIfExists(directory.resolve("inventory.yml"));
    Files.delete(directory);
  }

  @Property(tries = 200, seed = "1")
  void anyBytesHaveAnAnswer(@ForAll @Size(max = 200) byte[] bytes) {
    answer(bytes);
  }

  @Property(tries = 300, seed = "1")
  void anyTextHasAnAnswer(@ForAll("yamlish") String text) {
    answer(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1000, seed = "1")
  void anyMistakeInAGoodInventoryHasAnAnswer(@ForAll("spoiled") String text) {
    answer(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 300, seed = "1")
  void anyLimitHasAnAnswer(@ForAll("limits") String pattern) {
    assertThat(Limit.apply(pattern, FLEET)).isNotNull();
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.strings()
        .withChars("ab1:,-?*&!|>'\"%@`[]{}#~<= \n\t\\.\u00e9\u2028")
        .ofMaxLength(60);
  }

  /** Good inventories in which one value, one line or one letter was changed. */
  @Provide
  Arbitrary<String> spoiled() {
    return Arbitraries.randomValue(random -> spoil(GOOD.get(random.nextInt(GOOD.size())), random));
  }

  @Provide
  Arbitrary<String> limits() {
    return Arbitraries.strings().withChars("store-19*?[]!&:,@ x").ofMaxLength(30);
  }

  private static String spoil(String text, Random random) {
    String[] lines = text.split("\n", -1);
    int at = random.nextInt(lines.length);
    String line = lines[at];
    int colon = line.indexOf(": ");
    String value = VALUES.get(random.nextInt(VALUES.size()));
    int letter = line.isEmpty() ? 0 : random.nextInt(line.length());
    lines[at] =
        switch (random.nextInt(4)) {
          case 0 -> colon < 0 ? value : line.substring(0, colon + 2) + value;
          case 1 -> line.substring(0, letter) + value + line.substring(letter);
          case 2 -> line.substring(0, letter) + line.substring(Math.min(line.length(), letter + 1));
          default -> lines[random.nextInt(lines.length)];
        };
    return String.join("\n", lines);
  }

  private static void answer(byte[] bytes) {
    Reading reading = Texts.reading(directory, bytes);
    if (reading instanceof Reading.Invalid invalid) {
      List<String> lines = lines(bytes);
      assertThat(invalid.problems())
          .isNotEmpty()
          .allMatch(problem -> exists(problem.place(), lines))
          .allMatch(problem -> isReadable(problem.message()) && isReadable(problem.fix()));
    }
  }

  private static boolean exists(Place place, List<String> lines) {
    boolean inFile =
        place.line() >= 1
            && place.line() <= lines.size()
            && place.column() >= 1
            && place.column() <= lines.get(place.line() - 1).length() + 1;
    return place.line() == 0 || inFile;
  }

  private static boolean isReadable(String text) {
    return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
  }

  /** The lines as YAML 1.1 counts them; a byte order mark is no letter. */
  private static List<String> lines(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    return Arrays.asList(text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1));
  }

  private static Fleet fleet() {
    List<Path> example = List.of(Path.of("examples/full.yml"));
    return ((Reading.Valid) new Inventories(Texts.HOME).read(example)).fleet();
  }
}
