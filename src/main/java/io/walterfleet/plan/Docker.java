package io.walterfleet.plan;

import java.util.Optional;

/**
 * The container engine of a machine.
 *
 * @param engine its version; absent when no {@code docker} is installed
 */
public record Docker(Optional<String> engine, Compose compose) {
  /** Which Compose there is. */
  public enum Compose {
    /** {@code docker compose}. */
    V2,
    /** {@code docker-compose}. */
    V1,
    /** Neither. */
    NONE
  }
}
