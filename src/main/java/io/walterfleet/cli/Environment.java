package io.walterfleet.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes the values of options that are not given from {@code WALTER_FLEET_…} variables. */
final class Environment implements IDefaultValueProvider {
  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  @Override
  @SuppressWarnings("NullAway") // picocli's word for "no value" is null
  public String defaultValue(ArgSpec argument) {
    boolean asks =
        argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
    return argument instanceof OptionSpec option && !asks
        ? variables.get(variable(option.longestName()))
        : null;
  }

  /** The variable of an option, such as {@code WALTER_FLEET_LIMIT} of {@code --limit}. */
  static String variable(String option) {
    String name = option.replaceFirst("^-+", "").replace('-', '_');
    return "WALTER_FLEET_" + name.toUpperCase(Locale.ROOT);
  }
}
