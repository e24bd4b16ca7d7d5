package io.walterfleet.cli;

import io.walterfleet.adoption.BadSource;
import io.walterfleet.adoption.Candidate;
import io.walterfleet.adoption.Candidates;
import io.walterfleet.adoption.Draft;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Drafts;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.OutFile;
import io.walterfleet.app.Releases;
import io.walterfleet.app.RunIds;
import io.walterfleet.app.SeenCandidates;
import io.walterfleet.app.TypedFile;
import io.walterfleet.app.UsageException;
import io.walterfleet.doctor.Finding;
import io.walterfleet.doctor.Learned;
import io.walterfleet.doctor.MachineFindings;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.AdoptionText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.step.Examination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an inventory from machines that already run Walter; changes no machine. */
@Command(name = "adopt")
final class AdoptCommand extends FleetCommand {
  @Mixin private final ForksOption forksOption = new ForksOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "[NAME=][USER@]HOST[:PORT]",
      description = "machines to read")
  private List<String> machines = List.of();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = {
        "more machines: one a line, or what 'ansible-inventory --list' prints;",
        "- is standard input"
      })
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write the inventory to this file (default: standard output)")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--force", description = "replace that file if it is there")
  private boolean force;

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      description = "the name of the fleet (default: adopted)")
  private String name = "adopted";

  @Option(
      names = "--manifest",
      paramLabel = "URL|FILE",
      description = "where the release manifest is (default: the vendor's)")
  private String manifest = "";

  @Option(
      names = "--ssh",
      paramLabel = "KEY=VALUE",
      description = "a key of 'ssh' for all machines, such as user=walter; may be repeated")
  private Map<String, String> ssh = new LinkedHashMap<>();

  AdoptCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    Optional<OutFile> file = out.isPresent() ? Optional.of(file(out.get())) : Optional.empty();
    Candidates named = named();
    Draft.Head head = new Draft.Head(name, placed(manifest), placed(ssh));
    Map<String, Unknown> left = new LinkedHashMap<>();
    named.left().forEach((machine, why) -> left.put(machine, new Unknown(why, Drafts.BY_HAND)));
    Drafts drafts = new Drafts(runtime());
    List<Candidate> candidates = drafts.readable(head, placed(named.machines()), left);
    if (candidates.isEmpty()) {
      return nothing(left);
    }
    Fleet fleet = drafts.read(Drafts.unread(head, candidates));
    Manifest published = new Releases(runtime()).manifest(fleet.manifest());
    Map<String, Observation> seen;
    Learned learned;
    try (FleetOperations fleetOperations =
        new FleetOperations(runtime(), fleet, forksOption.forks())) {
      seen = new LinkedHashMap<>(fleetOperations.survey().observe(!output().isQuiet()));
      Fleet there = there(fleet, seen);
      learned = learned(fleetOperations.with(there), there);
      if (!learned.keys().isEmpty()) {
        Fleet known = there.with(learned.over(fleet.productLayout()));
        seen.putAll(fleetOperations.with(known).survey().observe(false));
      }
    }
    SeenCandidates read = new SeenCandidates(candidates, seen);
    left.putAll(read.left());
    Map<String, String> reasons = new LinkedHashMap<>();
    left.forEach((machine, why) -> reasons.put(machine, why.reason()));
    Draft draft = new Draft(head, read.adopted(published), reasons, conventions(learned));
    if (draft.machines().isEmpty()) {
      return nothing(left);
    }
    Plan plan = Planner.plan(header(), drafts.read(draft.text()), published, seen);
    if (file.isPresent()) {
      file.get().write(draft.text());
    } else {
      show(draft.text());
    }
    runtime()
        .console()
        .err()
        .print(AdoptionText.of(plan, left, out.map(Path::toString), output().detail()));
    return left.isEmpty() ? ExitCode.OK : ExitCode.UNKNOWN;
  }

  /** The machines that have an install; the others are not asked again. */
  private static Fleet there(Fleet fleet, Map<String, Observation> seen) {
    List<Machine> there =
        fleet.machines().stream()
            .filter(
                one ->
                    seen.get(one.name()) instanceof Seen answer
                        && answer.install() instanceof Install.Present)
            .toList();
    return fleet.with(there);
  }

  /** What Walter's own names are on these machines, as far as it shows. */
  private static Learned learned(FleetOperations fleetOperations, Fleet fleet)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Map<String, Examination> seen = fleetOperations.survey().examine();
    for (Machine machine : fleet.machines()) {
      if (seen.get(machine.name()) instanceof Examination.Seen one) {
        String folder = machine.desired().installDir();
        findings.addAll(MachineFindings.of(one.facts(), folder, fleet.productLayout()));
      }
    }
    return Learned.of(findings);
  }

  private static String conventions(Learned learned) {
    String disputed = String.join(", ", learned.disputed());
    return learned.yaml()
        + (disputed.isEmpty()
            ? ""
            : "# Not alike on all machines, so that one inventory cannot say it: "
                + disputed
                + "\n");
  }

  private ExitCode nothing(Map<String, Unknown> left) {
    runtime()
        .console()
        .err()
        .problem(
            "walter-fleet: no machine could be adopted; nothing was written\n"
                + AdoptionText.left(left).stripTrailing());
    return ExitCode.UNKNOWN;
  }

  private static List<Candidate> placed(List<Candidate> candidates) {
    return candidates.stream().map(one -> one.with(placed(one.ssh()))).toList();
  }

  /** Paths count from where the command was typed, and in a file from that file. */
  private static Map<String, String> placed(Map<String, String> keys) {
    Map<String, String> placed = new LinkedHashMap<>();
    keys.forEach((key, value) -> placed.put(key, key.endsWith("File") ? placed(value) : value));
    return placed;
  }

  private static String placed(String path) {
    boolean relative = !path.isEmpty() && !path.startsWith("~") && !path.contains("://");
    return relative ? Path.of(path).toAbsolutePath().normalize().toString() : path;
  }

  private OutFile file(Path path) throws UsageException {
    if (Files.exists(path) && !force) {
      throw UsageException.of(
          path + " is there already; it was not changed", "name another file, or say --force");
    }
    return OutFile.at(path, OutFile.Kind.ANY);
  }

  private Candidates named() throws UsageException {
    try {
      Candidates named = Candidates.of(machines, source());
      if (named.machines().isEmpty() && named.left().isEmpty()) {
        throw UsageException.of(
            "no machine is named",
            "name machines as [NAME=][USER@]HOST[:PORT], or a file of them with --from");
      }
      return named;
    } catch (BadSource bad) {
      String file = from.filter(name -> !name.equals("-")).map(MaskedWord::of).orElse("FILE");
      throw UsageException.of(
          from.map(name -> name + ": ").orElse("") + bad.reason() + "; no machine was contacted",
          bad.fix().replace("FILE", file));
    }
  }

  private String source() throws UsageException {
    try {
      if (from.equals(Optional.of("-"))) {
        return runtime().console().in().lines().collect(Collectors.joining("\n"));
      }
      return from.isPresent() ? TypedFile.machines(from.get()) : "";
    } catch (IOException unreadable) {
      throw UsageException.of(
          from.orElse("") + " cannot be read",
          "name a file with machines, or - for standard input");
    }
  }

  private Plan.Header header() {
    return new Plan.Header(RunIds.next(runtime()), runtime().environment().clock().instant(), name);
  }
}
