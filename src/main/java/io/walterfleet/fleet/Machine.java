package io.walterfleet.fleet;

import java.util.Set;

/**
 * One machine of the fleet, with everything that the inventory says of it.
 *
 * @param place where the inventory names it
 */
public record Machine(String name, Membership membership, Ssh ssh, Desired desired, Place place) {
  /** The name of its group. */
  public String group() {
    return membership.group();
  }

  /** The tags of its group and its own. */
  public Set<String> tags() {
    return membership.tags();
  }

  /** The same machine, wanted otherwise. */
  public Machine with(Desired other) {
    return new Machine(name, membership, ssh, other, place);
  }
}
