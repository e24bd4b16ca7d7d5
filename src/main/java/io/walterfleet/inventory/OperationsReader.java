package io.walterfleet.inventory;

import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.ProofScope;
import java.util.List;
import java.util.Optional;

/** Reads what is kept and when drift is mended. */
final class OperationsReader {
  private static final int MOST_BACKUPS = 1000;

  private OperationsReader() {}

  /** The upkeep that five sections of an inventory say; an absent one says nothing. */
  static Operations read(Section whole, GroupsReader groups) {
    Optional<Section> backups = whole.section("backups", Keys.BACKUPS);
    return new Operations(
        backups
            .flatMap(section -> section.at("keep"))
            .flatMap(cursor -> cursor.number(1, MOST_BACKUPS))
            .orElse(Operations.DEFAULT.keepBackups()),
        whole
            .section("maintenance", Keys.MAINTENANCE)
            .map(section -> MaintenanceReader.read(section, groups.names(), groups.zones()))
            .orElse(Maintenance.ANY_TIME),
        whole.at("notify").map(ReceiverReader::receivers).orElseGet(List::of),
        whole.section("hooks", Keys.HOOKS).map(HooksReader::read).orElse(Hooks.NONE),
        whole.section("approvals", Keys.APPROVALS).flatMap(ApprovalsReader::read),
        whole
            .section("plan", Keys.PLAN)
            .flatMap(section -> section.at("maxAge"))
            .flatMap(Durations::readPositive),
        backups
            .flatMap(section -> section.choice("prove", ProofScope.values(), ProofScope::word))
            .orElse(ProofScope.NEVER));
  }
}
