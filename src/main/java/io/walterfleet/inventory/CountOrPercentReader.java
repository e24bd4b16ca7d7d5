package io.walterfleet.inventory;

import io.walterfleet.fleet.CountOrPercent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Numbers of machines: a count such as {@code 5}, or a percentage such as {@code 10%}. */
final class CountOrPercentReader {
  private static final int MOST = 1_000_000;
  private static final Pattern COUNT = Pattern.compile("-?\\d+");
  private static final Pattern PERCENT = Pattern.compile("(0|[1-9]\\d{0,2})%");

  private CountOrPercentReader() {}

  /** A share of at least this many machines or hundredths. */
  static Optional<CountOrPercent> read(Cursor cursor, int least) {
    if (cursor.node() instanceof ScalarNode scalar && COUNT.matcher(scalar.getValue()).matches()) {
      return cursor.number(least, MOST).map(CountOrPercent.Count::new);
    }
    String advice = "write a count such as 5, or a whole percentage from " + least + "% to 100%";
    return cursor.text(raw -> advice).flatMap(text -> percent(cursor, text, least, advice));
  }

  private static Optional<CountOrPercent> percent(
      Cursor cursor, String text, int least, String advice) {
    Matcher form = PERCENT.matcher(text);
    int hundredths = form.matches() ? Integer.parseInt(form.group(1)) : -1;
    return hundredths < least || hundredths > 100
        ? cursor.refuse(text, "is no share of machines", advice)
        : Optional.of(new CountOrPercent.Percent(hundredths));
  }
}
