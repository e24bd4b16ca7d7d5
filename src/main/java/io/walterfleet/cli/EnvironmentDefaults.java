package io.walterfleet.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the values of options that are not given from {@code WALTER_FLEET_…} variables; but not of
 * those by which somebody takes a danger upon himself, which a forgotten variable cannot do.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  /** How the name of each variable begins. */
  static final String PREFIX = "WALTER_FLEET_";

  private static final Set<String> TYPED_ONLY =
      Set.of("--yes", "--force", "--retarget", "--all", "--help", "--version");

  private final Map<String, String> variables;

  EnvironmentDefaults(Map<String, String> variables) {
    this.variables = variables;
  }

  @Override
  @SuppressWarnings("NullAway") // picocli's word for "no value" is null
  public String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option && isTaken(option.longestName())
        ? variables.get(variable(option.longestName()))
        : null;
  }

  /** True when the option with this name may come from its variable. */
  static boolean isTaken(String option) {
    return !TYPED_ONLY.contains(option);
  }

  /** The variable of an option, such as {@code WALTER_FLEET_LIMIT} of {@code --limit}. */
  static String variable(String option) {
    String name = option.replaceFirst("^-+", "").replace('-', '_');
    return PREFIX + name.toUpperCase(Locale.ROOT);
  }
}
