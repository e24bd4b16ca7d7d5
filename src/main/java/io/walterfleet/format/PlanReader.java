package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKey.Kind;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Budget;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.CopySpace;
import io.walterfleet.plan.Fingerprint;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a plan back.
 *
 * <ol>
 *   <li>Every member that apply needs must be there and be of its kind.
 *   <li>Machines are named once; each one that is to be changed has a target, steps in their order
 *       and a fingerprint.
 *   <li>The batches hold exactly the machines that are to be changed, each once.
 * </ol>
 */
record PlanReader(JsonReader json) {
  /** The value of {@code format}; another one is not read. */
  static final String FORMAT = "walter-fleet/plan/v1";

  static final String COPIES = "copies";
  static final String UNCOPIED = "uncopied";

  private static final String SHA256 = "[0-9a-f]{64}";

  Plan plan() throws BadPlan {
    String format = json.optionalText("format").orElse("");
    json.must(
        format.equals(FORMAT),
        format.isEmpty()
            ? "is not a plan of walter-fleet: 'format' is missing"
            : "has the format '" + Controls.escaped(format) + "', and only " + FORMAT + " is read");
    List<MachinePlan> machines = machines();
    return new Plan(
        new Plan.Header(json.text("id"), created(), json.text("fleet")),
        bundle(json.object("bundle")),
        machines,
        batches(machines),
        new Budget(json.smallNumber("maxFailed")));
  }

  private Instant created() throws BadPlan {
    try {
      return Instant.parse(json.text("created"));
    } catch (DateTimeParseException notOne) {
      throw new BadPlan("created is not a time in UTC");
    }
  }

  private static BundleRef bundle(JsonReader bundle) throws BadPlan {
    String sha256 = bundle.text("sha256");
    bundle.must(sha256.matches(SHA256), "has a 'sha256' that is not 64 hexadecimal digits");
    return new BundleRef(bundle.text("version"), bundle.text("url"), sha256, bundle.number("size"));
  }

