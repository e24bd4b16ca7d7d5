package io.walterfleet.inventory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a list of tags. */
final class Tags {
  /** Each machine of a range carries them all. */
  private static final int MOST = 100;

  private Tags() {}

  static Set<String> read(Cursor cursor) {
    Set<String> tags = new LinkedHashSet<>();
    List<Cursor> items = cursor.items();
    if (items.size() > MOST) {
      cursor.refuse("has more than " + MOST + " tags", "name groups or machines instead");
      return tags;
    }
    for (Cursor item : items) {
      Form.NAME
          .read(item)
          .ifPresent(
              tag -> {
                if (tag.equals(Index.ALL)) {
                  item.refuse(
                      "is 'all', which --limit uses for every machine", "choose another tag");
                } else if (!tags.add(tag)) {
                  item.again(tag);
                }
              });
    }
    return tags;
  }
}
