package io.walterfleet.plan;

import io.walterfleet.fleet.BackupKind;
import java.util.Optional;

/**
 * What copying both volumes takes on a machine, for the backup and for a way back.
 *
 * <p>The copies may be as large as the data, and so is what a way back makes ready; both lie where
 * Docker keeps the volumes. In the home, the copies are packed.
 *
 * @param bytes what both volumes held when they were last measured
 * @param atDocker the most that is taken meanwhile where Docker keeps the volumes
 * @param inHome the same on the file system of the home; 0 where both are one
 */
public record CopySpace(long bytes, long atDocker, long inHome) {
  static final long SPARE_KILOBYTES = 64 * 1024;

  /** What a backup and a way back from it take; empty where the data were never measured. */
  static Optional<CopySpace> of(Host.Data data) {
    long each = kilobytes(data) * 1024;
    return data.kilobytes() == 0
        ? Optional.empty()
        : Optional.of(new CopySpace(data.kilobytes() * 1024, 2 * each, data.shared() ? 0 : each));
  }

  /** What a way back alone takes; empty where the data were never measured. */
  public static Optional<CopySpace> back(Host.Data data) {
    return of(data).map(both -> new CopySpace(both.bytes(), both.atDocker() / 2, 0));
  }

  /** The same for a machine on which these steps are taken: empty where no volumes are copied. */
  static Optional<CopySpace> of(Delta left, Goal goal, Host.Data data) {
    return goal.backup() == BackupKind.VOLUMES && left.steps().contains(StepKind.BACKUP)
        ? of(data)
        : Optional.empty();
  }

  /** One copy, and what is kept free beside: a tenth of it, and 64 MB. */
  private static long kilobytes(Host.Data data) {
    return SPARE_KILOBYTES + data.kilobytes() + data.kilobytes() / 10;
  }

  /** The file system that has too little room, in words, with what it lacks; empty if none. */
  public Optional<String> lack(Host host) {
    long docker = host.data().shared() ? host.freeKilobytes() : host.data().freeKilobytes();
    String place = host.data().shared() ? "in the home" : "where docker keeps the volumes";
    return lack(docker, atDocker, place)
        .or(() -> lack(host.freeKilobytes(), inHome, "in the home"));
  }

  private static Optional<String> lack(long freeKilobytes, long needed, String place) {
    return freeKilobytes < needed / 1024
        ? Optional.of(
            "%d MB free %s, %d MB needed"
                .formatted(freeKilobytes / 1024, place, needed / 1024 / 1024))
        : Optional.empty();
  }
}
