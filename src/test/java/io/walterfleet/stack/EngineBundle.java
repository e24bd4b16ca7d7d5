package io.walterfleet.stack;

import static io.walterfleet.stack.EngineAct.FIRST_INSTALL;
import static io.walterfleet.stack.EngineAct.KEYS;
import static io.walterfleet.stack.EngineAct.ROLLBACK;
import static io.walterfleet.stack.EngineAct.ROLLBACK_BY_COPIES;
import static io.walterfleet.stack.EngineAct.ROLLBACK_OF_KEYS;
import static io.walterfleet.stack.EngineAct.UPGRADE;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a machine that dies has, and what is done to it, in order. */
enum EngineBundle {
  /** Like the vendor's. */
  BUNDLE("bundle"),

  /** Comes back with the engine, with a one-shot, a profile and volumes that Compose names. */
  MORTAL("mortal"),

  /** Like the vendor's, but the volumes are directories of the operator's. */
  ELSEWHERE("bundle");

  private final String directory;

  EngineBundle(String directory) {
    this.directory = directory;
  }

  /** Where its files are. */
  Path source() {
    return Path.of("src/test/images", directory);
  }

  /** What is done to a machine, one after the other. */
  List<EngineAct> acts() {
    return this == ELSEWHERE
        ? List.of(FIRST_INSTALL, UPGRADE, ROLLBACK_BY_COPIES)
        : List.of(FIRST_INSTALL, UPGRADE, ROLLBACK, KEYS, ROLLBACK_OF_KEYS);
  }

  /** Those of the acts in which it dies; all others die so with the other bundles. */
  List<EngineAct> deadly() {
    return this == ELSEWHERE ? List.of(ROLLBACK_BY_COPIES) : acts();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
