package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any text instead of a saved plan is a plan, or is refused in words. */
@Tag("unit")
class AnyPlanTest {
  /** Many more for an hour's run: {@code -Dfuzz.cases=20000000}. */
  private static final int CASES = Integer.getInteger("fuzz.cases", 5_000);

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "-1",
    "1e999",
    "99999999999999999999",
    "\\u0000",
    "\u2028",
    "sha256:",
    "\"a\":1,",
    "true",
    "[[[[[[[[[[",
    " ",
    "\n",
    "\ud800"
  };

  @Test
  void whateverChangesInAPlanHasAnAnswer() {
    String plan = PlanJson.of(SamplePlans.mixed());
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < CASES; i++) {
      StringBuilder text = new StringBuilder(plan);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(12));
        text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
      }
      read += isRead(text.toString()) ? 1 : 0;
    }
    assertThat(read).isLessThan(CASES);
  }

  private static boolean isRead(String text) {
    try {
      return !PlanJson.read(text).header().id().isEmpty();
    } catch (BadPlan refused) {
      assertThat(refused.reason()).isNotEmpty().hasSizeLessThan(2_000);
      return false;
    }
  }
}
