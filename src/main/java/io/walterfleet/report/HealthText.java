package io.walterfleet.report;

import io.walterfleet.format.Logins;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where Walter does not serve its users, for people; empty where it does everywhere. */
record HealthText(TextBuilder textBuilder, Style style, Logins logins) {
  /** The same where nobody has to log in. */
  static void write(Conditions health, TextBuilder textBuilder, Style style, Detail detail) {
    new HealthText(textBuilder, style, Logins.NONE).write(health, detail);
  }

  /** A section for each way of not being well. */
  void write(Conditions health, Detail detail) {
    Map<State, List<Ailing>> sections =
        Ailing.groups(health, detail).stream()
            .collect(Collectors.groupingBy(Ailing::state, LinkedHashMap::new, Collectors.toList()));
    sections.forEach(
        (state, groups) -> {
          int machines = groups.stream().mapToInt(one -> one.machines().size()).sum();
          textBuilder.line(style.bold(Ailing.head(state, machines)));
          groups.forEach(this::block);
          textBuilder.gap();
        });
  }

  private void block(Ailing one) {
    String sign = one.state().isUnhealthy() ? style.red("!") : style.yellow("?");
    textBuilder.folded("  " + sign + " ", one.title());
    textBuilder.why(TextBuilder.FIELD, one.why());
    if (one.state().isUnhealthy()) {
      textBuilder.look(TextBuilder.FIELD, logins, one.machines());
    }
  }
}
