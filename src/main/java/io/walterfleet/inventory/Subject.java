package io.walterfleet.inventory;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a message speaks of, such as {@code 'port' of 'ssh' of machine 'edge-01'}; put into words
 * only when there is a message, because most values are right.
 *
 * @param name the subject by itself
 * @param owner what it is a part of
 */
record Subject(Supplier<String> name, Optional<Subject> owner) {
  /** The file's outermost mapping, whose keys are called without it. */
  static final Subject INVENTORY = of("the inventory");

  static Subject of(String name) {
    return new Subject(() -> name, Optional.empty());
  }

  /** The value of this key in this subject. */
  Subject key(String key) {
    return new Subject(
        () -> Quoted.of(key), Optional.of(this).filter(whole -> !whole.equals(INVENTORY)));
  }

  /** The item at this position, counted from 1. */
  Subject item(int position) {
    return new Subject(() -> "item " + position, Optional.of(this));
  }

  @Override
  public String toString() {
    return owner.map(whole -> name.get() + " of " + whole).orElseGet(name);
  }
}
