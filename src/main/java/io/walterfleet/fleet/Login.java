package io.walterfleet.fleet;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * As whom and with which key a machine is logged in to; what is absent is what ssh would use.
 *
 * @param become run the steps through {@code sudo -n}
 */
public record Login(
    Optional<String> user, OptionalInt port, Optional<String> identityFile, boolean become) {
  /** Everything as ssh itself would do it. */
  public static final Login AS_SSH =
      new Login(Optional.empty(), OptionalInt.empty(), Optional.empty(), false);
}
