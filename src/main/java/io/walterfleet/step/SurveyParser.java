package io.walterfleet.step;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.MachineState.HalfRollback;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.StepKind;
import io.walterfleet.step.Facts.MissingException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an observation of what {@code survey.sh} said.
 *
 * <p>One fact that is missing, garbage or said to be unknown makes the whole machine unknown: what
 * was not seen is never guessed.
 */
final class SurveyParser {
  private static final String PROTOCOL = "1";
  private static final String UNKNOWN = "unknown.";

  /** The restart policies under which a service that ended well is not started again. */
  private static final Set<String> ENDS = Set.of("no", "on-failure");

  /** What may be said more than once; anything else said twice is garbage. */
  private static final Set<String> LISTS =
      Set.of(
          "staged",
          "backup",
          "service",
          "data",
          "oneoff",
          "file.edited",
          "file.missing",
          "file.mode",
          "file.added",
          "uncopied");

  private final Facts facts;

  private SurveyParser(Facts facts) {
    this.facts = facts;
  }

  /** What the machine looks like. */
  static Observation of(Facts facts) {
    Optional<String> unknown =
        facts.values().keySet().stream()
            .filter(key -> key.startsWith(UNKNOWN))
            .sorted()
            .findFirst();
    if (unknown.isPresent()) {
      String what = unknown.get().substring(UNKNOWN.length());
      return Symptom.ofFact(what, facts.one(unknown.get()).orElse(""));
    }
    Optional<Observation.Unknown> trouble = new AppliedRecord(facts).trouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    try {
      return new SurveyParser(facts).seen();
    } catch (MissingException garbage) {
      return Symptom.ofGarbage(garbage.reason());
    }
  }

  private Observation seen() throws MissingException {
    if (!facts.required("protocol").equals(PROTOCOL) || !facts.required("complete").equals("yes")) {
      return new Observation.Unknown("its answer is of another version", "");
    }
    for (String key : facts.values().keySet()) {
      if (facts.all(key).size() > 1 && !LISTS.contains(key)) {
        throw new MissingException("its answer has '" + key + "' twice");
      }
    }
    String missing = Form.TOOLS.of(facts, "missing");
    if (!missing.isEmpty()) {
      return new Observation.Unknown(
          "the machine lacks " + missing, "install " + missing + " on it");
    }
    Docker docker = docker();
    return new Observation.Seen(
        install(docker), machineState(), docker, host(), facts.one("env.fingerprint"));
  }

  private Docker docker() throws MissingException {
    String engine = Form.VERSION.of(facts, "docker");
    if (engine.equals("absent")) {
      return new Docker(Optional.empty(), Docker.Compose.NONE);
    }
    String compose = facts.required("compose");
    return switch (compose) {
      case "v2" -> new Docker(Optional.of(engine), Docker.Compose.V2);
      case "v1" -> new Docker(Optional.of(engine), Docker.Compose.V1);
      case "none" -> new Docker(Optional.of(engine), Docker.Compose.NONE);
      default -> throw new MissingException("its answer has an unknown 'compose'");
    };
  }

  private Install install(Docker docker) throws MissingException {
    boolean selfhost = facts.required("selfhost").equals("yes");
    return switch (facts.required("install")) {
      case "installed", "between-renames" ->
          new Install.Present(keys(), files(), stack(docker), facts.one("env.link").isPresent());
      case "absent", "empty" -> selfhost ? new Install.Retired() : new Install.Absent();
      case "foreign" -> new Install.Foreign();
      default -> throw new MissingException("its answer has an unknown 'install'");
    };
  }

  private ManagedKeys keys() throws MissingException {
    facts.required("env");
    Map<ManagedKey, String> values = new EnumMap<>(ManagedKey.class);
    for (ManagedKey key : ManagedKey.values()) {
      facts.one("env." + key.word()).ifPresent(text -> values.put(key, text));
    }
    return new ManagedKeys(values);
  }

  private Install.Files files() throws MissingException {
    if (facts.one("bundle").isPresent()) {
      int different = facts.all("file.edited").size() + facts.all("file.missing").size();
      if (facts.number("files.intact") + different != facts.number("files.total")) {
        throw new MissingException("its answer does not account for every file of the bundle");
      }
    }
    return new Install.Files(
        Form.CHECKSUM.maybe(facts, "bundle"),
        facts.all("file.edited"),
        facts.all("file.missing"),
        facts.all("file.mode"),
        facts.all("file.added"));
  }

