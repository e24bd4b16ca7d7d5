package io.walterfleet.fleet;

import java.util.Optional;

/**
 * How a machine's SSH host key is checked; there is no way to switch the check off.
 *
 * @param policy what to do with a key that is not known yet
 * @param knownHostsFile the file of known keys on the controller; absent means what ssh would use
 * @param pin the only fingerprint accepted, in the form {@code SHA256:…}; absent means any known
 */
public record HostKeys(Policy policy, Optional<String> knownHostsFile, Optional<String> pin) {
  /** Known keys only, from the files that ssh would use. */
  public static final HostKeys STRICT =
      new HostKeys(Policy.STRICT, Optional.empty(), Optional.empty());

  /** What to do with an unknown key; a changed key is always refused. */
  public enum Policy {
    /** Refuse it. */
    STRICT("strict"),
    /** Record it and go on. */
    ACCEPT_NEW("accept-new");

    private final String word;

    Policy(String word) {
      this.word = word;
    }

    /** The word in inventories. */
    public String word() {
      return word;
    }
  }
}
