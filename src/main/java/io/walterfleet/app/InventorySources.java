package io.walterfleet.app;

import io.walterfleet.adoption.BadSource;
import io.walterfleet.adoption.ForeignInventory;
import io.walterfleet.fleet.Controls;
import io.walterfleet.history.KeptInventories;
import io.walterfleet.inventory.Inventories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns inventories as they are named on a command line into files.
 *
 * <p>What a program prints, and what is made of CSV and of Ansible's JSON, is kept among the
 * records of this controller, so that a problem has a place in a file that can be looked at, and a
 * plan can be carried out with what it was made from.
 */
public final class InventorySources {
  private final CommandRuntime runtime;

  public InventorySources(CommandRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * The files of an inventory.
   *
   * @param kept those that were made of something else, by how that was named
   * @param named the files and directories that were named themselves
   * @param hasProgram whether one of them is what a program printed
   */
  public record Sources(
      List<Path> paths, Map<String, Path> kept, List<Path> named, boolean hasProgram) {
    public Sources {
      paths = List.copyOf(paths);
      named = List.copyOf(named);
      kept = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(kept));
    }

    /** Who reads them. */
    public Inventories reader(CommandRuntime runtime) {
      return new Inventories(runtime.environment().home(), Set.copyOf(kept.values()));
    }
  }

  /** Who named the inventories. */
  public enum Named {
    /** A command line. */
    TYPED,
    /** A variable, or nobody: no program is run. */
    BY_VARIABLE,
    /** A command line for a change by others: no program is run, nothing is made of anything. */
    OF_A_CHANGE
  }

  /** The files that these names mean; programs among them are run. */
  public Sources of(List<InventoryName> names, Named named) throws UsageException {
    List<Path> paths = new ArrayList<>();
    Map<String, Path> kept = new LinkedHashMap<>();
    for (InventoryName name : names) {
      Optional<String> text = text(name, named);
      if (text.isPresent()) {
        Path file = keep(text.get());
        kept.put(name.word(), file);
        paths.add(file);
      } else {
        paths.add(name.path().orElseThrow(() -> unusable(name)));
      }
    }
    List<Path> files =
        names.stream()
            .filter(name -> !name.isCommand())
            .flatMap(name -> name.path().stream())
            .toList();
    boolean hasProgram = names.stream().anyMatch(name -> name.isCommand() || name.isProgramFile());
    return new Sources(paths, kept, files, hasProgram);
  }

  private Optional<String> text(InventoryName name, Named named) throws UsageException {
    if (name.isCommand() || name.isProgramFile()) {
      mustBeTyped(name, named);
      return Optional.of(inOurForm(name, new InventoryPrograms(runtime).printed(name)));
    }
    if (name.isCsv() && named == Named.OF_A_CHANGE) {
      throw UsageException.of(
          Controls.escaped(name.word()) + ": with --trusted, an inventory is YAML",
          "write the machines of the change as YAML, as those of the trusted inventory are");
    }
    if (name.isCsv()) {
      return Optional.of(ofCsv(name));
    }
    return name.isJson() && named != Named.OF_A_CHANGE ? ofJson(name) : Optional.empty();
  }

  private static void mustBeTyped(InventoryName name, Named named) throws UsageException {
    String shown = InventoryPrograms.shown(name);
    if (named == Named.BY_VARIABLE) {
      throw UsageException.of(
          shown + " is named by WALTER_FLEET_INVENTORY, and only a command line can have one run",
          "name it there: -i " + MaskedWord.ofFile(name.word()));
    }
    if (named == Named.OF_A_CHANGE) {
      throw UsageException.of(
          shown + " is not run: with --trusted, it could be a part of the change",
          "name the YAML files of the change; one that is to be read: chmod -x FILE");
    }
  }

  /** What is of no form that we know is left to be judged as YAML. */
  private static String inOurForm(InventoryName name, String printed) throws UsageException {
    try {
      return ForeignInventory.of(printed, name.columns()).orElse(printed);
    } catch (BadSource bad) {
      throw refused(InventoryPrograms.shown(name), bad);
    }
  }

  private static String ofCsv(InventoryName name) throws UsageException {
    try {
      String stem =
          String.valueOf(Path.of(name.file()).getFileName()).replaceFirst("\\.[^.]*$", "");
      return ForeignInventory.ofCsv(read(name), name.columns(), stem);
    } catch (BadSource bad) {
      throw refused(name.file(), bad);
    }
  }

  private static Optional<String> ofJson(InventoryName name) throws UsageException {
    if (name.path().filter(Files::isRegularFile).isEmpty()) {
      return Optional.empty();
    }
    try {
      return ForeignInventory.of(read(name), Map.of());
    } catch (BadSource bad) {
      throw refused(name.file(), bad);
    }
  }

  private static String read(InventoryName name) throws UsageException {
    Path file = name.path().orElseThrow(() -> unusable(name));
    try {
      String text =
          TypedFile.text(file)
              .orElseThrow(() -> UsageException.of(file + ": it is too long", "split it"));
      if (text.indexOf('\uFFFD') >= 0) {
        throw UsageException.of(
            Controls.escaped(name.file()) + " is not UTF-8 (no machine was contacted)",
            "save it as UTF-8");
      }
      return text;
    } catch (IOException unreadable) {
      throw UsageException.of(
          Controls.escaped(name.file()) + " cannot be read (no machine was contacted)",
          "name a file that is there, in UTF-8, and that you may read");
    }
  }

  private static UsageException refused(String what, BadSource bad) {
    String reason = bad.reason().lines().map(Controls::escaped).collect(Collectors.joining("\n  "));
    return UsageException.of(
        what + ": " + reason + " (no machine was contacted)", Controls.escaped(bad.fix()));
  }

  private static UsageException unusable(InventoryName name) {
    return UsageException.of(
        "'" + Controls.escaped(name.word()) + "' cannot be the name of a file here",
        "set LC_ALL=C.UTF-8 if it has letters beyond ASCII; else name another file");
  }

  private Path keep(String text) throws UsageException {
    try {
      return kept(runtime).isPresent() ? kept(runtime).get().keep(text) : forNow(text);
    } catch (IOException unwritable) {
      throw UsageException.of(
          "the inventory could not be kept in " + runtime.environment().state(),
          "see that the disk is not full, and that you may write there");
    }
  }

  /** What this controller keeps; nothing where somebody else could have put it there. */
  static Optional<KeptInventories> kept(CommandRuntime runtime) {
    Path state = runtime.environment().state();
    return OwnPlace.isClosed(state)
        ? Optional.of(new KeptInventories(state.resolve("inventories")))
        : Optional.empty();
  }

  private static Path forNow(String text) throws IOException {
    Path folder =
        Files.createTempDirectory(
            "walter-fleet",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = folder.resolve("inventory.yml");
    Files.writeString(file, text);
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file;
  }
}
