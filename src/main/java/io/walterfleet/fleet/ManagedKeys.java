package io.walterfleet.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of the managed keys of one {@code .env.deploy}, as text; absent where the file does
 * not have the key. No other key of that file is ever read.
 *
 * <p>A value that does not have the form of what its key is for is never held: {@link
 * #UNREADABLE_FORM} stands in its place, so that whatever was put there by mistake is not shown.
 */
public record ManagedKeys(Map<ManagedKey, String> values) {
  /** Stands for a value that has not the form of an image, a host, a mode or a port. */
  public static final String UNREADABLE_FORM = "(unreadable form)";

  /** A file that has none of them, or no file. */
  public static final ManagedKeys NONE = new ManagedKeys(Map.of());

  private static final int LONGEST = 512;

  public ManagedKeys {
    Map<ManagedKey, String> held = new EnumMap<>(ManagedKey.class);
    values.forEach((key, text) -> held.put(key, inForm(key, text)));
    values = ManagedKey.ordered(held);
  }

  /** The value of a key. */
  public Optional<String> get(ManagedKey key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The image. */
  public Optional<String> image() {
    return get(ManagedKey.IMAGE);
  }

  /** The published host. */
  public Optional<String> host() {
    return get(ManagedKey.HOST);
  }

  /** The TLS mode. */
  public Optional<String> mode() {
    return get(ManagedKey.MODE);
  }

  /** The HTTPS port. */
  public Optional<String> httpsPort() {
    return get(ManagedKey.HTTPS_PORT);
  }

  /** The same with another value of one key. */
  public ManagedKeys with(ManagedKey key, String value) {
    return with(Map.of(key, value));
  }

  /** The same with other values of these keys. */
  public ManagedKeys with(Map<ManagedKey, String> others) {
    Map<ManagedKey, String> changed = new EnumMap<>(ManagedKey.class);
    changed.putAll(values);
    changed.putAll(others);
    return new ManagedKeys(changed);
  }

  /** An image reference as text, or {@link #UNREADABLE_FORM} where it is none. */
  public static String image(String text) {
    return inForm(ManagedKey.IMAGE, text);
  }

  private static String inForm(ManagedKey key, String text) {
    return text.isEmpty() || (text.length() <= LONGEST && key.looksRight(text))
        ? text
        : UNREADABLE_FORM;
  }
}
