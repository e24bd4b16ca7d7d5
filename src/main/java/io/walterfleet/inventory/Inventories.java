package io.walterfleet.inventory;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads inventories from files; contacts no machine.
 *
 * @param home the home directory on the controller, for a leading {@code ~} in an inventory
 * @param made files that no person wrote to where they lie, so that no path counts from there
 */
public record Inventories(Path home, Set<Path> made) {
  private static final String ADVICE =
      "name an inventory with --inventory; examples/minimal.yml is one to begin with";

  public Inventories {
    made = Set.copyOf(made);
  }

  /** A reader of files that people wrote. */
  public Inventories(Path home) {
    this(home, Set.of());
  }

  /**
   * The fleet that these files describe together, or all their problems.
   *
   * <p>A directory means all {@code *.yml} and {@code *.yaml} files in it, hidden files and
   * directories below it left out. If a file is no YAML, only that is said: what the others seem to
   * lack could stand in it.
   */
  public Reading read(List<Path> paths) {
    return read(paths, Trust.WHOLE, new Problems());
  }

  /**
   * The same for a change by people without the rights of the SSH key, whose files must be as those
   * at this place in all that is a matter of trust: {@code ssh} and the addresses, {@code
   * releases}, {@code envKeys}, {@code stack}, {@code backups}, {@code hooks} and {@code notify}.
   *
   * @param trusted a file or directory that only those with these rights can change
   */
  public Reading read(List<Path> paths, Path trusted) {
    Problems problems = new Problems();
    if (trusted.equals(Path.of("")) || !Files.exists(trusted)) {
      problems.add(
          Place.whole("--trusted"),
          "there is no trusted inventory at " + Quoted.of(trusted.toString()),
          "check out the branch that the change is for, and name its inventory");
      return new Reading.Invalid(problems.byPlace());
    }
    Reading base = read(List.of(trusted));
    if (base instanceof Reading.Valid valid) {
      ChangedFiles changed = new ChangedFiles(problems);
      changed.check(files(paths, problems), files(List.of(trusted), problems));
      return problems.count() > 0
          ? new Reading.Invalid(problems.byPlace())
          : read(paths, new Trust(trusted, valid.fleet()), problems);
    }
    return base;
  }

  /**
   * A hash of all that these files hold, {@code sha256:…}, whatever their names and order; a file
   * that cannot be read counts as an empty one.
   */
  public static String contents(List<Path> paths) {
    List<String> sums =
        files(paths, new Problems()).stream().map(Inventories::sum).sorted().toList();
    return "sha256:" + sha256(String.join("\n", sums).getBytes(StandardCharsets.UTF_8));
  }

  /** The files that the paths mean, each once; those that cannot be listed are left out. */
  public static List<Path> files(List<Path> paths) {
    return files(paths, new Problems());
  }

  private static String sum(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      return sha256(input.readNBytes(YamlText.MOST_BYTES + 1));
    } catch (IOException unreadable) {
      return sha256(new byte[0]);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private Reading read(List<Path> paths, Trust trust, Problems problems) {
    List<Cursor> roots = new ArrayList<>();
    // an empty name is a variable that was never set, and would mean the current directory
    if (paths.isEmpty() || paths.contains(Path.of(""))) {
      problems.add(Place.whole("--inventory"), "no inventory is named", ADVICE);
      return new Reading.Invalid(problems.byPlace());
    }
    for (Path file : files(paths, problems)) {
      parse(new Source(file, home, trust.directory(), made.contains(file), problems))
          .ifPresent(roots::add);
    }
    if (problems.count() > 0) {
      return new Reading.Invalid(problems.byPlace());
    }
    Fleet fleet = FleetReader.read(roots, trust);
    return problems.count() > 0
        ? new Reading.Invalid(problems.byPlace())
        : new Reading.Valid(fleet);
  }

  private static Optional<Cursor> parse(Source source) {
    try (InputStream input = Files.newInputStream(source.path())) {
      return new YamlText(source).parse(input.readNBytes(YamlText.MOST_BYTES + 1));
    } catch (NoSuchFileException absent) {
      refuse(source.problems(), source.path(), "there is no such file or directory");
    } catch (IOException unreadable) {
      refuse(source.problems(), source.path(), "it cannot be read");
    }
    return Optional.empty();
  }

  /** The files that the paths mean, each once. */
  private static List<Path> files(List<Path> paths, Problems problems) {
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path path : paths) {
      List<Path> meant = Files.isDirectory(path) ? inDirectory(path, problems) : List.of(path);
      meant.forEach(file -> files.putIfAbsent(file.toAbsolutePath().normalize(), file));
    }
    return List.copyOf(files.values());
  }

  private static List<Path> inDirectory(Path directory, Problems problems) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      List<Path> files = new ArrayList<>();
      all.forEach(files::add);
      files.removeIf(file -> !isInventory(file));
      if (files.isEmpty()) {
        refuse(problems, directory, "the directory has no *.yml and no *.yaml file");
      }
      return files.stream().sorted().filter(file -> isPlain(file, problems)).toList();
    } catch (IOException | DirectoryIteratorException unreadable) {
      refuse(problems, directory, "the directory cannot be read");
      return List.of();
    }
  }

  /** Whoever opens a pipe may wait for ever, and nobody named this one. */
  private static boolean isPlain(Path file, Problems problems) {
    if (Files.isRegularFile(file) || !Files.exists(file)) {
      return true;
    }
    problems.add(
        Place.whole(file.toString()),
        "is no plain file",
        "take it out of the directory; only a file that is named itself may be a pipe");
    return false;
  }

  private static boolean isInventory(Path file) {
    return isInventoryName(String.valueOf(file.getFileName())) && !Files.isDirectory(file);
  }

  /** True for the name of a file that a directory of inventories has as one. */
  static boolean isInventoryName(String name) {
    boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
    return yaml && !name.startsWith(".");
  }

  private static void refuse(Problems problems, Path path, String message) {
    problems.add(Place.whole(path.toString()), message, ADVICE);
  }
}
