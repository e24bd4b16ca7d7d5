package io.walterfleet.fleet;

import java.util.List;

/**
 * The whole inventory, valid and with every default filled in.
 *
 * @param machines in the order of the inventory, names unique
 */
public record Fleet(
    Origin origin,
    List<Machine> machines,
    Rollout rollout,
    ProductLayout productLayout,
    Operations operations) {
  /** Where the vendor publishes the manifest (WALTER.md, D). */
  public static final String DEFAULT_MANIFEST =
      "https://onprem.walterops.com/releases/manifest.v1.json";

  public Fleet {
    machines = List.copyOf(machines);
  }

  /** The fleet's name, and where its manifest is. */
  public record Origin(String fleet, String manifest) {}

  /** The fleet's name. */
  public String name() {
    return origin.fleet();
  }

  /** Where the release manifest is: an https or http URL, or a file path. */
  public String manifest() {
    return origin.manifest();
  }

  /** How many groups its machines are in. */
  public int groups() {
    return (int) machines.stream().map(Machine::group).distinct().count();
  }

  /** The address of a machine; empty when it is not in the inventory. */
  public String address(String name) {
    return machines.stream()
        .filter(machine -> machine.name().equals(name))
        .map(machine -> machine.ssh().address())
        .findFirst()
        .orElse("");
  }

  /** The same fleet with only these machines, in this order. */
  public Fleet with(List<Machine> some) {
    return new Fleet(origin, some, rollout, productLayout, operations);
  }

  /** The same fleet with other conventions. */
  public Fleet with(ProductLayout other) {
    return new Fleet(origin, machines, rollout, other, operations);
  }
}
