package io.walterfleet.plan;

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
    MODE("mode"),
    HOST("host"),
    HTTPS_PORT("httpsPort"),
    BUNDLE("bundle"),
    FILES("files"),
    RUNNING("running");

    private final String word;

    Field(String word) {
      this.word = word;
    }

    /** The word in plans. */
    public String word() {
      return word;
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
