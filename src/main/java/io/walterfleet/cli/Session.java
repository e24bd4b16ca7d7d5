package io.walterfleet.cli;

import io.walterfleet.fleet.Conventions;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.inventory.Unpublished;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.Apply;
import io.walterfleet.rollout.Containment;
import io.walterfleet.rollout.Crew;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Examiner;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.Links;
import io.walterfleet.rollout.Locksmith;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Order;
import io.walterfleet.rollout.RollbackRun;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.Storekeeper;
import io.walterfleet.rollout.Survey;
import io.walterfleet.rollout.Surveyor;
import io.walterfleet.step.Examination;
import io.walterfleet.step.Task.Payload;
import io.walterfleet.step.Visit;
import io.walterfleet.step.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One command's dealings with the machines of a fleet, over one connection to each. */
final class Session implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final World world;
  private final Fleet fleet;
  private final int forks;
  private final Work work;
  private final Links links;
  private final Herald herald;
  private final Advised advised;
  private Optional<Planned> planned = Optional.empty();

  Session(World world, Fleet fleet, int forks) {
    this(
        world,
        fleet,
        forks,
        new Links(hands(world).remote().get(), world.parts().pause(), containment(world)));
  }

  private Session(World world, Fleet fleet, int forks, Links links) {
    this.world = world;
    this.fleet = fleet;
    this.forks = forks;
    this.work = hands(world).work().apply(fleet);
    this.advised = new Advised(world);
    this.herald = new Herald(world, fleet, advised);
    this.links = links;
  }

  /** A session that reads every machine once, and nothing follows. */
  static Session forOneLook(World world, Fleet fleet, int forks) {
    Links links =
        Links.forOneLook(hands(world).remote().get(), world.parts().pause(), containment(world));
    return new Session(world, fleet, forks, links);
  }

  private static Containment containment(World world) {
    return new ErrorFiles(world).containment();
  }

  private static Parts.Hands hands(World world) {
    return world.parts().hands();
  }

  /** What is asked of each machine. */
  enum Asked {
    /** What a plan needs. */
    FACTS,
    /** That, and how its Walter is. */
    HEALTH
  }

  /**
   * Reads the manifest, then all machines, and plans.
   *
   * @param shown whether progress is shown, which needs a terminal
   */
  Planned plan(boolean shown) throws Refusal, ReleaseException, InterruptedException {
    return plan(shown, Asked.FACTS);
  }

  /** The same, and asks for more. */
  Planned plan(boolean shown, Asked asked) throws Refusal, ReleaseException, InterruptedException {
    Manifest manifest = new Releases(world).manifest(fleet.manifest());
    Refusal.unless(Unpublished.of(fleet, manifest));
    Survey survey = survey(shown, asked);
    Planned made =
        new Judged(fleet, containment(world))
            .of(
                survey.seen(),
                known ->
                    new Planned(
                        advised.of(Planner.plan(header(), fleet, manifest, known)),
                        known,
                        survey.health(),
                        Optional.of(manifest)));
    planned = Optional.of(made);
    return made;
  }

  /**
   * Reads all machines with their health, and plans as far as that can be done without the vendor.
   */
  Planned status(boolean shown) throws InterruptedException {
    Optional<Manifest> manifest = new Releases(world).anyManifest(fleet.manifest());
    Survey survey = survey(shown, Asked.HEALTH);
    return new Judged(fleet, containment(world))
        .of(
            survey.seen(),
            seen ->
                new Planned(
                    advised.of(
                        manifest
                            .map(known -> Planner.plan(header(), fleet, known, seen))
                            .orElseGet(
                                () ->
                                    FleetDrift.withoutManifest(header(), fleet, seen).overview())),
                    seen,
                    survey.health(),
                    manifest));
  }

  Plan.Header header() {
    return new Plan.Header(Names.next(world), world.surroundings().clock().instant(), fleet.name());
  }

  /**
   * Carries out the plan; if it was made here, the locks of dead runs go, too.
   *
   * @param why it is carried out
   */
  RunResult carryOut(
      Plan plan, Payload payload, Purpose why, Consumer<Event> listener, Interrupt interrupt)
      throws InterruptedException {
    if (planned.isPresent()) {
      new Locksmith(work, links, forks).sweep(fleet, plan, planned.get().seen());
    }
    Order order = new Order(plan, fleet, payload, visit(why.kind(), why.note()), forks);
    if (plan.acting().isEmpty()) {
      // no machine begins, so there is no run to be told of or to be found later
      Consumer<Event> shown = event -> listener.accept(advised.of(event));
      RunResult result = advised.of(new Apply(order, crew(), links, shown, interrupt).run());
      herald.settled(result);
      return result;
    }
    Consumer<Event> heralded = herald.run(why.kind(), Optional.of(plan));
    try (Chronicle chronicle = new Chronicle(world, fleet, Optional.of(plan), heralded)) {
      Consumer<Event> told = listener.andThen(chronicle);
      Consumer<Event> heard = event -> told.accept(advised.of(event));
      return advised.of(new Apply(order, crew(), links, heard, interrupt).run());
    }
  }

  /** Reads all machines, and tells what drifted and how Walter is; also without a manifest. */
  FleetDrift drift(Optional<Manifest> manifest, boolean shown) throws InterruptedException {
    Survey survey = survey(shown, Asked.HEALTH);
    return new Judged(fleet, containment(world))
        .of(
            survey.seen(),
            seen ->
                advised.of(
                    manifest
                        .map(known -> FleetDrift.of(header(), fleet, known, seen))
                        .orElseGet(() -> FleetDrift.withoutManifest(header(), fleet, seen))
                        .with(survey.health())));
  }

  /**
   * Goes these ways back; an interrupt lets those end that have begun.
   *
   * @param order in which batches
   */
  Undone rollback(WaysBack back, Plan order, RollbackRun.Party party) throws InterruptedException {
    Visit visit = visit("rollback");
    Consumer<Event> told = party.listener().andThen(herald.run("rollback", Optional.empty()));
    try (Chronicle chronicle = new Chronicle(world, fleet, Optional.empty(), told)) {
      RollbackRun.Party chronicled =
          new RollbackRun.Party(event -> chronicle.accept(advised.of(event)), party.interrupt());
      chronicle.begin(visit.run(), order);
      RollbackRun run = new RollbackRun(fleet, crew(), links, visit, chronicled);
      List<MachineResult> results = advised.of(run.run(order, back.ways(), forks));
      Undone undone = Undone.of(results, run, party.interrupt());
      chronicle.end(results, advised.of(back.left()), undone.ending());
      return undone;
    }
  }

  /** Leaves so many backups on each of these machines. */
  List<MachineResult> prune(List<Machine> some, int keep) throws InterruptedException {
    Storekeeper keeper = new Storekeeper(work, links, visit("prune backups"));
    return advised.of(keeper.prune(some, keep, forks));
  }

  /**
   * Reads all machines.
   *
   * @param shown whether progress is shown, which needs a terminal
   */
  Map<String, Observation> observe(boolean shown) throws InterruptedException {
    return survey(shown, Asked.FACTS).seen();
  }

  /** What each machine has of all that is assumed of Walter. */
  Map<String, Examination> examine() throws InterruptedException {
    Observing.leaveAtOnce(world);
    return new Examiner(work, links, forks).examine(fleet.machines());
  }

  /**
   * What a run left on the one machine that there is.
   *
   * @param run empty for the newest there
   * @param lines at most of each step
   */
  Examination logs(String run, int lines) throws InterruptedException {
    Observing.leaveAtOnce(world);
    return new Examiner(work, links, forks).logs(fleet.machines().get(0), run, lines);
  }

  /** The same machines over the same connections, with other conventions; not to be closed. */
  Session with(Conventions conventions) {
    return with(fleet.with(conventions));
  }

  /** Some of the same machines over the same connections; not to be closed. */
  Session with(Fleet some) {
    return new Session(world, some, forks, links);
  }

  private Visit visit(String reason) {
    return visit(reason, "");
  }

  private Visit visit(String reason, String note) {
    String owner = world.parts().identity().owner().get();
    return new Visit(Names.next(world), owner, reason, note, LEASE);
  }

  private Crew crew() {
    return new Crew(
        hands(world).remote().get(),
        work,
        hands(world).gatekeeper().get(),
        new Crew.Time(world.surroundings().clock(), world.parts().pause()),
        new ToldPrograms(world, fleet));
  }

  /** Releases the lock with this id, wherever it is held. */
  List<Locksmith.Answer> unlock(String id) throws InterruptedException {
    Observing.leaveAtOnce(world);
    return new Locksmith(work, links, forks).unlock(fleet, id).stream().map(advised::of).toList();
  }

  /** The machines that it is about. */
  Fleet fleet() {
    return fleet;
  }

  /** Who tells the webhooks. */
  Herald herald() {
    return herald;
  }

  /** The commands that are advised, written out. */
  Advised advised() {
    return advised;
  }

  @Override
  public void close() {
    links.close();
    herald.close();
  }

  private Survey survey(boolean shown, Asked asked) throws InterruptedException {
    return new Observing(world, fleet, advised)
        .survey(new Surveyor(work, links, forks), shown, asked);
  }
}
