package io.walterfleet.rehearsal;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState.Applied;
import io.walterfleet.plan.Stack;
import java.util.List;
import java.util.Optional;

/**
 * What stands at an install directory, what runs there, and of which release the data is.
 *
 * @param bundle the sha256 of the bundle that this program put there
 * @param running the image that runs; empty when the stack is down
 */
public record InstallState(
    ManagedKeys keys, Optional<String> bundle, Optional<String> running, Release schema) {
  /** Before anything is installed. */
  static final InstallState EMPTY =
      new InstallState(ManagedKeys.NONE, Optional.empty(), Optional.empty(), new Release(0, 0, 0));

  /** The same with this image running, or none. */
  public InstallState running(Optional<String> image) {
    return new InstallState(keys, bundle, image, schema);
  }

  InstallState started() {
    return running(keys.image());
  }

  InstallState migrated() {
    Optional<Release> code = keys.image().flatMap(ImageRef::of).flatMap(ImageRef::release);
    return new InstallState(keys, bundle, running, code.orElse(schema));
  }

  /** The same with data of this release. */
  public InstallState schema(Release release) {
    return new InstallState(keys, bundle, running, release);
  }

  /** The same with another host name in its keys. */
  public InstallState host(String host) {
    ManagedKeys edited =
        new ManagedKeys(
            keys.image(), Optional.of(host), keys.mode(), keys.httpsPort(), keys.httpPort());
    return new InstallState(edited, bundle, running, schema);
  }

  /** With the goal's keys written, and with its bundle where the whole directory is replaced. */
  InstallState written(Goal goal, boolean directory) {
    Publication wanted = goal.publication();
    ManagedKeys written =
        new ManagedKeys(
            Optional.of(goal.image().value()),
            wanted.host().or(keys::host),
            wanted.mode().map(Mode::word).or(keys::mode),
            port(wanted).or(keys::httpsPort),
            keys.httpPort());
    return new InstallState(
        written, directory ? Optional.of(goal.bundle()) : bundle, running, schema);
  }

  Install.Present seen() {
    List<Stack.Service> services =
        running
            .map(image -> new Stack.Service("walter", "running", image, "id of " + image))
            .stream()
            .toList();
    Stack stack =
        new Stack(Optional.of("walter-onprem"), services, keys.image().map(one -> "id of " + one));
    return new Install.Present(keys, new Install.Files(bundle, List.of(), List.of()), stack);
  }

  static Applied applied(Goal goal) {
    Publication publication = goal.publication();
    return new Applied(
        goal.image().value(),
        publication.mode().map(Mode::word),
        publication.host(),
        port(publication),
        Optional.of(goal.bundle()));
  }

  private static Optional<String> port(Publication publication) {
    return publication.httpsPort().stream().mapToObj(Integer::toString).findFirst();
  }
}
