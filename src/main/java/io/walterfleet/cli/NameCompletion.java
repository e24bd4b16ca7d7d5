package io.walterfleet.cli;

import io.walterfleet.adoption.ShellWords;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.RunRecorder;
import io.walterfleet.app.UsageException;
import io.walterfleet.app.ValidInventory;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The names with which an unfinished command line can go on: of machines, groups and tags of its
 * inventory, and of runs of this controller.
 *
 * <p>Somebody waits at a prompt: whatever goes wrong, or takes too long, is no names.
 */
final class NameCompletion {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Nobody reads more at a prompt. */
  private static final int MOST = 1000;

  /** A shell gets nothing that it could take for anything but a word. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]*");

  private static final String OF_MACHINES_AND_GROUPS = "PATTERN";
  private static final String OF_A_MACHINE = "MACHINE";
  private static final Set<String> OF_A_RUN = Set.of("RUN", "RUN|last");

  private final CommandRuntime runtime;
  private final CommandSpec command;
  private final List<Path> inventories = new ArrayList<>();
  private Optional<OptionSpec> open = Optional.empty();
  private int positional;

  private NameCompletion(CommandRuntime runtime, CommandSpec command) {
    this.runtime = runtime;
    this.command = command;
  }

  /** Whether names can stand there, by the word that stands there in a help. */
  static boolean isFor(ArgSpec argument) {
    String label = argument.paramLabel();
    return label.equals(OF_MACHINES_AND_GROUPS)
        || label.equals(OF_A_MACHINE)
        || OF_A_RUN.contains(label);
  }

  /**
   * What can stand instead of the last word of a line; of an empty one if the line ends in a blank.
   *
   * @param whole makes all commands
   */
  static List<String> of(String line, Supplier<CommandLine> whole, CommandRuntime runtime)
      throws InterruptedException {
    FutureTask<List<String>> search = new FutureTask<>(() -> search(line, whole.get(), runtime));
    Thread thread = new Thread(search, "completion");
    thread.setDaemon(true);
    thread.start();
    try {
      return search.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException noNames) {
      return List.of();
    }
  }

  private static List<String> search(String line, CommandLine whole, CommandRuntime runtime) {
    List<String> words = new ArrayList<>(ShellWords.of(line).orElse(List.of()));
    if (line.isEmpty() || Character.isWhitespace(line.charAt(line.length() - 1))) {
      words.add("");
    }
    Map<String, CommandLine> commands = whole.getSubcommands();
    for (int at = 0; at + 1 < words.size(); at++) {
      CommandLine command = commands.get(words.get(at));
      if (command != null) {
        return new NameCompletion(runtime, command.getCommandSpec())
            .after(words.subList(at + 1, words.size() - 1), words.get(words.size() - 1));
      }
    }
    return List.of();
  }

  private List<String> after(List<String> before, String last) {
    before.forEach(this::pass);
    if (open.isPresent()) {
      return names(open.get(), "", last);
    }
    int equals = last.indexOf('=');
    if (last.startsWith("-")) {
      Optional<OptionSpec> option = equals < 0 ? Optional.empty() : option(last);
      return option
          .map(one -> names(one, last.substring(0, equals + 1), last.substring(equals + 1)))
          .orElse(List.of());
    }
    return command.positionalParameters().stream()
        .filter(one -> one.index().contains(positional))
        .findFirst()
        .map(one -> names(one, "", last))
        .orElse(List.of());
  }

  /** A word that stands before the one that is completed. */
  private void pass(String word) {
    if (open.isPresent()) {
      value(open.get(), word);
      open = Optional.empty();
    } else if (word.startsWith("-")) {
      Optional<OptionSpec> option = option(word).filter(one -> one.arity().max() > 0);
      int equals = word.indexOf('=');
      if (equals < 0) {
        open = option;
      } else {
        option.ifPresent(one -> value(one, word.substring(equals + 1)));
      }
    } else {
      positional++;
    }
  }

  private void value(OptionSpec option, String word) {
    if (List.of(option.names()).contains("-i")) {
      inventories.add(
          word.startsWith("~/")
              ? runtime.environment().home().resolve(word.substring(2))
              : Path.of(word));
    }
  }

  private Optional<OptionSpec> option(String word) {
    return Optional.ofNullable(command.findOption(word.replaceFirst("=.*", "")));
  }

  private List<String> names(ArgSpec argument, String head, String word) {
    if (OF_A_RUN.contains(argument.paramLabel())) {
      Stream<String> runs = RunRecorder.runs(runtime).ids().stream();
      return matching(Stream.concat(Stream.of("last"), runs), head, word);
    }
    if (!isFor(argument)) {
      return List.of();
    }
    return argument.paramLabel().equals(OF_A_MACHINE)
        ? matching(machines().map(Machine::name), head, word)
        : terms(head, word);
  }

  /** The last term of a pattern; what stands before it stays. */
  private List<String> terms(String head, String word) {
    int from = Math.max(word.lastIndexOf(':'), word.lastIndexOf(',')) + 1;
    if (from < word.length() && "&!".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    Stream<String> names =
        machines()
            .flatMap(
                one ->
                    Stream.concat(Stream.of("all", one.name(), one.group()), one.tags().stream()));
    return matching(names, head + word.substring(0, from), word.substring(from));
  }

  private static List<String> matching(Stream<String> names, String head, String beginning) {
    return names
        .distinct()
        .filter(name -> name.startsWith(beginning) && PLAIN.matcher(name).matches())
        .limit(MOST)
        .sorted()
        .map(name -> head + name)
        .toList();
  }

  private Stream<Machine> machines() {
    String variable = runtime.environment().variable(EnvironmentDefaults.variable("--inventory"));
    List<Path> usual = List.of(variable.isEmpty() ? InventoryOptions.USUAL : Path.of(variable));
    try {
      Fleet fleet = ValidInventory.read(inventories.isEmpty() ? usual : inventories, runtime);
      return fleet.machines().stream();
    } catch (UsageException invalid) {
      return Stream.empty();
    }
  }
}
