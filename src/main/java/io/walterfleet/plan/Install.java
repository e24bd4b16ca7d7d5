package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKeys;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What stands at the install directory. */
public sealed interface Install {
  /**
   * A Walter On-Prem install, also one whose directory is just being swapped.
   *
   * @param envIsLink whether {@code .env.deploy} is a symbolic link
   */
  record Present(ManagedKeys keys, Files files, Stack stack, boolean envIsLink) implements Install {
    /**
     * An install whose {@code .env.deploy} is a file, as everywhere but where somebody moved it.
     */
    public Present(ManagedKeys keys, Files files, Stack stack) {
      this(keys, files, stack, false);
    }
  }

  /** Nothing, or an empty directory: a first deployment. */
  record Absent() implements Install {}

  /** A directory that is not empty and does not look like an install. */
  record Foreign() implements Install {}

  /** Only a {@code walter-selfhost} install, which the vendor does not upgrade in place. */
  record Retired() implements Install {}

  /**
   * The bundle's files in the install directory.
   *
   * @param bundle the sha256 of the bundle they came from; absent when it was not put there by this
   *     program
   * @param edited paths, relative to the directory, whose bytes are not the bundle's
   * @param missing paths that the bundle has and the directory has not
   * @param reset paths whose file mode is not the bundle's
   * @param added paths in directories of the bundle that are not the bundle's; those of directories
   *     end in a slash
   */
  record Files(
      Optional<String> bundle,
      List<String> edited,
      List<String> missing,
      List<String> reset,
      List<String> added) {
    private static final Pattern OVERRIDE =
        Pattern.compile("(?:docker-)?compose\\.override\\.ya?ml");

    /** Files of which nothing is recorded. */
    public static final Files UNRECORDED = new Files(Optional.empty(), List.of(), List.of());

    public Files {
      edited = List.copyOf(edited);
      missing = List.copyOf(missing);
      reset = List.copyOf(reset);
      added = List.copyOf(added);
    }

    /** Files with the bundle's modes, and none beside them. */
    public Files(Optional<String> bundle, List<String> edited, List<String> missing) {
      this(bundle, edited, missing, List.of(), List.of());
    }

    /** The files among those added that Compose reads by their names alone. */
    public List<String> overrides() {
      return added.stream().filter(OVERRIDE.asMatchPredicate()).toList();
    }

    /** Whether what the bundle has is there as it has it, and Compose reads nothing else. */
    boolean areAsInTheBundle() {
      return edited.isEmpty() && missing.isEmpty() && reset.isEmpty() && overrides().isEmpty();
    }
  }
}
