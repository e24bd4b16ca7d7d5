package io.walterfleet.report;

import io.walterfleet.format.Elapsed;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.MachineState.Backup;
import java.time.Duration;
import java.util.Optional;

/** How old a backup is, in words. */
final class BackupAge {
  private static final long DAY_HOURS = 48;

  private BackupAge() {}

  /** The age in words that can stand alone. */
  static String of(Backup backup) {
    return of(backup.age());
  }

  /** The same of an age that may not be known. */
  static String of(Optional<Duration> age) {
    return age.map(BackupAge::of).orElse("unknown");
  }

  /** The words that say since when something was written. */
  static String since(Backup backup) {
    return backup
        .age()
        .map(age -> "in the last " + of(age))
        .orElse("since then (how long that is nobody knows: the machine's clock was set back)");
  }

  private static String of(Duration age) {
    return age.toHours() >= DAY_HOURS ? Plural.of((int) age.toDays(), "day") : Elapsed.of(age);
  }
}