  private Stack stack(Docker docker) throws MissingException {
    if (docker.engine().isEmpty()) {
      return Stack.NONE;
    }
    List<Stack.Service> services = new ArrayList<>();
    for (String row : facts.all("service")) {
      String[] words = Form.words(row, 6, "service");
      Form.WORD.all("service", words[0], words[1]);
      Form.REF.all("service", words[2], words[3]);
      services.add(new Stack.Service(words[0], words[1], words[3], words[2], isDone(words)));
    }
    String id = Form.REF.of(facts, "image.id");
    return new Stack(
        Form.WORD.maybe(facts, "project"),
        services,
        id.equals("none") ? Optional.empty() : Optional.of(id),
        new Stack.Data(
            Form.WORD.maybe(facts, "data.gone"),
            facts.one("data.directory").map(Form.PATH::shown),
            facts.all("uncopied").stream().map(Form.PATH::shown).distinct().toList()));
  }

  /**
   * A service that ended well, and that its restart policy leaves at that, has done its work. One
   * that was stopped may look the same; so nothing is done as long as the database does not run.
   */
  private boolean isDone(String[] service) {
    List<String> data = facts.all("data");
    return service[1].equals("exited")
        && service[4].equals("0")
        && ENDS.contains(service[5])
        && (data.isEmpty() || data.contains("running"));
  }

  private MachineState machineState() throws MissingException {
    List<Backup> backups = new ArrayList<>();
    for (String row : facts.all("backup")) {
      backups.add(BackupRow.read(row, facts));
    }
    boolean unfinished = facts.required("journal").equals("unfinished");
    boolean back = unfinished && facts.required("journal.step").equals("rollback");
    return new MachineState(
        new AppliedRecord(facts).applied(),
        unfinished && !back ? Optional.of(unfinished()) : Optional.empty(),
        back ? Optional.of(halfRollback()) : Optional.empty(),
        lock(),
        backups,
        new AppliedRecord(facts).age(facts.number("clock")),
        Form.TARGET.maybe(facts, "journal.undone"));
  }

  private Unfinished unfinished() throws MissingException {
    return new Unfinished(
        Form.RUN.of(facts, "journal.run"),
        step(facts.required("journal.step")),
        facts.required("journal.state").equals("done"),
        Form.TARGET.of(facts, "journal.target"),
        steps("journal.done"),
        steps("journal.planned"));
  }

  private HalfRollback halfRollback() throws MissingException {
    return new HalfRollback(
        Form.RUN.of(facts, "journal.run"), Form.STAMP.of(facts, "journal.stamp"));
  }

  private Optional<Lock> lock() throws MissingException {
    if (facts.required("lock").equals("none")) {
      return Optional.empty();
    }
    return Optional.of(
        new Lock(
            Form.LOCK.of(facts, "lock.id"),
            Form.OWNER.of(facts, "lock.owner"),
            Form.RUN.of(facts, "lock.run"),
            Form.REASON.of(facts, "lock.reason"),
            facts.number("lock.left"),
            facts.number("lock.age")));
  }

  /** The lock that a refused {@code begin.sh} told of. */
  static Optional<Lock> lock(Facts facts) {
    try {
      return facts.one("lock").isPresent() ? new SurveyParser(facts).lock() : Optional.empty();
    } catch (MissingException garbage) {
      return Optional.empty();
    }
  }

  private Host host() throws MissingException {
    return new Host(facts.number("free.home"), Set.copyOf(facts.all("staged")), facts.data());
  }

  private List<StepKind> steps(String key) throws MissingException {
    List<StepKind> steps = new ArrayList<>();
    for (String word : facts.required(key).strip().split(" +", -1)) {
      if (!word.isEmpty()) {
        steps.add(step(word));
      }
    }
    return steps;
  }

  private static StepKind step(String word) throws MissingException {
    return StepKind.of(word)
        .orElseThrow(() -> new MissingException("its journal has a step that is not known"));
  }
}
