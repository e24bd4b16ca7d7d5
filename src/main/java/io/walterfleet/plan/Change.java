package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * One thing that differs between what a machine has and what it shall have.
 *
 * @param from what it has; empty when it has nothing there
 * @param to what it shall have
 */
public record Change(Field field, String from, String to, Cause cause) {
  /** What can differ. */
  public enum Field {
    RELEASE("release"),
    IMAGE("image"),
    MODE(ManagedKey.MODE),
    HOST(ManagedKey.HOST),
    HTTPS_PORT(ManagedKey.HTTPS_PORT),
    BUNDLE("bundle"),
    FILES("files"),
    RUNNING("running");

    private final String word;
    private final Optional<ManagedKey> key;

    Field(String word) {
      this.word = word;
      this.key = Optional.empty();
    }

    Field(ManagedKey key) {
      this.word = key.word();
      this.key = Optional.of(key);
    }

    /** The word in plans. */
    public String word() {
      return word;
    }

    /** The managed key that it is, of those that a publication may say. */
    public Optional<ManagedKey> key() {
      return key;
    }

    /** The field of a key that a publication may say. */
    public static Field of(ManagedKey key) {
      return of(key.word()).orElseThrow();
    }

    /** The field with this word. */
    public static Optional<Field> of(String word) {
      return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
    }
  }

  /** Who moved. */
  public enum Cause {
    /** The inventory or the manifest. */
    INTENT,
    /** The machine. */
    DRIFT
  }
}
