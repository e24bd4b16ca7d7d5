package io.walterfleet.inventory;

import io.walterfleet.fleet.Share;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Numbers of machines: a count such as {@code 5}, or a percentage such as {@code 10%}. */
final class Shares {
  private static final int MOST = 1_000_000;
  private static final Pattern PERCENT = Pattern.compile("(0|[1-9]\\d{0,2})%");

  private Shares() {}

  /** A share of at least this many machines or hundredths. */
  static Optional<Share> read(Cursor cursor, int least) {
    if (cursor.node() instanceof ScalarNode scalar && scalar.getValue().endsWith("%")) {
      return cursor.text().flatMap(text -> percent(cursor, text, least));
    }
    return cursor.number(least, MOST).map(Share.Count::new);
  }

  private static Optional<Share> percent(Cursor cursor, String text, int least) {
    Matcher form = PERCENT.matcher(text);
    int hundredths = form.matches() ? Integer.parseInt(form.group(1)) : -1;
    return hundredths < least || hundredths > 100
        ? cursor.refuse(
            "is " + Quoted.of(text), "write a whole percentage from " + least + "% to 100%")
        : Optional.of(new Share.Percent(hundredths));
  }
}
