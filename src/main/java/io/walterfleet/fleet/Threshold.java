package io.walterfleet.fleet;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that are bad: those on one side of a limit. */
public record Threshold(Comparison comparison, double limit) {
  private static final Pattern TEXT =
      Pattern.compile("(>=|<=|==|!=|>|<)\\s{0,9}(-?[0-9]{1,15}(?:\\.[0-9]{1,15})?)");

  /** How a value is compared with the limit. */
  public enum Comparison {
    /** Greater. */
    ABOVE(">"),
    /** Greater, or the same. */
    AT_LEAST(">="),
    /** Less. */
    BELOW("<"),
    /** Less, or the same. */
    AT_MOST("<="),
    /** The same. */
    EQUAL("=="),
    /** Another one. */
    OTHER("!=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }
  }

  /** The threshold of a text such as {@code > 0.05}. */
  public static Optional<Threshold> of(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Arrays.stream(Comparison.values())
            .filter(one -> one.sign.equals(matcher.group(1)))
            .findFirst()
            .map(one -> new Threshold(one, Double.parseDouble(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether a value is bad. */
  public boolean has(double value) {
    int order = Double.compare(value, limit);
    return switch (comparison) {
      case ABOVE -> order > 0;
      case AT_LEAST -> order >= 0;
      case BELOW -> order < 0;
      case AT_MOST -> order <= 0;
      case EQUAL -> order == 0;
      case OTHER -> order != 0;
    };
  }

  @Override
  public String toString() {
    return comparison.sign + " " + limit;
  }
}
