package io.walterfleet.step;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.step.Facts.MissingException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms of what a machine calls things: as we named them, or it is not understood. So nothing
 * that a machine says can be a sentence, or a second command behind one that we advise.
 */
enum Form {
  RUN("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
  LOCK("\\d{1,9}-[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
  STAMP("\\d{8}T\\d{6}Z"),
  /** {@code user@controller}. */
  OWNER("[\\p{L}\\p{N}._@\\\\$+-]{1,256}"),
  /** A few words of ours. */
  REASON("[a-z]{1,16}(?: [a-z0-9.]{1,16}){0,3}"),
  /** A goal as its journal names it, and each of its words. */
  TARGET("[A-Za-z0-9._:/@\\[\\]+-]{1,512}(?: [A-Za-z0-9._:/@\\[\\]+-]{1,512}){0,9}"),
  /** A service, a container, the state of one. */
  WORD("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}"),
  /** An image, its id or its digest. */
  REF("[A-Za-z0-9._:/@+-]{1,512}"),
  /** A volume, or a directory of the machine by its whole path. */
  PATH("[A-Za-z0-9_/][A-Za-z0-9._/@+=:,-]{0,511}"),
  /** Names of tools. */
  TOOLS("(?:[a-z0-9]{1,16} ?){0,16}"),
  /** The version of an engine. */
  VERSION("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}"),
  /** Lower-case hexadecimal digits of a checksum. */
  CHECKSUM("[0-9a-f]{64}");

  private final Pattern pattern;

  Form(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** The text, if it has this form. */
  String of(String text, String key) throws MissingException {
    if (!matches(text)) {
      throw new MissingException("its answer has a '" + key + "' that is not understood");
    }
    return text;
  }

  /** Whether the text has this form. */
  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** The text, or what stands for one that has not this form. */
  String shown(String text) {
    return matches(text) ? text : ManagedKeys.UNREADABLE_FORM;
  }

  /** Says so of each of them. */
  void all(String key, String... texts) throws MissingException {
    for (String text : texts) {
      of(text, key);
    }
  }

  /** The value of a fact, if it was said and has this form. */
  Optional<String> maybe(Facts facts, String key) throws MissingException {
    Optional<String> said = facts.one(key);
    return said.isPresent() ? Optional.of(of(said.get(), key)) : said;
  }

  /** The value of a fact, if it has this form. */
  String of(Facts facts, String key) throws MissingException {
    return of(facts.required(key), key);
  }

  /** A row taken apart; it must have so many words. */
  static String[] words(String row, int count, String key) throws MissingException {
    String[] words = row.split(" ", -1);
    if (words.length != count) {
      throw new MissingException("its answer has a '" + key + "' that is not understood");
    }
    return words;
  }
}
