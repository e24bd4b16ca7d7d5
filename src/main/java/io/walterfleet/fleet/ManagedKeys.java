package io.walterfleet.fleet;

import java.util.Optional;

/**
 * The values of the managed keys of one {@code .env.deploy}, as text; absent where the file does
 * not have the key. No other key of that file is ever read.
 */
public record ManagedKeys(
    Optional<String> image,
    Optional<String> host,
    Optional<String> mode,
    Optional<String> httpsPort,
    Optional<String> httpPort) {
  /** A file that has none of them, or no file. */
  public static final ManagedKeys NONE =
      new ManagedKeys(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
