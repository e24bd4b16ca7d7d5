package io.walterfleet.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.walterfleet.format.Background;
import io.walterfleet.format.BadPlan;
import io.walterfleet.format.PlanJson;
import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes instead of a saved plan are a plan that can be shown, or are refused. */
@Tag("unit")
@Timeout(4000)
class PlanFuzzTest {
  @Test
  void anySavedPlanIsReadOrRefused() throws Exception {
    Fuzz.wordy("plan", 20_000, PlanFuzzTest::said);
  }

  private static List<String> said(byte[] input) {
    try {
      Plan plan = PlanJson.read(new String(input, UTF_8));
      return List.of(
          PlanText.of(plan, Conditions.NONE, Background.NONE, Style.PLAIN, Detail.VERBOSE),
          PlanMarkdown.of(plan, Conditions.NONE, Background.NONE, Detail.VERBOSE),
          PlanJson.of(plan));
    } catch (BadPlan refused) {
      return List.of(refused.reason());
    }
  }
}
