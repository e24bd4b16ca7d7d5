package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.OutFile;
import io.walterfleet.app.Releases;
import io.walterfleet.app.UsageException;
import io.walterfleet.cli.OutputOptions.Format;
import io.walterfleet.doctor.BundleFindings;
import io.walterfleet.doctor.Finding;
import io.walterfleet.doctor.Learned;
import io.walterfleet.doctor.MachineFindings;
import io.walterfleet.doctor.ManifestFindings;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.format.Diagnosis;
import io.walterfleet.format.DoctorJson;
import io.walterfleet.inventory.Limit;
import io.walterfleet.inventory.Reading;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.release.BundleTexts;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.DoctorMarkdown;
import io.walterfleet.report.DoctorText;
import io.walterfleet.report.Uncopied;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.step.Examination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds what is assumed of Walter against what is there; changes nothing. */
@Command(name = "doctor")
final class DoctorCommand extends FleetCommand {
  @Mixin private final InventoryOptions inventoryOptions = new InventoryOptions();
  @Mixin private final ForksOption forksOption = new ForksOption();

  @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "machines of the inventory")
  private List<String> machines = List.of();

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "a bundle, before any machine has it")
  private Optional<Path> bundle = Optional.empty();

  @Option(names = "--manifest", paramLabel = "FILE|URL", description = "a release manifest")
  private Optional<String> manifest = Optional.empty();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "write the inventory's keys that differ to a new file")
  private Optional<Path> write = Optional.empty();

  private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
  private final Map<String, Unknown> unknown = new LinkedHashMap<>();
  private final List<String> closing = new ArrayList<>();

  private final Views<Diagnosis> views =
      answering(
          new Views<Diagnosis>()
              .with(Format.TEXT, one -> DoctorText.of(one, style(), output().detail()))
              .with(Format.JSON, DoctorJson::of)
              .with(Format.MARKDOWN, DoctorMarkdown::of));

  DoctorCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    if (machines.isEmpty() && bundle.isEmpty() && manifest.isEmpty()) {
      throw UsageException.of(
          "nothing is named to look at",
          "name a machine of the inventory, or --bundle FILE, or --manifest FILE|URL");
    }
    Optional<OutFile> file =
        write.isPresent() ? Optional.of(newFile(write.get())) : Optional.empty();
    if (manifest.isPresent()) {
      lookAtManifest(manifest.get());
    }
    if (bundle.isPresent()) {
      Map<String, String> texts = BundleTexts.read(bundle.get());
      findings.put(bundle.get().toString(), BundleFindings.of(texts, ProductLayout.DEFAULT));
    }
    if (!machines.isEmpty()) {
      lookAtMachines(chosen());
    }
    Learned learned = learned();
    if (file.isPresent()) {
      file.get().write(learned.yaml());
    }
    Diagnosis diagnosis = new Diagnosis(findings, unknown, learned, closing);
    show(views, diagnosis);
    return code(diagnosis);
  }

  private static OutFile newFile(Path path) throws UsageException {
    if (Files.exists(path)) {
      throw UsageException.of(path + " is there already; it was not changed", "name another file");
    }
    return OutFile.at(path, OutFile.Kind.ANY);
  }

  private Fleet chosen() throws UsageException {
    Fleet whole = inventoryOptions.fleet(runtime());
    Reading some = Limit.apply(String.join(":", machines), whole);
    if (some instanceof Reading.Invalid invalid) {
      throw UsageException.of(invalid.problems());
    }
    return ((Reading.Valid) some).fleet();
  }

  private void lookAtManifest(String location) throws InterruptedException {
    try {
      findings.put(location, ManifestFindings.of(new Releases(runtime()).manifest(location)));
    } catch (ReleaseException refused) {
      List<ReleaseException.Problem> problems = refused.problems();
      if (refused.isAway()) {
        unknown.put(location, new Unknown(problems.get(0).message(), problems.get(0).fix()));
        return;
      }
      List<String> messages = problems.stream().map(ReleaseException.Problem::message).toList();
      findings.put(location, ManifestFindings.refused(messages));
    }
  }

  private void lookAtMachines(Fleet fleet) throws UsageException, InterruptedException {
    try (FleetOperations fleetOperations =
        new FleetOperations(runtime(), fleet, forksOption.forks())) {
      Map<String, Examination> seen = fleetOperations.survey().examine();
      for (Machine machine : fleet.machines()) {
        take(machine, fleet.productLayout(), Optional.ofNullable(seen.get(machine.name())));
      }
      if (unknown.size() < fleet.machines().size()) {
        plan(fleetOperations.with(learned().over(fleet.productLayout())));
      }
    }
  }

  private void take(Machine machine, ProductLayout usual, Optional<Examination> examination) {
    if (examination.isPresent() && examination.get() instanceof Examination.Seen seen) {
      String folder = machine.desired().installDir();
      findings.put(machine.name(), MachineFindings.of(seen.facts(), folder, usual));
    } else if (examination.isPresent() && examination.get() instanceof Examination.Unknown why) {
      unknown.put(machine.name(), new Unknown(why.reason(), why.fix()));
    }
  }

  /** Says what a plan with these keys would find. */
  private void plan(FleetOperations fleetOperations) throws UsageException, InterruptedException {
    try {
      Map<String, List<String>> uncopied = new LinkedHashMap<>();
      for (MachinePlan machine :
          fleetOperations.survey().plan(!output().isQuiet()).plan().machines()) {
        closing.add("With these keys, plan " + found(machine));
        uncopied.put(machine.name(), machine.subject().uncopied());
      }
      closing.addAll(Uncopied.sentences(uncopied));
    } catch (ReleaseException away) {
      for (ReleaseException.Problem problem : away.problems()) {
        closing.add("no plan was made with these keys: " + problem.message());
        closing.add("fix: " + problem.fix());
      }
    }
  }

  private static String found(MachinePlan machine) {
    String name = machine.name();
    String changes =
        machine.changes().stream()
            .map(one -> one.field().word() + " " + one.from() + " -> " + one.to())
            .collect(Collectors.joining(", "));
    return switch (machine.verdict()) {
      case IN_SYNC -> "finds nothing to do on " + name + ".";
      case CHANGE, DRIFT -> "would change " + name + ": " + changes + ".";
      case BLOCKED, UNKNOWN ->
          "could do nothing on " + name + ": " + machine.judgement().reason() + ".";
    };
  }

  private Learned learned() {
    return Learned.of(
        findings.values().stream().flatMap(List::stream).collect(Collectors.toList()));
  }

  private static ExitCode code(Diagnosis diagnosis) {
    Set<ExitCode> codes = EnumSet.of(ExitCode.OK);
    if (!diagnosis.unknown().isEmpty()) {
      codes.add(ExitCode.UNKNOWN);
    }
    if (diagnosis.count(Finding.Verdict.DIFFERS) > 0) {
      codes.add(ExitCode.PENDING);
    }
    return ExitCode.of(codes);
  }
}
