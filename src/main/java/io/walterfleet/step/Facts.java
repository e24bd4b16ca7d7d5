package io.walterfleet.step;

import io.walterfleet.plan.Host;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.remote.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a remote script said between its two marker lines: {@code key=value} lines, and its exit.
 *
 * @param values all values of each key, in the order said
 */
record Facts(Map<String, List<String>> values, int exit) {
  private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z0-9._-]{0,99}");

  Facts {
    values = Map.copyOf(values);
  }

  /** What a machine answered, or why that can't be read. */
  sealed interface Reading {
    /** The whole answer. */
    record Whole(Facts facts) implements Reading {}

    /** No answer, or none that can be trusted; the reason is fit to show. */
    record Unreadable(String reason, String fix) implements Reading {
      Unreadable(String reason) {
        this(reason, "");
      }

      static Unreadable of(Unknown unknown) {
        return new Unreadable(unknown.reason(), unknown.fix());
      }
    }
  }

  /** Reads an answer; whatever stands outside the marker lines is noise of the login shell. */
  static Reading read(Reply reply, String nonce) {
    List<String> lines = reply.out().lines().toList();
    int begin = lines.indexOf("walter-fleet " + nonce + " begin");
    if (begin < 0) {
      return reply.truncated()
          ? new Reading.Unreadable("its answer is too long")
          : Reading.Unreadable.of(Symptom.ofNoAnswer(reply));
    }
    String end = "walter-fleet " + nonce + " end ";
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String line : lines.subList(begin + 1, lines.size())) {
      if (line.startsWith(end)) {
        return ended(values, line.substring(end.length()));
      }
      int equals = line.indexOf('=');
      Optional<String> value =
          equals >= 1 && KEY.matcher(line.substring(0, equals)).matches()
              ? decoded(line.substring(equals + 1))
              : Optional.empty();
      if (value.isEmpty()) {
        return new Reading.Unreadable("its answer has a line that is not understood");
      }
      values.computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>()).add(value.get());
    }
    return new Reading.Unreadable(
        reply.truncated() ? "its answer is too long" : "its answer was cut off");
  }

  private static Reading ended(Map<String, List<String>> values, String exit) {
    return exit.matches("\\d{1,3}")
        ? new Reading.Whole(new Facts(values, Integer.parseInt(exit)))
        : new Reading.Unreadable("its answer has a last line that is not understood");
  }

  /** The one value of a key; empty when it was not said. */
  Optional<String> one(String key) {
    List<String> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** All values of a key. */
  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** The value of a key that must have been said. */
  String required(String key) throws MissingException {
    return one(key).orElseThrow(() -> new MissingException("its answer lacks '" + key + "'"));
  }

  /** The value of a key that must have been said and must be a number. */
  long number(String key) throws MissingException {
    String text = required(key);
    if (!text.matches("-?\\d{1,15}")) {
      throw new MissingException("its answer has '" + key + "' without a number");
    }
    return Long.parseLong(text);
  }

  /** What was said of the space that the data take. */
  Host.Data data() {
    // one call of df tells both, so that one file system has the same number twice
    boolean shared = all("free.docker").isEmpty() || size("free.docker") == size("free.home");
    return new Host.Data(size("data.kb"), size("free.docker"), shared);
  }

  /** A size; 0 where it was not said, or is none. */
  long size(String key) {
    return one(key).filter(text -> text.matches("\\d{1,15}")).map(Long::parseLong).orElse(0L);
  }

  /** A fact is missing or garbage. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Undoes the percent-encoding; empty when the bytes are not UTF-8 or the encoding is broken. */
  private static Optional<String> decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 <= text.length() - 1
          && text.substring(i + 1, i + 3).matches("[0-9A-F]{2}")) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