  private List<MachinePlan> machines() throws BadPlan {
    List<MachinePlan> machines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonReader jsonReader : json.objects("machines")) {
      MachinePlan machine = machine(jsonReader);
      jsonReader.must(names.add(machine.name()), "names a machine that was named before");
      machines.add(machine);
    }
    return machines;
  }

  private static MachinePlan machine(JsonReader jsonReader) throws BadPlan {
    Verdict verdict = jsonReader.word("verdict", Verdict::of);
    Subject subject =
        new Subject(
            jsonReader.text("name"),
            jsonReader.text("group"),
            jsonReader.text("address"),
            jsonReader.text("fingerprint"),
            was(jsonReader),
            jsonReader.optionalTexts(UNCOPIED));
    List<StepKind> steps = steps(jsonReader);
    Optional<JsonReader> target = jsonReader.optionalObject("target");
    if (verdict.acts()) {
      jsonReader.must(target.isPresent(), "is to be changed and has no 'target'");
      jsonReader.must(!steps.isEmpty(), "is to be changed and has no 'steps'");
      jsonReader.must(
          !subject.fingerprint().isEmpty(), "is to be changed and has no 'fingerprint'");
    }
    return new MachinePlan(
        subject,
        new Judgement(
            verdict, jsonReader.text("reason"), jsonReader.text("fix"), jsonReader.flag("locked")),
        changes(jsonReader),
        steps,
        target.isPresent() ? Optional.of(goal(target.get())) : Optional.empty(),
        copies(jsonReader));
  }

  private static Optional<CopySpace> copies(JsonReader machine) throws BadPlan {
    Optional<JsonReader> copies = machine.optionalObject(COPIES);
    return copies.isPresent()
        ? Optional.of(
            new CopySpace(
                copies.get().number("bytes"),
                copies.get().number("dockerBytes"),
                copies.get().number("homeBytes")))
        : Optional.empty();
  }

  private static Map<String, String> was(JsonReader machine) throws BadPlan {
    Map<String, String> was = new LinkedHashMap<>();
    Optional<JsonReader> jsonReader = machine.optionalObject("was");
    if (jsonReader.isPresent()) {
      for (String field : Fingerprint.SHOWN) {
        jsonReader.get().optionalText(field).ifPresent(value -> was.put(field, value));
      }
    }
    return was;
  }

  private static List<Change> changes(JsonReader machine) throws BadPlan {
    List<Change> changes = new ArrayList<>();
    for (JsonReader change : machine.objects("changes")) {
      changes.add(
          new Change(
              change.word("field", Field::of),
              change.text("from"),
              change.text("to"),
              change.word("cause", PlanReader::cause)));
    }
    return changes;
  }

  private static Optional<Cause> cause(String word) {
    return Stream.of(Cause.values())
        .filter(cause -> cause.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private static List<StepKind> steps(JsonReader machine) throws BadPlan {
    List<StepKind> steps = new ArrayList<>();
    for (String word : machine.texts("steps")) {
      Optional<StepKind> step = StepKind.of(word);
      machine.must(
          step.isPresent(), "has the step '" + Controls.escaped(word) + "', which is not known");
      steps.add(step.orElseThrow());
    }
    List<StepKind> sorted = steps.stream().sorted().distinct().toList();
    machine.must(steps.equals(sorted), "has its steps out of order");
    return steps;
  }

  private static Goal goal(JsonReader target) throws BadPlan {
    String bundle = target.text("bundle");
    target.must(bundle.matches("sha256:" + SHA256), "has a 'bundle' that is no sha256");
    Optional<String> digest = target.optionalText("digest");
    target.must(
        digest.filter(one -> !one.matches("sha256:" + SHA256)).isEmpty(),
        "has a 'digest' that is no sha256");
    return new Goal(
        target.word("image", ImageRef::of),
        digest,
        bundle.substring("sha256:".length()),
        publication(target),
        target.word("backup", BackupKind::of));
  }

  private static Publication publication(JsonReader target) throws BadPlan {
    Map<ManagedKey, String> wanted = new EnumMap<>(ManagedKey.class);
    for (ManagedKey key : ManagedKey.published()) {
      Optional<String> value = value(target, key);
      if (value.isPresent()) {
        target.must(
            key.accepts(value.get()), "has a value of '" + key.word() + "' that is " + key.flaw());
        wanted.put(key, value.get());
      }
    }
    return new Publication(wanted);
  }

  private static Optional<String> value(JsonReader target, ManagedKey key) throws BadPlan {
    if (key.kind() == Kind.PORT) {
      OptionalInt number = target.optionalSmallNumber(key.word());
      return number.isPresent()
          ? Optional.of(Integer.toString(number.getAsInt()))
          : Optional.empty();
    }
    boolean isWord = key.kind() == Kind.MODE && target.optionalText(key.word()).isPresent();
    return isWord
        ? Optional.of(target.word(key.word(), Mode::of).word())
        : target.optionalText(key.word());
  }

  private OptionalInt atOnce() throws BadPlan {
    OptionalInt atOnce = json.optionalSmallNumber("atOnce");
    json.must(atOnce.orElse(1) > 0, "has an 'atOnce' of 0");
    return atOnce;
  }

  /** None in a plan whose waves follow each other at once. */
  private List<Wave> waves() throws BadPlan {
    List<Wave> waves = new ArrayList<>();
    for (JsonReader wave : json.optionalObjects("waves")) {
      boolean holds = wave.optionalText("then").isPresent();
      wave.must(
          wave.optionalText("then").filter(then -> !then.equals(Wave.HOLD)).isEmpty(),
          "has another 'then' than " + Wave.HOLD);
      int soak = wave.optionalSmallNumber("soakSeconds").orElse(0);
      waves.add(new Wave(wave.text("group"), holds, Duration.ofSeconds(soak)));
    }
    return waves;
  }

  private Batches batches(List<MachinePlan> machines) throws BadPlan {
    Set<String> acting = new HashSet<>();
    machines.stream().filter(one -> one.verdict().acts()).forEach(one -> acting.add(one.name()));
    List<Batch> batches = new ArrayList<>();
    for (JsonReader jsonReader : json.objects("batches")) {
      List<String> names = jsonReader.texts("machines");
      for (String name : names) {
        jsonReader.must(
            acting.remove(name),
            "has '"
                + Controls.escaped(name)
                + "', which is not to be changed, or is in a batch already");
      }
      batches.add(new Batch(jsonReader.text("wave"), names));
    }
    json.must(acting.isEmpty(), "has a machine that is to be changed, and is in no batch");
    return new Batches(batches, waves(), atOnce());
  }
}
