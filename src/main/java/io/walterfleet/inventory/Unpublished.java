package io.walterfleet.inventory;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The exact releases of an inventory that the vendor does not publish. */
public final class Unpublished {
  private static final int SHOWN = 5;

  private Unpublished() {}

  /** True when any machine shall have a release that the inventory names itself. */
  public static boolean isToBeAsked(Fleet fleet) {
    return fleet.machines().stream()
        .anyMatch(machine -> machine.desired().target() instanceof Target.Exact);
  }

  /** One problem for each place that names such a release, in the order of the machines. */
  public static List<Problem> of(Fleet fleet, Manifest manifest) {
    return fleet.machines().stream()
        .flatMap(machine -> problem(machine, manifest).stream())
        .distinct()
        .toList();
  }

  private static List<Problem> problem(Machine machine, Manifest manifest) {
    if (!(machine.desired().target() instanceof Target.Exact exact)
        || manifest.find(exact.release()).isPresent()) {
      return List.of();
    }
    return List.of(
        new Problem(
            exact.place().orElse(machine.place()),
            "'release' is '" + exact.release() + "', which is not in the manifest",
            fix(exact.release(), manifest)));
  }

  private static String fix(Release wanted, Manifest manifest) {
    List<Release> all = manifest.releases().stream().map(Published::release).toList();
    List<Release> near = all.stream().filter(one -> one.series().equals(wanted.series())).toList();
    List<Release> shown = near.isEmpty() ? all : near;
    String newest =
        shown.stream()
            .sorted(Comparator.reverseOrder())
            .limit(SHOWN)
            .map(Release::toString)
            .collect(Collectors.joining(", "));
    return "the newest there"
        + (near.isEmpty() ? "" : " of series " + wanted.series())
        + ": "
        + newest
        + "; 'image' in place of 'release' takes any other";
  }
}
