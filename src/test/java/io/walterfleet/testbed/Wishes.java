package io.walterfleet.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Limit;
import io.walterfleet.inventory.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the command lines of a test have wanted of machines, until they were seen to be that.
 *
 * <ol>
 *   <li>An apply is a wish for the machines that it is about. It is met if the apply ended well.
 *   <li>A wish is over when a second apply, and then a second plan, found those machines in sync.
 *   <li>Those that are left at the end are settled: what was met must be in sync as it is; else the
 *       same is applied once more before, since the test has mended why it failed.
 * </ol>
 */
public final class Wishes {
  private static final Pattern IN_SYNC =
      Pattern.compile("(?s)(.*\n)?(\\d+) machines?: \\2 in sync( in [^\n]+)?\n");

  /** Nothing was begun on any machine. */
  private static final Pattern UNTOUCHED =
      Pattern.compile(
          "(?s)(.*\n)?\\d+ machines?:( \\d+ (in sync|skipped|locked|blocked|unknown),?)+( in [^\n]+)?\n");

  private static final Set<String> COMMANDS = Set.of("apply", "rollback", "plan");

  private final Path home;
  private final Map<String, Wish> open = new LinkedHashMap<>();

  /** Wishes at a desk whose home is this directory. */
  public Wishes(Path home) {
    this.home = home;
  }

  /** What a command line did. */
  public record Said(int exitCode, String out) {}

  /** Runs command lines. */
  @FunctionalInterface
  public interface Program {
    Said run(List<String> words);
  }

  /**
   * What a machine shall be.
   *
   * @param inventory its text
   * @param isMet whether the last apply ended well
   * @param isSeen whether another apply has found nothing to do since
   */
  record Wish(String inventory, boolean isMet, boolean isSeen) {}

  /**
   * A command line that goes on.
   *
   * @param machines that it is about
   * @param before what was open when it began
   */
  public record Asked(
      List<String> words, String inventory, Set<String> machines, Map<String, Wish> before) {
    private String command() {
      return words.get(0);
    }
  }

  /**
   * Notes that a command line begins; until it is heard how it ended, an apply has not ended well.
   * Empty where no wish is at stake.
   */
  public synchronized Optional<Asked> begun(List<String> words) {
    Optional<Asked> asked = asked(words);
    asked
        .filter(one -> one.command().equals("apply"))
        .ifPresent(
            one ->
                one.machines()
                    .forEach(name -> open.put(name, new Wish(one.inventory(), false, false))));
    return asked;
  }

  private Optional<Asked> asked(List<String> words) {
    Optional<String> inventory = value(words, "-i", "--inventory");
    if (words.isEmpty() || !COMMANDS.contains(words.get(0)) || inventory.isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(inventory.get());
    Reading reading = new Inventories(home).read(List.of(file));
    Optional<String> limit = value(words, "-l", "--limit");
    if (limit.isPresent() && reading instanceof Reading.Valid valid) {
      reading = Limit.apply(limit.get(), valid.fleet());
    }
    return reading instanceof Reading.Valid valid
        ? Optional.of(new Asked(words, text(file), names(valid.fleet()), Map.copyOf(open)))
        : Optional.empty();
  }

  /** What was begun has ended. */
  public synchronized void ended(Asked asked, Said said) {
    Map<String, Wish> before = asked.command().equals("apply") ? asked.before() : Map.copyOf(open);
    boolean inSync = said.exitCode() == 0 && IN_SYNC.matcher(said.out()).matches();
    for (String name : asked.machines()) {
      open.remove(name);
      after(Optional.ofNullable(before.get(name)), asked, said, inSync)
          .ifPresent(wish -> open.put(name, wish));
    }
  }

  private static Optional<Wish> after(
      Optional<Wish> before, Asked asked, Said said, boolean inSync) {
    return switch (asked.command()) {
      case "plan" -> before.filter(wish -> !inSync || !wish.isSeen());
      case "rollback" -> before.map(wish -> new Wish(wish.inventory(), false, false));
      default ->
          inSync
              ? before.map(wish -> new Wish(asked.inventory(), true, true))
              : isUntouched(said)
                  ? before
                  : Optional.of(new Wish(asked.inventory(), said.exitCode() == 0, false));
    };
  }

  private static boolean isUntouched(Said said) {
    return said.exitCode() == 64 || UNTOUCHED.matcher(said.out()).matches();
  }

  /** True while a wish is left. */
  public synchronized boolean areLeft() {
    return !open.isEmpty();
  }

  /** Whoever tests looks after the rest without us. */
  public synchronized void forget() {
    open.clear();
  }

  /** Applies and plans once more for every wish that is left; both must find nothing to do. */
  public void settle(Program program) throws IOException {
    while (areLeft()) {
      settle(first(), program);
    }
  }

  private void settle(Map.Entry<String, Wish> first, Program program) throws IOException {
    Wish wish = first.getValue();
    Set<String> names = alike(wish);
    Path file = Files.writeString(home.resolve("wished.yml"), wish.inventory());
    List<String> words = List.of("--quiet", "-i", file.toString(), "-l", String.join(":", names));
    if (!wish.isMet()) {
      Said mended = program.run(line("apply --yes", words));
      assertThat(mended.exitCode()).as("the same again: " + mended.out()).isZero();
    }
    String all = (names.size() == 1 ? "1 machine: " : names.size() + " machines: ") + names.size();
    Said applied = program.run(line("apply --yes", words));
    assertThat(applied.out().replaceAll(" in [^i]+\n$", " in TIME\n"))
        .as("a second apply")
        .isEqualTo(all + " in sync in TIME\n");
    assertThat(program.run(line("plan --detailed-exitcode", words)))
        .as("a second plan")
        .isEqualTo(new Said(0, all + " in sync\n"));
    open.keySet().removeAll(names);
  }

  private synchronized Map.Entry<String, Wish> first() {
    return Map.copyOf(open).entrySet().iterator().next();
  }

  private synchronized Set<String> alike(Wish wish) {
    Set<String> names = new LinkedHashSet<>();
    open.forEach(
        (name, other) -> {
          if (other.inventory().equals(wish.inventory()) && other.isMet() == wish.isMet()) {
            names.add(name);
          }
        });
    return names;
  }

  private static List<String> line(String command, List<String> words) {
    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
    line.addAll(words);
    return line;
  }

  private static Set<String> names(Fleet fleet) {
    Set<String> names = new LinkedHashSet<>();
    fleet.machines().stream().map(Machine::name).forEach(names::add);
    return names;
  }

  /** The value of an option, in the next word or behind an equals sign. */
  private static Optional<String> value(List<String> words, String brief, String full) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if ((word.equals(brief) || word.equals(full)) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
      if (word.startsWith(brief + "=") || word.startsWith(full + "=")) {
        return Optional.of(word.substring(word.indexOf('=') + 1));
      }
    }
    return Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
