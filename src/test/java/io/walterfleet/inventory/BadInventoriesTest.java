package io.walterfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class BadInventoriesTest {
  @TempDir private Path directory;

  static List<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedWithTheWholeText(Case bad) {
    Reading reading = Texts.reading(directory, bad.yaml());

    assertThat(Texts.shown(directory, reading)).isEqualTo(bad.expected());
  }

  /** Whoever reviews a change sees a comment; behind it, a key counts. */
  @ParameterizedTest
  @CsvSource({
    "\u2028, 2028",
    "\u2029, 2029",
    "\u0085, 0085",
    "\u202e, 202E",
    "\u202a, 202A",
    "\u2066, 2066",
    "\u2069, 2069",
    "\u200f, 200F",
    "\u061c, 061C"
  })
  void whatReadsOtherwiseThanItLooksIsRefusedInAComment(String mark, String number) {
    Reading reading =
        Texts.reading(
            directory, "apiVersion: walter-fleet/v1\nfleet: emea # of 2026" + mark + "ssh: {}\n");

    assertThat(Texts.shown(directory, reading))
        .isEqualTo(
            Texts.lines(
                "inventory.yml:2:22: the character U+"
                    + number
                    + ", which editors do not show, makes the file read otherwise than it looks",
                "    fix: remove it; no inventory needs that"));
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
  }
}
