package io.walterfleet.fleet;

import java.util.Optional;

/** Which release a machine shall have, as the inventory says it (WALTER.md, upgrade targets). */
public sealed interface Target {
  /** The word in inventories, such as {@code patch} or {@code 1.8.3}. */
  String word();

  /** The latest patch of the series that the machine has; on a new machine the latest stable. */
  record Patch() implements Target {
    @Override
    public String word() {
      return "patch";
    }
  }

  /** The latest supported minor release of the machine's major; when new, the latest stable. */
  record Minor() implements Target {
    @Override
    public String word() {
      return "minor";
    }
  }

  /** The manifest's latest stable release. */
  record Stable() implements Target {
    @Override
    public String word() {
      return "stable";
    }
  }

  /**
   * This release, which must be in the manifest.
   *
   * @param place where the inventory says so; absent where no inventory does
   */
  record Exact(Release release, Optional<Place> place) implements Target {
    /** This release, wherever it was said. */
    public Exact(Release release) {
      this(release, Optional.empty());
    }

    @Override
    public String word() {
      return release.toString();
    }
  }

  /** This image; the manifest is not asked. */
  record Image(ImageRef image) implements Target {
    @Override
    public String word() {
      return image.value();
    }
  }
}
