package io.walterfleet.inventory;

import java.util.LinkedHashSet;
import java.util.Set;

/** Reads a list of tags. */
final class Tags {
  private Tags() {}

  static Set<String> read(Cursor cursor) {
    Set<String> tags = new LinkedHashSet<>();
    for (Cursor item : cursor.items()) {
      Form.NAME
          .read(item)
          .ifPresent(
              tag -> {
                if (tag.equals(Limit.ALL)) {
                  item.refuse(
                      "is 'all', which --limit uses for every machine", "choose another tag");
                } else if (!tags.add(tag)) {
                  item.refuse("is " + Quoted.of(tag) + " again", "remove one of the two");
                }
              });
    }
    return tags;
  }
}
