package io.walterfleet.herald;

import io.walterfleet.fleet.Channel.Mail;
import io.walterfleet.notify.Answer;
import io.walterfleet.notify.Courier.Patience;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Letter;
import io.walterfleet.notify.MailServer;
import io.walterfleet.notify.MailServer.Login;
import io.walterfleet.report.MailText;
import io.walterfleet.report.Notification;
import java.util.List;
import java.util.Optional;

/** Makes a mail of what is told at one time. */
record MailLetters(Mail mail, SecretValues secrets) {
  List<Delivery> of(List<Notification> told) {
    MailText text = MailText.of(told);
    Letter letter =
        new Letter(mail.from(), mail.to(), text.subject(), text.body(), told.get(0).sender().at());
    return List.of(new Sealed(letter));
  }

  /** The password is read at the last moment. */
  private final class Sealed implements Delivery {
    private final Letter letter;

    Sealed(Letter letter) {
      this.letter = letter;
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
          letter);
    }

    private Optional<Login> login() throws SecretValues.Missing {
      return mail.login().isPresent()
          ? Optional.of(
              new Login(mail.login().get().user(), secrets.of(mail.login().get().password())))
          : Optional.empty();
    }
  }
}
