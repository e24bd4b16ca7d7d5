package io.walterfleet.report;

import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where Walter does not serve its users, for people; empty where it does everywhere. */
final class HealthText {
  private final Page page;
  private final Style style;
  private final Logins logins;

  HealthText(Page page, Style style, Logins logins) {
    this.page = page;
    this.style = style;
    this.logins = logins;
  }

  /** The same where nobody has to log in. */
  static void write(Conditions health, Page page, Style style, Detail detail) {
    new HealthText(page, style, Logins.NONE).write(health, detail);
  }

  /** A section for each way of not being well. */
  void write(Conditions health, Detail detail) {
    Map<State, List<Ailing>> sections =
        Ailing.groups(health, detail).stream()
            .collect(Collectors.groupingBy(Ailing::state, LinkedHashMap::new, Collectors.toList()));
    sections.forEach(
        (state, groups) -> {
          int machines = groups.stream().mapToInt(one -> one.machines().size()).sum();
          page.line(style.bold(Ailing.head(state, machines)));
          groups.forEach(this::block);
          page.gap();
        });
  }

  private void block(Ailing one) {
    String sign = one.state().isUnhealthy() ? style.red("!") : style.yellow("?");
    page.folded("  " + sign + " ", one.title());
    page.why(Page.FIELD, one.why());
    if (one.state().isUnhealthy()) {
      page.look(Page.FIELD, logins, one.machines());
    }
  }
}
