package io.walterfleet.app;

import io.walterfleet.alerting.Notifier;
import io.walterfleet.local.SecretMasker;
import io.walterfleet.notify.WebhookSender;
import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.notify.Webhooks;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.CheckRunner;

/** Makes who takes notifications to their receivers, as this computer and its user have it. */
public final class Notifiers {
  private Notifiers() {}

  public static Notifier notifier(CommandRuntime runtime) {
    WebhookSender webhookSender =
        new WebhookSender(
            Patience.DEFAULT, runtime.adapters().pause(), words -> note(runtime, words));
    return new Notifier(
        new Webhooks(proxies(runtime), Patience.DEFAULT),
        runtime.environment().environment(),
        webhookSender);
  }

  /** Asks checks, through the same proxies. */
  static CheckRunner checks(CommandRuntime runtime, SecretMasker secretMasker) {
    return new ControllerChecks(
        runtime.adapters().factories().programs(), proxies(runtime), secretMasker);
  }

  static Proxies proxies(CommandRuntime runtime) {
    try {
      return Proxies.of(runtime.environment().environment());
    } catch (ReleaseException unusable) {
      note(runtime, "webhooks, checks and traces go without a proxy: " + unusable.getMessage());
      return Proxies.NONE;
    }
  }

  static void note(CommandRuntime runtime, String words) {
    runtime.console().err().note(words);
  }
}
