package io.walterfleet.plan;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What differs between a machine and its goal, field by field. */
final class Differences {
  private final Goal goal;
  private final BundleRef bundle;
  private final Optional<Applied> applied;
  private final List<Change> changes = new ArrayList<>();

  private Differences(Goal goal, BundleRef bundle, Optional<Applied> applied) {
    this.goal = goal;
    this.bundle = bundle;
    this.applied = applied;
  }

  /** The differences of an install from its goal, in the order of {@link Field}. */
  static List<Change> between(
      Install.Present install, Goal goal, BundleRef bundle, Optional<Applied> applied) {
    Differences found = new Differences(goal, bundle, applied);
    found.image(install.keys());
    found.publication(install.keys());
    found.files(install.files());
    found.running(install);
    return List.copyOf(found.changes);
  }

  /** The differences of a machine without an install: everything that it will get. */
  static List<Change> fromNothing(Goal goal, BundleRef bundle, Optional<Applied> applied) {
    Differences found = new Differences(goal, bundle, applied);
    found.image(ManagedKeys.NONE);
    found.publication(ManagedKeys.NONE);
    found.bundle("");
    return List.copyOf(found.changes);
  }

  private void image(ManagedKeys keys) {
    String from = keys.image().orElse("");
    String to = goal.image().value();
    if (from.equals(to)) {
      return;
    }
    Optional<ImageRef> old = ImageRef.of(from);
    boolean sameRepository =
        old.isEmpty() || old.get().repository().equals(goal.image().repository());
    Optional<Release> oldRelease = old.flatMap(ImageRef::release);
    Optional<Release> newRelease = goal.image().release();
    Cause cause = cause(applied.map(Applied::image), to);
    boolean byRelease =
        sameRepository
            && newRelease.isPresent()
            && (oldRelease.isPresent() || from.isEmpty())
            && !oldRelease.equals(newRelease);
    changes.add(
        byRelease
            ? new Change(
                Field.RELEASE,
                oldRelease.map(Release::toString).orElse(""),
                newRelease.get().toString(),
                cause)
            : new Change(Field.IMAGE, from, to, cause));
  }

  private void publication(ManagedKeys keys) {
    goal.publication()
        .values()
        .forEach(
            (key, to) -> {
              String from = keys.get(key).orElse(key.byDefault());
              if (!to.equals(from)) {
                changes.add(new Change(Field.of(key), from, to, cause(last(key), to)));
              }
            });
  }

  /** What was last applied; nothing where nothing was, or where the key was left alone. */
  private Optional<String> last(ManagedKey key) {
    Optional<String> byDefault = Optional.of(key.byDefault()).filter(text -> !text.isEmpty());
    return applied.flatMap(one -> one.get(key).or(() -> byDefault));
  }

  private void files(Install.Files files) {
    if (!files.bundle().equals(Optional.of(goal.bundle()))) {
      bundle(files.bundle().map(Differences::shortened).orElse("unknown"));
    }
    if (!files.areAsInTheBundle()) {
      changes.add(new Change(Field.FILES, text(files), "as in the bundle", Cause.DRIFT));
    }
  }

  private void bundle(String from) {
    Cause cause = cause(applied.flatMap(Applied::bundle), goal.bundle());
    boolean published = goal.bundle().equals(bundle.sha256());
    String to = published ? bundle.version() : shortened(goal.bundle());
    changes.add(new Change(Field.BUNDLE, from, to, cause));
  }

  /**
   * The stack is held against what its keys say; that these are wrong is another change. One that
   * runs what was last applied, whatever was written into the keys since, is as it shall be.
   */
  private void running(Install.Present install) {
    Optional<String> image = Optional.of(goal.image().value());
    boolean keysAlone =
        applied.map(Applied::image).equals(image) && !install.keys().image().equals(image);
    if (keysAlone && install.stack().runs(goal.image())) {
      return;
    }
    Optional<String> difference = install.keys().image().flatMap(install.stack()::difference);
    if (difference.isPresent()) {
      changes.add(new Change(Field.RUNNING, difference.get(), "running", Cause.DRIFT));
    }
  }

  /** The machine moved when what was last applied is what is wanted still. */
  private static Cause cause(Optional<String> last, String wanted) {
    return last.equals(Optional.of(wanted)) ? Cause.DRIFT : Cause.INTENT;
  }

  static String shortened(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }

  private static String text(Install.Files files) {
    List<String> parts = new ArrayList<>();
    if (!files.edited().isEmpty()) {
      parts.add("edited: " + some(files.edited()));
    }
    if (!files.missing().isEmpty()) {
      parts.add("missing: " + some(files.missing()));
    }
    if (!files.reset().isEmpty()) {
      parts.add("mode changed: " + some(files.reset()));
    }
    if (!files.overrides().isEmpty()) {
      parts.add("added: " + some(files.overrides()));
    }
    return String.join("; ", parts);
  }

  static String some(List<String> paths) {
    int shown = Math.min(3, paths.size());
    String text = String.join(", ", paths.subList(0, shown));
    return paths.size() > shown ? text + " and " + (paths.size() - shown) + " more" : text;
  }
}
