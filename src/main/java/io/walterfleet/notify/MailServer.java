package io.walterfleet.notify;

import io.walterfleet.fleet.Seconds;
import io.walterfleet.http.HttpFailure;
import io.walterfleet.notify.WebhookSender.Patience;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Takes mails, over SMTP. Off this computer nothing is said before STARTTLS has made the way secret
 * and the server's certificate was checked; on it, whoever listens there is believed. What a server
 * says is shown as its number alone.
 *
 * @param login absent for a server that wants none
 * @param trust instead of what this computer's Java trusts
 */
public record MailServer(
    String host,
    int port,
    Optional<Login> login,
    Patience patience,
    Optional<SSLSocketFactory> trust) {
  /** A user and a password; it is not shown. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  /** Tries once to hand the mail over, for a bounded time. */
  Answer take(MailMessage mailMessage) throws InterruptedException {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> answer.complete(handedOver(mailMessage)), "notify-mail");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return Answer.refused("there was no answer within " + Seconds.of(patience.answer()), false);
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private Answer handedOver(MailMessage mailMessage) {
    Session session = Session.getInstance(properties());
    try (SMTPTransport transport =
        new SMTPTransport(session, new URLName("smtp", host, port, null, null, null))) {
      MimeMessage message = message(session, mailMessage);
      transport.connect(
          host, port, login.map(Login::user).orElse(null), login.map(Login::password).orElse(null));
      transport.sendMessage(message, message.getAllRecipients());
      return Answer.taken("it answered " + transport.getLastReturnCode());
    } catch (MessagingException refused) {
      return refused(refused);
    }
  }

  private static MimeMessage message(Session session, MailMessage mailMessage)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(mailMessage.from(), true));
    for (String to : mailMessage.to()) {
      message.addRecipient(RecipientType.TO, new InternetAddress(to, true));
    }
    message.setSubject(mailMessage.subject(), "UTF-8");
    message.setSentDate(Date.from(mailMessage.at()));
    // so that nobody's holiday reply comes back
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                mailMessage.text().getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8")));
    message.setHeader("Content-Transfer-Encoding", "quoted-printable");
    message.saveChanges();
    return message;
  }

  private Properties properties() {
    boolean near = isNear();
    Properties all = new Properties();
    all.put("mail.smtp.connectiontimeout", String.valueOf(patience.connect().toMillis()));
    all.put("mail.smtp.timeout", String.valueOf(patience.answer().toMillis()));
    all.put("mail.smtp.starttls.enable", "true");
    all.put("mail.smtp.starttls.required", String.valueOf(!near));
    all.put("mail.smtp.ssl.checkserveridentity", String.valueOf(!near));
    all.put("mail.smtp.auth", String.valueOf(login.isPresent()));
    all.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    if (near && trust.isEmpty()) {
      all.put("mail.smtp.ssl.trust", "*");
    }
    trust.ifPresent(factory -> all.put("mail.smtp.ssl.socketFactory", factory));
    return all;
  }

  /** Whether nobody but this computer is on the way. */
  private boolean isNear() {
    return trust.isEmpty()
        && (host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}"));
  }

  private Answer refused(MessagingException failed) {
    if (failed instanceof AuthenticationFailedException) {
      return Answer.refused("it refused the login", true);
    }
    Optional<Integer> code = code(failed);
    if (code.isPresent()) {
      return Answer.refused("it answered " + code.get(), code.get() >= 500);
    }
    if (String.valueOf(failed.getMessage()).contains("STARTTLS is required")) {
      return Answer.refused("it offers no STARTTLS, without which nothing is said", true);
    }
    Optional<IOException> broken = cause(failed);
    if (broken.filter(SocketTimeoutException.class::isInstance).isPresent()) {
      return Answer.refused("there was no answer in time", false);
    }
    HttpFailure httpFailure =
        HttpFailure.of(broken.orElseGet(() -> new IOException("it broke off")), patience.connect());
    return Answer.refused(httpFailure.reason(), httpFailure.isFinal());
  }

  private static Optional<IOException> cause(Throwable failed) {
    for (Throwable one = failed; one != null; one = one.getCause()) {
      if (one instanceof IOException io) {
        return Optional.of(io);
      }
    }
    return Optional.empty();
  }

  /** What the server answered to the sender, to one of the addresses, or to the mail. */
  private static Optional<Integer> code(MessagingException failed) {
    for (Exception one = failed;
        one instanceof MessagingException next;
        one = next.getNextException()) {
      if (one instanceof SMTPAddressFailedException address) {
        return Optional.of(address.getReturnCode());
      }
      if (one instanceof SMTPSenderFailedException sender) {
        return Optional.of(sender.getReturnCode());
      }
      if (one instanceof SMTPSendFailedException send && send.getNextException() == null) {
        return Optional.of(send.getReturnCode());
      }
    }
    return Optional.empty();
  }
}
