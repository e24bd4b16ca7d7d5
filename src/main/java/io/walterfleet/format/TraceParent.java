package io.walterfleet.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in somebody else's trace at which a run belongs: what W3C's Trace Context calls {@code
 * traceparent}.
 *
 * @param trace its id, 32 hexadecimal digits
 * @param span the id of the span above the run, 16 of them
 * @param isSampled whether that trace is kept by those who began it
 */
public record TraceParent(String trace, String span, boolean isSampled) {
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final int HEXADECIMAL = 16;

  /**
   * The place that a header or a variable names; nothing where it is none, as the standard asks.
   */
  public static Optional<TraceParent> of(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || isZero(parts.group(1)) || isZero(parts.group(2))) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(3), HEXADECIMAL) & 1) == 1;
    return Optional.of(new TraceParent(parts.group(1), parts.group(2), sampled));
  }

  private static boolean isZero(String id) {
    return id.chars().allMatch(digit -> digit == '0');
  }
}
