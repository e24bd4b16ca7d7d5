package io.walterfleet.cli;

import io.walterfleet.alerting.Notifier;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Notifiers;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Receiver;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.notify.Answer;
import io.walterfleet.notify.Delivery;
import io.walterfleet.rollout.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a test to each receiver of notifications, and says what it answered. */
@Command(name = "notify")
final class NotifyCommand extends FleetCommand {
  @Mixin private final InventoryOptions inventoryOptions = new InventoryOptions();

  @Parameters(
      paramLabel = "test",
      description = {
        "send one message to each receiver of 'notify', whatever its 'on'; to PagerDuty and",
        "Alertmanager an alert, and that it is over"
      })
  private String act = "";

  NotifyCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    if (!act.equals("test")) {
      throw UsageException.of(
          "'notify' does not know '" + act + "'", Advice.of("notify test").line());
    }
    Fleet fleet = inventoryOptions.fleet(runtime());
    List<Receiver> receivers = fleet.operations().receivers();
    if (receivers.isEmpty()) {
      throw UsageException.of(
          "the inventory has no 'notify', so nobody is told (nothing was sent)",
          "add it as in examples/full.yml");
    }
    Sender sender =
        new Sender(
            runtime().environment().clock().instant(),
            fleet.name(),
            runtime().adapters().controllerId().owner().get());
    int told = 0;
    StringBuilder text = new StringBuilder();
    try (Notifier notifier = Notifiers.notifier(runtime())) {
      for (Receiver receiver : receivers) {
        List<Delivery> all = notifier.test(receiver.channel(), sender);
        List<String> answers = new ArrayList<>();
        told += isTold(all, answers) ? 1 : 0;
        text.append(all.get(0).receiver() + ": " + String.join(", then ", answers) + "\n");
      }
    }
    show(text + "%d of %d told\n".formatted(told, receivers.size()));
    return told == receivers.size() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Tries them once each, up to the first that is not taken. */
  private static boolean isTold(List<Delivery> all, List<String> answers)
      throws InterruptedException {
    for (Delivery one : all) {
      Answer answer = one.attempt();
      answers.add(answer.isTaken() ? answer.said() : "not told: " + answer.said());
      if (!answer.isTaken()) {
        return false;
      }
    }
    return true;
  }
}
