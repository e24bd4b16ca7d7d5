package io.walterfleet.step;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Facts.Reading;
import io.walterfleet.step.StepReport.Effect;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The work done by the remote scripts; what is said to them and what they answer is REMOTE.md. */
public final class ScriptOperations implements MachineOperations {
  private static final Duration SURVEY = Duration.ofSeconds(60);
  private static final Duration BRIEF = Duration.ofSeconds(60);

  /** A rollback may restore volumes. */
  private static final Duration ROLLBACK = Duration.ofHours(12);

  /** How long a proof may take, of which each of its parts on the machine may take a half. */
  private static final Duration PROOF = Duration.ofHours(4);

  /** Leaving may start the stack again. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final int LOCK_HELD = 21;

  private static final int LOCK_LOST = 22;

  private final ProgramBuilder programBuilder = new ProgramBuilder();
  private final ProductLayout productLayout;
  private final int keepBackups;
  private final Supplier<String> nonces;
  private final String token;

  /**
   * The work on one fleet.
   *
   * @param nonces words that nobody can guess, letters and digits only, a new one at each call
   */
  public ScriptOperations(ProductLayout productLayout, int keepBackups, Supplier<String> nonces) {
    this.productLayout = productLayout;
    this.keepBackups = keepBackups;
    this.nonces = nonces;
    this.token = nonces.get();
  }

  @Override
  public Observation survey(Connection connection, Machine machine)
      throws RemoteException, InterruptedException {
    Reading reading = ask(connection, "survey.sh", Assignments.of(machine, productLayout), machine);
    return observed(reading);
  }

  @Override
  public Examination examine(Connection connection, Machine machine)
      throws RemoteException, InterruptedException {
    return examination(
        ask(connection, "doctor.sh", Assignments.of(machine, productLayout), machine), machine);
  }

  @Override
  public Examination logs(Connection connection, Machine machine, String run, int lines)
      throws RemoteException, InterruptedException {
    Assignments assignments =
        Assignments.of(machine, productLayout)
            .set("run", run)
            .set("lines", Integer.toString(lines));
    return examination(ask(connection, "logs.sh", assignments, machine), machine);
  }

  private static Examination examination(Reading reading, Machine machine) {
    if (!(reading instanceof Reading.Whole whole)) {
      Reading.Unreadable none = (Reading.Unreadable) reading;
      return new Examination.Unknown(none.reason(), none.fix());
    }
    Facts facts = whole.facts();
    return facts.exit() == 0 && facts.one("complete").equals(Optional.of("yes"))
        ? new Examination.Seen(facts.values())
        : new Examination.Unknown(failure(facts), advice(facts, machine));
  }

  @Override
  public LockResult enter(Connection connection, Machine machine, LockRequest lockRequest)
      throws RemoteException, InterruptedException {
    Assignments assignments =
        Assignments.of(machine, productLayout)
            .set("token", token)
            .set("run", lockRequest.run())
            .set("owner", lockRequest.owner())
            .set("reason", lockRequest.reason())
            .set("note", lockRequest.note())
            .set("lease", Long.toString(lockRequest.lease().toSeconds()));
    Reading reading = ask(connection, "begin.sh", assignments, machine);
    if (!(reading instanceof Reading.Whole whole)) {
      Reading.Unreadable none = (Reading.Unreadable) reading;
      return new LockResult.Failed(none.reason(), none.fix());
    }
    Facts facts = whole.facts();
    if (facts.exit() == 0) {
      return new LockResult.Granted(token, SurveyParser.of(facts));
    }
    Optional<Lock> held = facts.exit() == LOCK_HELD ? SurveyParser.lock(facts) : Optional.empty();
    return held.isPresent()
        ? new LockResult.Held(held.get())
        : new LockResult.Failed(failure(facts), advice(facts, machine));
  }

  @Override
  public StepReport run(Connection connection, StepRequest stepRequest)
      throws RemoteException, InterruptedException {
    Machine machine = stepRequest.subject().machine();
    String nonce = nonces.get();
    Assignments assignments =
        Assignments.of(machine, productLayout)
            .with(stepRequest, productLayout.envKeys(), keepBackups)
            .set("nonce", nonce);
    boolean become = machine.ssh().login().become();
    String script = stepRequest.step().word() + ".sh";
    Program program =
        stepRequest.step() == StepKind.STAGE
            ? programBuilder.framed(script, assignments, become, stepRequest.payload().bytes())
            : programBuilder.detached(script, assignments, become);
    return report(
        Facts.read(connection.run(program, stepRequest.step().deadline()), nonce), machine);
  }

  @Override
  public StepReport leave(Connection connection, Machine machine, String held)
      throws RemoteException, InterruptedException {
    Assignments assignments =
        Assignments.of(machine, productLayout).set("token", held).set("run", "-");
    return report(ask(connection, "leave.sh", assignments, machine), machine);
  }

  @Override
  public boolean renew(Connection connection, Machine machine, String held)
      throws RemoteException, InterruptedException {
    Assignments assignments = Assignments.of(machine, productLayout).set("token", held);
    return report(ask(connection, "renew.sh", assignments, machine), machine).isDone();
  }

  @Override
  public StepReport rollback(Connection connection, Rollback rollback)
      throws RemoteException, InterruptedException {
    return back(connection, "rollback", rollback);
  }

