package io.walterfleet.cli;

import io.walterfleet.fleet.Channel.Webhook;
import io.walterfleet.fleet.Dialect;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.fleet.Receiver;
import io.walterfleet.notify.Courier;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Verdict;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.Notification;
import io.walterfleet.report.Notification.Sender;
import io.walterfleet.report.NotificationBodies;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the webhooks of an inventory how runs ended and what drifted. What they do not take is a
 * note, and no run waits for them but at its very end, for a moment.
 */
final class Herald implements AutoCloseable {
  private static final Set<Outcome> WELL = Set.of(Outcome.APPLIED, Outcome.IN_SYNC);

  private final World world;
  private final Fleet fleet;
  private final Advised advised;
  private Set<String> known = Set.of();
  private Set<String> ailing = Set.of();
  private Optional<Courier> courier = Optional.empty();

  Herald(World world, Fleet fleet, Advised advised) {
    this.world = world;
    this.fleet = fleet;
    this.advised = advised;
  }

  /** Takes over what another has told already of machines that are still there. */
  void remember(Herald before) {
    known = kept(before.known);
    ailing = kept(before.ailing);
  }

  private Set<String> kept(Set<String> machines) {
    return fleet.machines().stream()
        .map(Machine::name)
        .filter(machines::contains)
        .collect(Collectors.toSet());
  }

  /**
   * Listens to one run, and tells how it ended.
   *
   * @param kind apply, drift or rollback
   */
  Consumer<Event> run(String kind) {
    List<MachineResult> noted = new ArrayList<>();
    return event -> {
      if (event instanceof MachineFinished machine && !WELL.contains(machine.result().outcome())) {
        noted.add(machine.result());
      } else if (event instanceof RunFinished end) {
        ended(kind, end, noted);
      }
    };
  }

  /** Tells of drift and of health, unless all of it was told before. */
  void surveyed(FleetDrift drift) {
    tell(Stream.concat(drifted(drift).stream(), asked(drift.health()).stream()).toList());
  }

  /** That is over on a machine once it was seen to be well, and not while nobody could ask. */
  private List<Notification> asked(Conditions health) {
    Set<String> now = new TreeSet<>(health.unhealthy());
    List<String> well =
        ailing.stream()
            .filter(name -> health.of(name).filter(one -> one.state() == State.READY).isPresent())
            .toList();
    boolean news = !ailing.containsAll(now);
    ailing.stream().filter(name -> !well.contains(name)).forEach(now::add);
    ailing = now;
    List<Notification> told = new ArrayList<>();
    if (news) {
      told.add(Notification.unhealthy(sender(), health));
    }
    if (!well.isEmpty()) {
      told.add(Notification.healthyAgain(sender(), well, health));
    }
    return told;
  }

  /** Each receiver at once, of what it wants to be told. */
  private void tell(List<Notification> all) {
    for (Receiver receiver : fleet.upkeep().receivers()) {
      List<Notification> told =
          all.stream().filter(one -> receiver.on().contains(one.occasion())).toList();
      if (!told.isEmpty()) {
        send(receiver, told);
      }
    }
  }

  private Optional<Notification> drifted(FleetDrift drift) {
    Set<String> drifted =
        drift.machines().stream()
            .filter(machine -> machine.verdict() == Verdict.DRIFT)
            .map(Drift::name)
            .collect(Collectors.toSet());
    boolean news = !known.containsAll(drifted);
    known = drifted;
    return news ? Optional.of(Notification.drifted(sender(), drift)) : Optional.empty();
  }

  /** Waits a moment for what is still under way. */
  @Override
  public void close() {
    courier.ifPresent(Courier::close);
    courier = Optional.empty();
  }

  private void ended(String kind, RunFinished end, List<MachineResult> noted) {
    boolean well = end.exitCode() == ExitCode.OK.number();
    for (Receiver receiver : fleet.upkeep().receivers()) {
      boolean failed = !well && receiver.on().contains(Occasion.FAILED);
      if (failed || receiver.on().contains(Occasion.FINISHED)) {
        Occasion occasion = failed ? Occasion.FAILED : Occasion.FINISHED;
        send(receiver, List.of(Notification.ended(occasion, sender(), kind, end, noted)));
      }
    }
  }

  private void send(Receiver receiver, List<Notification> told) {
    if (courier.isEmpty()) {
      courier =
          Optional.of(
              new Courier(proxies(), Courier.Patience.DEFAULT, world.parts().pause(), this::note));
    }
    List<Notification> whole = told.stream().map(advised::of).toList();
    Webhook webhook = (Webhook) receiver.channel();
    NotificationBodies.of(webhook.as().orElse(Dialect.PLAIN), whole)
        .forEach(body -> courier.get().send(webhook.url(), body));
  }

  private Sender sender() {
    return new Sender(
        world.surroundings().clock().instant(),
        fleet.name(),
        world.parts().identity().owner().get());
  }

  private Proxies proxies() {
    try {
      return Proxies.of(world.surroundings().environment());
    } catch (ReleaseException unusable) {
      note("webhooks are told without a proxy: " + unusable.getMessage());
      return Proxies.NONE;
    }
  }

  private void note(String words) {
    world.console().err().println("note: " + words);
    world.console().err().flush();
  }
}
