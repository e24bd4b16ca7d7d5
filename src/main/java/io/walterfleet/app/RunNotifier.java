package io.walterfleet.app;

import io.walterfleet.alerting.Notifier;
import io.walterfleet.alerting.Recovered;
import io.walterfleet.fleet.Channel.Webhook;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.fleet.Receiver;
import io.walterfleet.format.Notification;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.history.RaisedAlerts;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells the receivers of an inventory how runs ended and what drifted. What they do not take is a
 * note, and no run waits for them but at its very end, for a moment.
 */
public final class RunNotifier implements AutoCloseable {
  private static final Set<Outcome> WELL = Set.of(Outcome.APPLIED, Outcome.IN_SYNC);

  private final CommandRuntime runtime;
  private final Fleet fleet;
  private final AdviceRenderer advice;
  private Set<String> known = Set.of();
  private Set<String> ailing = Set.of();
  private Optional<Notifier> notifier = Optional.empty();
  private Optional<RaisedAlerts> raised = Optional.empty();

  RunNotifier(CommandRuntime runtime, Fleet fleet, AdviceRenderer advice) {
    this.runtime = runtime;
    this.fleet = fleet;
    this.advice = advice;
  }

  /** Takes over what another has told already of machines that are still there. */
  void remember(RunNotifier before) {
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
   * @param plan absent for a rollback
   */
  Consumer<Event> run(String kind, Optional<Plan> plan) {
    List<MachineResult> results = new ArrayList<>();
    return event -> {
      if (event instanceof MachineFinished machine) {
        results.add(machine.result());
      } else if (event instanceof RunFinished end) {
        ended(kind, end, results, Recovered.by(kind, results, plan, now()));
      }
    };
  }

  /** Tells that what was told before is over, where a plan had nothing to do. */
  void settled(RunResult result) {
    Optional<Plan> plan = Optional.of(result.plan());
    tell(List.of(), receiver -> List.of(), Recovered.by("apply", result.machines(), plan, now()));
  }

  /** Tells of drift and of health, unless all of it was told before. */
  public void surveyed(FleetDrift drift) {
    List<Notification> standing = new ArrayList<>();
    if (!drifted(drift).isEmpty()) {
      standing.add(Notification.drifted(sender(), drift));
    }
    if (!drift.health().unhealthy().isEmpty()) {
      standing.add(Notification.unhealthy(sender(), drift.health()));
    }
    tell(
        news(drift),
        receiver ->
            standing.stream().filter(one -> receiver.on().contains(one.occasion())).toList(),
        Recovered.in(drift, now()));
  }

  /** What was not told before by this process. */
  private List<Notification> news(FleetDrift drift) {
    List<Notification> news = new ArrayList<>();
    Set<String> drifted = drifted(drift);
    if (!known.containsAll(drifted)) {
      news.add(Notification.drifted(sender(), drift));
    }
    known = drifted;
    news.addAll(asked(drift.health()));
    return news;
  }

  /** That is over on a machine once it was seen to be well, and not while nobody could ask. */
  private List<Notification> asked(Conditions health) {
    Set<String> now = new TreeSet<>(health.unhealthy());
    List<String> well =
        ailing.stream()
            .filter(name -> health.of(name).filter(one -> one.state() == State.READY).isPresent())
            .toList();
    List<Notification> news = new ArrayList<>();
    if (!ailing.containsAll(now)) {
      news.add(Notification.unhealthy(sender(), health));
    }
    if (!well.isEmpty()) {
      news.add(Notification.healthyAgain(sender(), well, health));
    }
    ailing.stream().filter(name -> !well.contains(name)).forEach(now::add);
    ailing = now;
    return news;
  }

  private static Set<String> drifted(FleetDrift drift) {
    return drift.machines().stream()
        .filter(machine -> machine.verdict() == Verdict.DRIFT)
        .map(Drift::name)
        .collect(Collectors.toSet());
  }

  private void ended(
      String kind, RunFinished end, List<MachineResult> results, Recovered recovered) {
    List<MachineResult> noted =
        results.stream().filter(one -> !WELL.contains(one.outcome())).toList();
    boolean well = end.exitCode() == ExitCode.OK.number();
    Function<Receiver, List<Notification>> said =
        receiver -> {
          boolean failed = !well && receiver.on().contains(Occasion.FAILED);
          Occasion occasion = failed ? Occasion.FAILED : Occasion.FINISHED;
          return failed || receiver.on().contains(Occasion.FINISHED)
              ? List.of(Notification.ended(occasion, sender(), kind, end, noted))
              : List.of();
        };
    for (Receiver receiver : fleet.operations().receivers()) {
      tell(receiver, said.apply(receiver), said.apply(receiver), recovered);
    }
  }

  private void tell(
      List<Notification> news,
      Function<Receiver, List<Notification>> standing,
      Recovered recovered) {
    for (Receiver receiver : fleet.operations().receivers()) {
      List<Notification> told =
          news.stream().filter(one -> receiver.on().contains(one.occasion())).toList();
      tell(receiver, told, standing.apply(receiver), recovered);
    }
  }

  /** Who has not said in which form is told as ever, and nothing is remembered of it. */
  private void tell(
      Receiver receiver,
      List<Notification> news,
      List<Notification> standing,
      Recovered recovered) {
    if (receiver.channel() instanceof Webhook webhook && webhook.as().isEmpty()) {
      notifier().tell(webhook, written(news));
    } else {
      notifier()
          .tell(
              receiver.channel(),
              sender(),
              written(standing),
              new Notifier.Seen(recovered, raised()));
    }
  }

  private List<Notification> written(List<Notification> told) {
    return told.stream().map(advice::of).toList();
  }

  /** Waits a moment for what is still under way. */
  @Override
  public void close() {
    notifier.ifPresent(Notifier::close);
    notifier = Optional.empty();
  }

  private Notifier notifier() {
    if (notifier.isEmpty()) {
      notifier = Optional.of(Notifiers.notifier(runtime));
    }
    return notifier.get();
  }

  private RaisedAlerts raised() {
    if (raised.isEmpty()) {
      Path state = runtime.environment().state();
      raised =
          Optional.of(
              new RaisedAlerts(
                  state.resolve("alerts"),
                  OwnPlace.isClosed(state),
                  fleet.name(),
                  words -> Notifiers.note(runtime, words)));
    }
    return raised.get();
  }

  private Sender sender() {
    return new Sender(now(), fleet.name(), runtime.adapters().controllerId().owner().get());
  }

  private Instant now() {
    return runtime.environment().clock().instant();
  }
}
