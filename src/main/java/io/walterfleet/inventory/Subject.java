package io.walterfleet.inventory;

import java.util.Optional;

/** What a message speaks of, such as {@code 'port' of 'ssh' of machine 'edge-01'}. */
record Subject(String name, Optional<Subject> owner) {
  /** The file's outermost mapping. */
  static final Subject INVENTORY = new Subject("the inventory", Optional.empty());

  static Subject of(String name) {
    return new Subject(name, Optional.empty());
  }

  /** The value of this key in this subject. */
  Subject key(String key) {
    String quoted = Quoted.of(key);
    return this.equals(INVENTORY) ? of(quoted) : new Subject(quoted, Optional.of(this));
  }

  /** The item at this position, counted from 1. */
  Subject item(int position) {
    return new Subject("item " + position, Optional.of(this));
  }

  @Override
  public String toString() {
    return owner.map(whole -> name + " of " + whole).orElse(name);
  }
}
