package io.walterfleet.rehearsal;

import io.walterfleet.plan.StepKind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Something that goes wrong on some machines of a rehearsal.
 *
 * @param step in which it happens; absent where it belongs to none
 * @param machines those that it may strike
 * @param percent how likely it strikes each of them, 0 to 100
 * @param text how it was asked for
 */
public record Fault(
    Kind kind, Optional<StepKind> step, Set<String> machines, double percent, String text) {
  public Fault {
    machines = Set.copyOf(machines);
  }

  /** What goes wrong. */
  public enum Kind {
    /** A step fails, each time. */
    FAILS,
    /** Going back fails. */
    ROLLBACK_FAILS,
    /** The new release starts, and never becomes ready. */
    NEVER_READY,
    /** The migration changes nothing, so that the new release waits for it for ever. */
    MIGRATION_BLOCKED,
    /** It can't be reached, from the beginning or from a step on. */
    UNREACHABLE,
    /** Another run holds its lock all the time. */
    LOCKED,
    /** Somebody changes it after it was planned. */
    EDITED,
    /** There is no space, so that it is blocked, or a step fails. */
    DISK_FULL,
    /** The connection breaks once in the middle of a step, which goes on. */
    SSH_DROP,
    /** The machine goes down once in the middle of a step, and comes back. */
    REBOOT,
    /** Everything, or one step, takes longer. */
    SLOW;

    /** The word of the option; a step that fails has its own before it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** True when it strikes this machine; the same seed always says the same. */
  public boolean strikes(long seed, String machine) {
    if (!machines.contains(machine)) {
      return false;
    }
    long lot = hash(seed + "\n" + text + "\n" + machine);
    return new SplittableRandom(lot).nextDouble() * 100 < percent;
  }

  /** FNV-1a, 64 bits. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
