package io.walterfleet.alerting;

import io.walterfleet.fleet.Channel;
import io.walterfleet.fleet.Channel.Alertmanager;
import io.walterfleet.fleet.Channel.Mail;
import io.walterfleet.fleet.Channel.PagerDuty;
import io.walterfleet.fleet.Channel.Program;
import io.walterfleet.fleet.Channel.Webhook;
import io.walterfleet.fleet.Dialect;
import io.walterfleet.format.NotificationBodies;
import io.walterfleet.notify.Command;
import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.notify.Webhooks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** How each kind of receiver is told. */
record ReceiverClients(Webhooks webhooks, SecretValues secrets) {
  ReceiverClient of(Channel channel) {
    if (channel instanceof PagerDuty pagerDuty) {
      return new PagerDutyEvents(pagerDuty, webhooks, secrets);
    }
    if (channel instanceof Alertmanager alertmanager) {
      return new AlertmanagerAlerts(alertmanager, webhooks);
    }
    if (channel instanceof Program program) {
      return new ChatReceiver(
          told ->
              List.of(
                  new Command(
                      program.words(),
                      String.join("\n", NotificationBodies.of(Dialect.PLAIN, told)) + "\n",
                      Patience.DEFAULT.answer())));
    }
    if (channel instanceof Mail mail) {
      return new ChatReceiver(new MailReceiver(mail, secrets)::of);
    }
    Webhook webhook = (Webhook) channel;
    return new ChatReceiver(
        told ->
            NotificationBodies.of(webhook.as().orElse(Dialect.PLAIN), told).stream()
                .map(body -> webhooks.post(webhook.url(), body))
                .toList());
  }

  /** A word for a receiver that says nothing of its address. */
  static String word(Channel channel) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(channel.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
