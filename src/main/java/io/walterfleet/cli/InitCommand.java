package io.walterfleet.cli;

import io.walterfleet.adoption.BadSource;
import io.walterfleet.adoption.Candidate;
import io.walterfleet.adoption.Candidates;
import io.walterfleet.adoption.Draft;
import io.walterfleet.app.AdviceRenderer;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Drafts;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.SshHosts;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.Plural;
import io.walterfleet.inventory.Glob;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.rollout.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a first inventory; contacts no machine, and replaces no file. */
@Command(name = "init")
final class InitCommand extends FleetCommand {
  /** More names would not fit on a screen. */
  private static final int MOST_SHOWN = 30;

  @Parameters(
      arity = "0..*",
      paramLabel = "HOST",
      description = {
        "the machines: names or globs of hosts in ~/.ssh/config, or [NAME=][USER@]HOST[:PORT];",
        "asked for at a terminal, if none is named"
      })
  private List<String> hosts = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write it to this new file (default: inventories/fleet.yml)")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      description = "the name of the fleet; asked for at a terminal (default: fleet)")
  private Optional<String> fleetName = Optional.empty();

  @Option(
      names = "--ssh",
      paramLabel = "KEY=VALUE",
      description = "a key of 'ssh' for all machines, such as user=walter; may be repeated")
  private Map<String, String> ssh = new LinkedHashMap<>();

  InitCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException {
    Path file = out.orElse(InventoryOptions.USUAL.resolve("fleet.yml"));
    mustBeNew(file);
    List<String> known = SshHosts.of(runtime().environment().home());
    boolean asks = hosts.isEmpty();
    Optional<List<String>> chosen = asks ? asked(known) : Optional.of(hosts);
    Optional<String> name = asks && fleetName.isEmpty() ? askedName() : fleetName;
    if (chosen.isEmpty() || (asks && name.isEmpty())) {
      runtime().console().err().println("\nNothing was written.");
      return ExitCode.INTERRUPTED;
    }
    Draft.Head head = new Draft.Head(name.orElse("fleet"), "", ssh);
    String text = Draft.first(head, machines(chosen.get(), known));
    // what our own reader refuses is never written
    Fleet fleet = new Drafts(runtime()).read(text);
    write(file, text);
    show(
        "Written to "
            + file
            + ": fleet "
            + fleet.name()
            + ", "
            + Plural.machines(fleet.machines().size())
            + "; no machine was contacted\n"
            + "See what would be done: "
            + new AdviceRenderer(runtime()).of(Advice.of("plan" + inventory(file)).line())
            + "\n");
    return ExitCode.OK;
  }

  private String inventory(Path file) {
    return out.isEmpty() ? "" : " -i " + MaskedWord.ofFile(file.toString());
  }

  /** A second inventory beside a first one would be read with it. */
  private void mustBeNew(Path file) throws UsageException {
    if (Files.exists(file)) {
      throw there(file);
    }
    if (out.isEmpty() && Files.isDirectory(InventoryOptions.USUAL)) {
      List<Path> files = Inventories.files(List.of(InventoryOptions.USUAL));
      if (!files.isEmpty()) {
        throw there(files.get(0));
      }
    }
  }

  private static UsageException there(Path file) {
    return UsageException.of(
        file + " is there already; it was not changed", "name a new file with --out");
  }

  private Optional<List<String>> asked(List<String> known) throws UsageException {
    if (!runtime().console().terminal().in()) {
      throw UsageException.of(
          "no host is named, and there is no terminal to ask for one (nothing was written)",
          "name hosts, or globs in quotation marks"
              + (known.isEmpty() ? "" : "; ~/.ssh/config has " + some(known)));
    }
    PrintWriter err = runtime().console().err();
    if (!known.isEmpty()) {
      err.println("~/.ssh/config has " + some(known));
    }
    Optional<String> answer =
        answer(
            known.isEmpty()
                ? "Which machines run Walter, as [USER@]HOST? "
                : "Which of them run Walter? Names or globs, or [USER@]HOST: ");
    return answer.map(
        words -> Stream.of(words.split("[\\s,]+")).filter(w -> !w.isEmpty()).toList());
  }

  private Optional<String> askedName() {
    return answer("The name of the fleet [fleet]: ").map(name -> name.isEmpty() ? "fleet" : name);
  }

  /** What is typed; nothing when the input ends instead. */
  private Optional<String> answer(String question) {
    PrintWriter err = runtime().console().err();
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(runtime().console().in().readLine()).map(String::strip);
    } catch (IOException hungUp) {
      return Optional.empty();
    }
  }

  private static String some(List<String> known) {
    int more = known.size() - MOST_SHOWN;
    return String.join(", ", known.subList(0, Math.min(known.size(), MOST_SHOWN)))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static List<Candidate> machines(List<String> words, List<String> known)
      throws UsageException {
    List<String> all = new ArrayList<>();
    for (String word : words) {
      Glob glob = new Glob(word);
      List<String> meant = known.stream().filter(glob::matches).toList();
      if (Glob.isGlob(word) && !word.contains("[") && meant.isEmpty()) {
        throw UsageException.of(
            "no host of ~/.ssh/config is like '" + word + "' (nothing was written)",
            known.isEmpty() ? "name the hosts themselves" : "it has " + some(known));
      }
      all.addAll(meant.isEmpty() ? List.of(word) : meant);
    }
    try {
      List<Candidate> machines = Candidates.of(all.stream().distinct().toList(), "").machines();
      if (machines.isEmpty()) {
        throw UsageException.of(
            "no machine is named (nothing was written)", "name one as [NAME=][USER@]HOST[:PORT]");
      }
      return machines;
    } catch (BadSource bad) {
      throw UsageException.of(bad.reason() + " (nothing was written)", bad.fix());
    }
  }

  private static void write(Path file, String text) throws UsageException {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException raced) {
      throw there(file);
    } catch (IOException refused) {
      throw UsageException.of(
          file + " cannot be written (nothing was written)",
          "name a file in a directory that you may write to");
    }
  }
}
