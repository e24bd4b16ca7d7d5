package io.walterfleet.doctor;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One assumption about Walter, held against what is there.
 *
 * @param subject what the assumption is about; the inventory's key where it has one, such as {@code
 *     stack.project}
 * @param assumed what the inventory, or its default, says
 * @param there what is there instead or as well; a name, never a value of {@code .env.deploy}
 * @param seenBy how that was seen, or why it could not be
 * @param value what the inventory's key would have to say, one word unless it is a list; empty
 *     where it holds, or has no key
 */
public record Finding(
    String subject,
    String assumed,
    String there,
    String seenBy,
    Verdict verdict,
    List<String> value) {
  /** What an inventory may be told to hold: nothing that a machine says can be more than a name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  public Finding {
    value = List.copyOf(value);
  }

  /** What came of an assumption. */
  public enum Verdict {
    HOLDS,
    DIFFERS,
    CANNOT_BE_SEEN;

    /** The verdict as it is shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static Finding holds(String subject, String assumed, String seenBy) {
    return new Finding(subject, assumed, assumed, seenBy, Verdict.HOLDS, List.of());
  }

  /** What is there is no value that a key of the inventory could have. */
  static Finding differs(String subject, String assumed, String there, String seenBy) {
    return new Finding(subject, assumed, there, seenBy, Verdict.DIFFERS, List.of());
  }

  static Finding wants(String subject, String assumed, String value, String seenBy) {
    return new Finding(subject, assumed, value, seenBy, Verdict.DIFFERS, List.of(value));
  }

  /** A list that the inventory's key would have to hold. */
  static Finding wants(String subject, String assumed, List<String> value, String seenBy) {
    String there = String.join(", ", value);
    return new Finding(subject, assumed, there, seenBy, Verdict.DIFFERS, value);
  }

  static Finding unseen(String subject, String assumed, String why) {
    return new Finding(subject, assumed, "-", why, Verdict.CANNOT_BE_SEEN, List.of());
  }

  /** One name that is there, out of those that could be meant. */
  static Finding ofNames(
      String subject, String assumed, List<String> names, String seenBy, String none) {
    if (names.contains(assumed)) {
      return holds(subject, assumed, seenBy);
    }
    if (!names.stream().allMatch(NAME.asMatchPredicate())) {
      return unseen(subject, assumed, "what is there has not the form of a name");
    }
    return switch (names.size()) {
      case 0 -> unseen(subject, assumed, none);
      case 1 -> wants(subject, assumed, names.get(0), seenBy);
      default -> unseen(subject, assumed, "it could be any of " + String.join(", ", names));
    };
  }
}
