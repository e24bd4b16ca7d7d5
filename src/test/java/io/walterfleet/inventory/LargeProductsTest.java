package io.walterfleet.inventory;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short inventories that would stand for gigabytes. */
@Tag("unit")
@Timeout(60)
class LargeProductsTest {
  private static final String ALL = "store-[000001:100000]";

  @TempDir private Path directory;

  @Test
  void threeThousandTagsOfAHundredThousandMachinesAreRefusedWithTheirPlace() {
    assertThat(said("    tags: [" + tags(3000) + "]\n    machines: {'" + ALL + "': {}}\n"))
        .isEqualTo(
            Texts.lines(
                "inventory.yml:5:11: 'tags' of group 'stores' has more than 100 tags",
                "    fix: name groups or machines instead"));
  }

  @Test
  void tagsOfMachinesCountToo() {
    assertThat(said("    machines: {'" + ALL + "': {tags: [" + tags(3000) + "]}}\n"))
        .contains("has more than 100 tags");
  }

  @Test
  void allTagsTogetherAreCounted() {
    assertThat(said("    tags: [" + tags(11) + "]\n    machines: {'" + ALL + "': {}}\n"))
        .isEqualTo(
            Texts.lines(
                "inventory.yml:6:16: machine 'store-090910' and those before it have more than"
                    + " 1000000 tags together",
                "    fix: name groups or machines instead"));
  }

  @Test
  void tenTagsOfEachAreFine() {
    assertThat(
            Texts.reading(
                directory,
                head() + "    tags: [" + tags(10) + "]\n    machines: {'" + ALL + "': {}}\n"))
        .isInstanceOf(Reading.Valid.class);
  }

  @Test
  void aLongTextWithARangeIsRefused() {
    String path = "/" + "x".repeat(16_000) + "/[000001:100000]";
    assertThat(said("    machines: {'" + ALL + "': {ssh: {identityFile: '" + path + "'}}}\n"))
        .contains("inventory.yml:5:", "is longer than");
    String shorter = "/" + "x".repeat(600) + "/[000001:100000]";
    assertThat(said("    machines: {'" + ALL + "': {ssh: {identityFile: '" + shorter + "'}}}\n"))
        .contains("is longer than the 512 characters that a text with a range can have");
  }

  static Stream<String> deep() {
    return Stream.of(
        "a/".repeat(20_000) + "b", "a".repeat(2000) + "/", "a.".repeat(1500), "../".repeat(1000));
  }

  @ParameterizedTest
  @MethodSource("deep")
  void aLongDirectoryHasAnAnswer(String path) {
    Reading reading =
        Texts.reading(
            directory,
            head() + "    defaults: {installDir: '" + path + "'}\n    machines: {a: {}}\n");
    assertThat(reading).isNotNull();
  }

  @Test
  @Timeout(20)
  void aLimitIsLookedAtOnce() {
    Reading.Valid fleet =
        (Reading.Valid) new Inventories(Texts.HOME).read(List.of(Path.of("examples/full.yml")));
    assertThat(Limit.apply("a,".repeat(400_000), fleet.fleet())).isNotNull();
  }

  private String said(String group) {
    return Texts.shown(directory, Texts.reading(directory, head() + group));
  }

  private static String head() {
    return "apiVersion: walter-fleet/v1\nfleet: emea\ngroups:\n  stores:\n";
  }

  private static String tags(int count) {
    return IntStream.range(0, count).mapToObj(i -> "t" + i).collect(joining(","));
  }
}
