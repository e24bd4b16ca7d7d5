package io.walterfleet.report;

import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where Walter does not serve its users, for people; empty where it does everywhere. */
final class HealthText {
  private HealthText() {}

  /** A section for each way of not being well. */
  static void write(Conditions health, Page page, Style style, Detail detail) {
    Map<State, List<Ailing>> sections =
        Ailing.groups(health, detail).stream()
            .collect(Collectors.groupingBy(Ailing::state, LinkedHashMap::new, Collectors.toList()));
    sections.forEach(
        (state, groups) -> {
          int machines = groups.stream().mapToInt(one -> one.machines().size()).sum();
          page.line(style.bold(Ailing.head(state, machines)));
          groups.forEach(one -> block(one, page, style));
          page.gap();
        });
  }

  private static void block(Ailing one, Page page, Style style) {
    String sign = one.state().isUnhealthy() ? style.red("!") : style.yellow("?");
    page.folded("  " + sign + " ", one.title());
    page.why(Page.FIELD, one.why());
  }
}
