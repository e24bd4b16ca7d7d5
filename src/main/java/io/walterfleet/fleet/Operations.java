package io.walterfleet.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is kept, when drift is mended, who is told, what runs beside, and who must agree.
 *
 * @param keepBackups how many backups stay on each machine, at least 1
 * @param planMaxAge how old a saved plan may be that is carried out; absent for any age
 * @param prove where an {@code apply} proves the backups that it made
 */
public record Operations(
    int keepBackups,
    Maintenance maintenance,
    List<Receiver> receivers,
    Hooks hooks,
    Optional<Approvals> approvals,
    Optional<Duration> planMaxAge,
    ProofScope prove) {
  /** The values where the inventory says nothing. */
  public static final Operations DEFAULT =
      new Operations(
          5,
          Maintenance.ANY_TIME,
          List.of(),
          Hooks.NONE,
          Optional.empty(),
          Optional.empty(),
          ProofScope.NEVER);

  public Operations {
    receivers = List.copyOf(receivers);
  }
}
