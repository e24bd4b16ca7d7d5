package io.walterfleet.fleet;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A managed key of {@code .env.deploy}: a row for each, and nothing else lists them.
 *
 * <p>The names are data, because the vendor names but one of them (WALTER.md: {@code PHX_HOST} is
 * D, {@code WALTER_IMAGE} is O, the others are A).
 */
public enum ManagedKey {
  /** The image, which the release says. */
  IMAGE("image", "WALTER_IMAGE", Kind.IMAGE, Wish.RELEASE, ""),
  /** The TLS mode. */
  MODE("mode", "WALTER_MODE", Kind.MODE, Wish.PUBLICATION, ""),
  /** The published host name or IP. */
  HOST("host", "PHX_HOST", Kind.HOST, Wish.PUBLICATION, ""),
  /** The HTTPS port; other than 443 only with {@code internal-tls} (WALTER.md, A). */
  HTTPS_PORT("httpsPort", "WALTER_HTTPS_PORT", Kind.PORT, Wish.PUBLICATION, "443"),
  /** The HTTP port, which is read and never written. */
  HTTP_PORT("httpPort", "WALTER_HTTP_PORT", Kind.PORT, Wish.NEVER, "");

  private final String word;
  private final String usualName;
  private final Kind kind;
  private final Wish wish;
  private final String byDefault;

  ManagedKey(String word, String usualName, Kind kind, Wish wish, String byDefault) {
    this.word = word;
    this.usualName = usualName;
    this.kind = kind;
    this.wish = wish;
    this.byDefault = byDefault;
  }

  /** What says the value that a machine shall have. */
  private enum Wish {
    /** Its release or its image. */
    RELEASE,
    /** A key of the inventory with the same word. */
    PUBLICATION,
    /** Nothing. */
    NEVER
  }

  /** What a value is, and so what it looks like. */
  public enum Kind {
    /** An image reference. */
    IMAGE(ImageRef::isReference, text -> ImageRef.of(text).isPresent(), "no image"),
    /** A TLS mode. */
    MODE(form("(?:[a-z]{1,16}-)?tls"), text -> Mode.of(text).isPresent(), "no mode"),
    /** A host name or an IP. */
    HOST(
        form(
            "(?=.{1,253}$)[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_-]{0,62}"
                + "(?:\\.[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_-]{0,62}){0,126}\\.?"
                + "|\\[?[0-9A-Fa-f:.]{2,45}\\]?"),
        form("[A-Za-z0-9._:-]{1,253}"),
        "no host name"),
    /** A port, 1 to 65535. */
    PORT(form("\\d{1,5}"), Kind::isPort, "not from 1 to 65535");

    private static final int LAST_PORT = 65_535;

    @SuppressWarnings("ImmutableEnumChecker") // a pattern, or a method without state
    private final Predicate<String> seen;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<String> wished;

    private final String flaw;

    Kind(Predicate<String> seen, Predicate<String> wished, String flaw) {
      this.seen = seen;
      this.wished = wished;
      this.flaw = flaw;
    }

    private static Predicate<String> form(String pattern) {
      return Pattern.compile(pattern).asMatchPredicate();
    }

    private static boolean isPort(String text) {
      return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= LAST_PORT;
    }
  }

  /** The word in inventories, plans and records, such as {@code httpsPort}. */
  public String word() {
    return word;
  }

  /** The word as people read it, such as "https port". */
  public String label() {
    return word.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /** The name that holds in {@code .env.deploy} unless the inventory says another one. */
  public String usualName() {
    return usualName;
  }

  /** What its values are. */
  public Kind kind() {
    return kind;
  }

  /** What a file means that does not have the key; empty where that is not known. */
  public String byDefault() {
    return byDefault;
  }

  /** True for one that a {@link Publication} may say. */
  public boolean isPublished() {
    return wish == Wish.PUBLICATION;
  }

  /** Whether a machine's value looks like what the key is for. */
  boolean looksRight(String value) {
    return kind.seen.test(value);
  }

  /** Whether a machine may be given this value. */
  public boolean accepts(String value) {
    return kind.wished.test(value);
  }

  /** What a value is that is not accepted, such as "no host name". */
  public String flaw() {
    return kind.flaw;
  }

  /** Those that a {@link Publication} may say, in the order in which they are told. */
  public static List<ManagedKey> published() {
    return Arrays.stream(values()).filter(ManagedKey::isPublished).toList();
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ManagedKey::word).toList();
  }

  /** The values in the order of the keys, which cannot be changed. */
  public static <V> Map<ManagedKey, V> ordered(Map<ManagedKey, V> values) {
    Map<ManagedKey, V> ordered = new EnumMap<>(ManagedKey.class);
    ordered.putAll(values);
    return Collections.unmodifiableMap(ordered);
  }
}
