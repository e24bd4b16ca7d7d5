package io.walterfleet.rehearsal;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Applied;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Stack;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    Optional<Release> code = keys.image().flatMap(ImageRef::releaseOf);
    return new InstallState(keys, bundle, running, code.orElse(schema));
  }

  /** The same with data of this release. */
  public InstallState schema(Release release) {
    return new InstallState(keys, bundle, running, release);
  }

  /** The same with another host name in its keys. */
  public InstallState host(String host) {
    return new InstallState(keys.with(ManagedKey.HOST, host), bundle, running, schema);
  }

  /** With the goal's keys written, and with its bundle where the whole directory is replaced. */
  InstallState written(Goal goal, boolean directory) {
    ManagedKeys written =
        keys.with(goal.publication().values()).with(ManagedKey.IMAGE, goal.image().value());
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
    Map<ManagedKey, String> values = new EnumMap<>(ManagedKey.class);
    values.putAll(goal.publication().values());
    values.put(ManagedKey.IMAGE, goal.image().value());
    return new Applied(values, Optional.of(goal.bundle()));
  }
}
