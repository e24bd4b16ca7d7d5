package io.walterfleet.fleet;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a machine shall be published; what is absent is kept as the machine has it.
 *
 * @param mode the TLS mode
 * @param host the published host name or IP ({@code PHX_HOST})
 * @param httpsPort the HTTPS port, 1 to 65535; other than 443 only with {@code internal-tls}
 */
public record Publication(Optional<Mode> mode, Optional<String> host, OptionalInt httpsPort) {
  /** The port where nothing says another one (WALTER.md, A). */
  public static final int DEFAULT_HTTPS_PORT = 443;

  /** Everything kept as it is. */
  public static final Publication AS_IT_IS =
      new Publication(Optional.empty(), Optional.empty(), OptionalInt.empty());
}
