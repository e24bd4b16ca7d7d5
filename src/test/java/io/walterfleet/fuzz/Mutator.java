package io.walterfleet.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Makes an input out of others, by what tends to break readers. */
final class Mutator {
  private static final int LONGEST = 1 << 20;

  private static final List<String> PIECES =
      List.of(
          "\0",
          "\n",
          "\r\n",
          "\r",
          "\t",
          " ",
          "\"",
          "'",
          "\\",
          "=",
          ":",
          "#",
          "${",
          "}",
          "[",
          "]",
          "{",
          "%",
          "%00",
          "%0A",
          "%E2%80%AE",
          "%FF",
          "\u001b[2J",
          "\u009b",
          "\u0085",
          "\u2028",
          "\u202e",
          "\ufeff",
          "\u200b",
          "é",
          "日本",
          "\ud83d\ude00",
          "-1",
          "0",
          "2147483648",
          "9223372036854775808",
          "1e999",
          "NaN",
          "null",
          "true",
          "../",
          "/etc/passwd",
          "~",
          "<script>",
          "&amp;",
          "]]>",
          "`id`",
          "$(id)",
          ";",
          "||",
          "|",
          "fix: rm -rf /",
          "java.lang.Error",
          "a.a.a.a.a.a.",
          "*",
          "?",
          "!",
          "@",
          ",",
          ",,",
          "--",
          "-----BEGIN",
          "sha256:",
          "SSH-2.0-");

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** Another input of these. */
  byte[] of(List<byte[]> pool) {
    byte[] input = pick(pool);
    for (int edits = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 4); edits > 0; edits--) {
      input = edited(input, pool);
    }
    return input;
  }

  private byte[] edited(byte[] in, List<byte[]> pool) {
    int from = random.nextInt(in.length + 1);
    int to = Math.min(in.length, from + random.nextInt(1 + Math.min(in.length, 64)));
    return switch (random.nextInt(12)) {
      case 0 -> spliced(in, from, to, new byte[0]);
      case 1 -> spliced(in, from, from, slice(in, from, to));
      case 2, 3 -> spliced(in, from, random.nextBoolean() ? from : to, piece());
      case 4 -> spliced(in, from, from + 1, new byte[] {(byte) random.nextInt(256)});
      case 5 -> spliced(in, from, from + 1, flipped(in, from));
      case 6 -> spliced(in, from, to, other(pool));
      case 7 -> number(in, from);
      case 8 -> lines(in);
      case 9 -> slice(in, 0, from);
      case 10 -> random.nextInt(40) == 0 ? flood(in, from, to) : spliced(in, from, from, piece());
      default -> spliced(in, from, from, slice(in, Math.min(to, in.length), in.length));
    };
  }

  private byte[] piece() {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
  }

  private byte[] other(List<byte[]> pool) {
    byte[] one = pick(pool);
    int from = random.nextInt(one.length + 1);
    return slice(one, from, from + random.nextInt(200));
  }

  private byte[] pick(List<byte[]> pool) {
    return pool.get(random.nextInt(pool.size()));
  }

  private byte[] flipped(byte[] in, int at) {
    return at < in.length ? new byte[] {(byte) (in[at] ^ (1 << random.nextInt(8)))} : piece();
  }

  /** One part many times. */
  private byte[] flood(byte[] in, int from, int to) {
    byte[] part = from == to ? piece() : slice(in, from, to);
    int times = 1 + random.nextInt(1 << random.nextInt(16));
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < times && many.size() < LONGEST / 2; i++) {
      many.writeBytes(part);
    }
    return spliced(in, from, from, many.toByteArray());
  }

  /** The first number from there on becomes another. */
  private byte[] number(byte[] in, int from) {
    int begin = from;
    while (begin < in.length && (in[begin] < '0' || in[begin] > '9')) {
      begin++;
    }
    int end = begin;
    while (end < in.length && in[end] >= '0' && in[end] <= '9') {
      end++;
    }
    long other = random.nextLong() >> random.nextInt(64);
    return begin == end ? in : spliced(in, begin, end, Long.toString(other).getBytes(UTF_8));
  }

  /** One line twice, away, or in place of another. */
  private byte[] lines(byte[] in) {
    int from = lineStart(in, random.nextInt(in.length + 1));
    int end = lineEnd(in, from);
    int at = lineStart(in, random.nextInt(in.length + 1));
    int until = random.nextBoolean() ? at : lineEnd(in, at);
    return random.nextInt(3) == 0
        ? spliced(in, from, end, new byte[0])
        : spliced(in, at, until, slice(in, from, end));
  }

  private static int lineStart(byte[] in, int at) {
    int start = at;
    while (start > 0 && in[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(byte[] in, int at) {
    int end = at;
    while (end < in.length && in[end] != '\n') {
      end++;
    }
    return Math.min(in.length, end + 1);
  }

  private static byte[] slice(byte[] in, int from, int to) {
    int begin = Math.min(from, in.length);
    int end = Math.max(begin, Math.min(to, in.length));
    return java.util.Arrays.copyOfRange(in, begin, end);
  }

  private static byte[] spliced(byte[] in, int from, int to, byte[] part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(in, 0, Math.min(from, in.length));
    out.writeBytes(part);
    if (to < in.length) {
      out.write(in, to, in.length - to);
    }
    byte[] all = out.toByteArray();
    return all.length > LONGEST ? slice(all, 0, LONGEST) : all;
  }
}
