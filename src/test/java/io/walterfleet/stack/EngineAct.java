package io.walterfleet.stack;

import java.util.List;
import java.util.Set;

/**
 * What is done to a machine on a real engine while it dies, one after the other on the same
 * machine.
 */
enum EngineAct {
  /** Nothing was there before. */
  FIRST_INSTALL("apply", "1.7.9", 8443, "none"),

  /** A release with another schema and another bundle, after a backup of both volumes. */
  UPGRADE("apply", "1.8.3", 8443, "volumes"),

  /** Back to the release before, directory and volumes. */
  ROLLBACK("rollback", "1.7.9", 8443, "volumes"),

  /** The same where the volumes are mounted from elsewhere, so that they cannot be exchanged. */
  ROLLBACK_BY_COPIES("rollback", "1.7.9", 8443, "volumes"),

  /** Another port, and neither a backup of data nor a migration. */
  KEYS("apply", "1.7.9", 9443, "none"),

  /** Back to the port before. */
  ROLLBACK_OF_KEYS("rollback", "1.7.9", 8443, "none");

  static final String OLD_BUNDLE = "2026.11.1";
  static final String NEW_BUNDLE = "2026.12.1";

  private final String command;
  private final String release;
  private final int port;
  private final String backup;

  EngineAct(String command, String release, int port, String backup) {
    this.command = command;
    this.release = release;
    this.port = port;
    this.backup = backup;
  }

  /** Whether it takes back what the act before it has done. */
  boolean isBack() {
    return command.equals("rollback");
  }

  /** The words of the command, but for the inventory. */
  List<String> words() {
    return command.equals("apply")
        ? List.of("apply", "--yes")
        : List.of("rollback", "--all", "--yes");
  }

  /** What the inventory says of a machine afterwards. */
  String wish(String host) {
    return "release: '%s', host: %s, httpsPort: %d, mode: internal-tls, backup: %s"
        .formatted(release, host, port, backup);
  }

  /** The release that a machine runs afterwards. */
  String release() {
    return release;
  }

  /** The version of the bundle that is published then. */
  String bundle() {
    return this == UPGRADE ? NEW_BUNDLE : OLD_BUNDLE;
  }

  /** The schema of its database. */
  String schema() {
    return this == UPGRADE ? "9" : "7";
  }

  /** The port at which it is reached. */
  int port() {
    return port;
  }

  /** An act of the scripts without which it would have been done in another way. */
  String mark() {
    return switch (this) {
      case FIRST_INSTALL -> "exchange.new-in";
      case UPGRADE -> "backup.volume";
      case ROLLBACK -> "rollback.exchange";
      case ROLLBACK_BY_COPIES -> "rollback.keep";
      case KEYS -> "swap.env-in";
      case ROLLBACK_OF_KEYS -> "rollback.env-in";
    };
  }

  /** The acts one of which is played with this one, there and back. */
  Set<EngineAct> pairs() {
    return switch (this) {
      case FIRST_INSTALL -> Set.of();
      case UPGRADE -> Set.of(ROLLBACK, ROLLBACK_BY_COPIES);
      case ROLLBACK, ROLLBACK_BY_COPIES -> Set.of(UPGRADE);
      case KEYS -> Set.of(ROLLBACK_OF_KEYS);
      case ROLLBACK_OF_KEYS -> Set.of(KEYS);
    };
  }

  /** True when rows of a newer schema are gone afterwards. */
  boolean undoesRows() {
    return this == ROLLBACK || this == ROLLBACK_BY_COPIES;
  }
}
