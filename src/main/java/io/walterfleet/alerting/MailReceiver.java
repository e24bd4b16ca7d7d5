package io.walterfleet.alerting;

import io.walterfleet.fleet.Channel.Mail;
import io.walterfleet.format.MailText;
import io.walterfleet.format.Notification;
import io.walterfleet.notify.Answer;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.MailMessage;
import io.walterfleet.notify.MailServer;
import io.walterfleet.notify.MailServer.Login;
import io.walterfleet.notify.WebhookSender.Patience;
import java.util.List;
import java.util.Optional;

/** Makes a mail of what is told at one time. */
record MailReceiver(Mail mail, SecretValues secrets) {
  List<Delivery> of(List<Notification> told) {
    MailText text = MailText.of(told);
    MailMessage mailMessage =
        new MailMessage(
            mail.from(), mail.to(), text.subject(), text.body(), told.get(0).sender().at());
    return List.of(new Sealed(mailMessage));
  }

  /** The password is read at the last moment. */
  private final class Sealed implements Delivery {
    private final MailMessage mailMessage;

    Sealed(MailMessage mailMessage) {
      this.mailMessage = mailMessage;
    }

    @Override
    public String receiver() {
      return to(Optional.empty()).receiver();
    }

    @Override
    public Answer attempt() throws InterruptedException {
      try {
        return to(login()).attempt();
      } catch (SecretValues.Missing none) {
        return new Answer(false, true, String.valueOf(none.getMessage()));
      }
    }

    private Delivery to(Optional<Login> login) {
      return new io.walterfleet.notify.Mail(
          new MailServer(mail.host(), mail.port(), login, Patience.DEFAULT, Optional.empty()),
          mailMessage);
    }

    private Optional<Login> login() throws SecretValues.Missing {
      return mail.login().isPresent()
          ? Optional.of(
              new Login(mail.login().get().user(), secrets.of(mail.login().get().password())))
          : Optional.empty();
    }
  }
}