  @Override
  public StepReport clear(Connection connection, Rollback rollback)
      throws RemoteException, InterruptedException {
    return back(connection, "clear", rollback);
  }

  private StepReport back(Connection connection, String word, Rollback rollback)
      throws RemoteException, InterruptedException {
    Machine machine = rollback.machine();
    String nonce = nonces.get();
    Assignments assignments =
        Assignments.of(machine, productLayout)
            .with(word, rollback)
            .set("keep", Integer.toString(keepBackups))
            .set("nonce", nonce);
    Program program =
        programBuilder.detached(word + ".sh", assignments, machine.ssh().login().become());
    return report(Facts.read(connection.run(program, ROLLBACK), nonce), machine);
  }

  @Override
  public StepReport prune(Connection connection, Machine machine, String held, int keep)
      throws RemoteException, InterruptedException {
    Assignments assignments =
        Assignments.of(machine, productLayout)
            .set("token", held)
            .set("keep", Integer.toString(keep))
            .set("run", "-");
    return report(ask(connection, "backups.sh", assignments, machine), machine);
  }

  @Override
  public StepReport prove(Connection connection, Machine machine, String held, String run)
      throws RemoteException, InterruptedException {
    String nonce = nonces.get();
    Assignments assignments =
        Assignments.of(machine, productLayout)
            .forProof(run, held, PROOF.dividedBy(2))
            .set("nonce", nonce);
    Program program =
        programBuilder.detached("prove.sh", assignments, machine.ssh().login().become());
    Reading reading = Facts.read(connection.run(program, PROOF), nonce);
    return ProofAnswer.of(
        reading instanceof Reading.Whole whole ? whole.facts().one("proof") : Optional.empty(),
        machine,
        report(reading, machine));
  }

  @Override
  public StepReport unlock(Connection connection, Machine machine, String id)
      throws RemoteException, InterruptedException {
    Assignments assignments = Assignments.of(machine, productLayout).set("lock_id", id);
    return report(ask(connection, "unlock.sh", assignments, machine), machine);
  }

  private Reading ask(
      Connection connection, String script, Assignments assignments, Machine machine)
      throws RemoteException, InterruptedException {
    String nonce = nonces.get();
    Program program =
        programBuilder.framed(
            script, assignments.set("nonce", nonce), machine.ssh().login().become());
    Duration deadline =
        switch (script) {
          case "survey.sh" -> SURVEY;
          case "leave.sh" -> START;
          default -> BRIEF;
        };
    return Facts.read(connection.run(program, deadline), nonce);
  }

  static Observation observed(Reading reading) {
    if (reading instanceof Reading.Whole whole) {
      return whole.facts().exit() == 0
          ? SurveyParser.of(whole.facts())
          : new Observation.Unknown(failure(whole.facts()), "");
    }
    Reading.Unreadable none = (Reading.Unreadable) reading;
    return new Observation.Unknown(none.reason(), none.fix());
  }

  private static StepReport report(Reading reading, Machine machine) {
    if (!(reading instanceof Reading.Whole whole)) {
      return new StepReport(
          Result.FAILED,
          ((Reading.Unreadable) reading).reason(),
          "plan again to see what the machine has",
          Effect.UNKNOWN);
    }
    Facts facts = whole.facts();
    if (facts.one("state").equals(Optional.of("vanished"))) {
      return new StepReport(Result.VANISHED, "the step began and left no trace of an end", "");
    }
    int exit = exit(facts);
    if (exit == LOCK_LOST) {
      return new StepReport(Result.LOCK_LOST, failure(facts), advice(facts, machine));
    }
    Optional<String> result = facts.one("result");
    if (exit != 0 || result.isEmpty()) {
      return new StepReport(Result.FAILED, failure(facts), advice(facts, machine), effect(facts));
    }
    return new StepReport(
        result.get().equals("already") ? Result.ALREADY : Result.CHANGED,
        facts.one("detail").map(OwnWords::shown).orElse(""),
        "",
        Effect.UNSAID,
        new Copied(facts.size("bytes"), Duration.ofMillis(facts.size("ahead"))));
  }

  /** Of the step where {@code run.sh} tells of one, else of the program. */
  private static int exit(Facts facts) {
    return facts
        .one("exit")
        .filter(word -> word.matches("\\d{1,3}"))
        .map(Integer::parseInt)
        .orElse(facts.exit());
  }

  private static String advice(Facts facts, Machine machine) {
    Optional<String> said = facts.one("error.fix");
    return said.flatMap(Remedy::of)
        .map(remedy -> remedy.text(machine))
        .orElseGet(() -> OwnWords.advice(said));
  }

  private static Effect effect(Facts facts) {
    if (facts.one("error").isEmpty()) {
      return Effect.UNSAID;
    }
    return facts.one("error.changed").equals(Optional.of("yes"))
        ? Effect.SOMETHING
        : Effect.NOTHING;
  }

  /** What was tried, and why it did not work. */
  private static String failure(Facts facts) {
    Optional<String> error = facts.one("error");
    if (error.isEmpty()) {
      String last = facts.one("log").map(line -> ": " + OwnWords.quoted(line)).orElse("");
      return "the script ended with " + exit(facts) + last;
    }
    String why = facts.one("error.why").map(text -> ": " + OwnWords.shown(text)).orElse("");
    return OwnWords.shown(error.get()) + why;
  }
}
