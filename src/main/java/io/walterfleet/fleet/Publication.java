package io.walterfleet.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a machine shall be published; what is absent is kept as the machine has it.
 *
 * @param values as they stand in {@code .env.deploy}, of keys that a publication may say
 */
public record Publication(Map<ManagedKey, String> values) {
  /** The HTTPS port where nothing says another one. */
  public static final int DEFAULT_HTTPS_PORT = Integer.parseInt(ManagedKey.HTTPS_PORT.byDefault());

  /** Everything kept as it is. */
  public static final Publication AS_IT_IS = new Publication(Map.of());

  public Publication {
    values = ManagedKey.ordered(values);
    if (!values.keySet().stream().allMatch(ManagedKey::isPublished)) {
      throw new IllegalArgumentException("a publication has keys that it does not say");
    }
  }

  /** The value of a key. */
  public Optional<String> get(ManagedKey key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The TLS mode. */
  public Optional<Mode> mode() {
    return get(ManagedKey.MODE).flatMap(Mode::of);
  }

  /** The published host name or IP. */
  public Optional<String> host() {
    return get(ManagedKey.HOST);
  }

  /** The HTTPS port, 1 to 65535. */
  public OptionalInt httpsPort() {
    return get(ManagedKey.HTTPS_PORT).stream().mapToInt(Integer::parseInt).findFirst();
  }

  /** The same, which keeps this key as the machine has it. */
  public Publication without(ManagedKey key) {
    Map<ManagedKey, String> fewer = new EnumMap<>(ManagedKey.class);
    fewer.putAll(values);
    fewer.remove(key);
    return new Publication(fewer);
  }
}
