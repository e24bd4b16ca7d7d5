package io.walterfleet.fleet;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names of all managed keys in {@code .env.deploy}. */
public record EnvKeys(Map<ManagedKey, String> names) {
  /** The names that hold unless the inventory says others. */
  public static final EnvKeys DEFAULT = of(ManagedKey::usualName);

  public EnvKeys {
    names = ManagedKey.ordered(names);
  }

  /** A name for each key. */
  public static EnvKeys of(Function<ManagedKey, String> name) {
    return new EnvKeys(
        Arrays.stream(ManagedKey.values()).collect(Collectors.toMap(Function.identity(), name)));
  }

  /** The name of a key. */
  public String name(ManagedKey key) {
    return Objects.requireNonNull(names.get(key), key::word);
  }
}
