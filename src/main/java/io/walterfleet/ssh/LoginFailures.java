package io.walterfleet.ssh;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.auth.Attempt;
import io.walterfleet.ssh.channel.Transport;
import io.walterfleet.ssh.config.Destination;
import io.walterfleet.ssh.hostkey.HostKeyCheck;
import io.walterfleet.ssh.protocol.Failures;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out why a handshake failed, and says so.
 *
 * @param obstacles what is wrong with key files that could not be used
 */
record LoginFailures(
    Destination to, String obstacles, Attempt attempt, HostKeyCheck check, Transport transport) {
  private static final String HUNG_UP = "connection is closed by foreign host";

  /**
   * The failure that a cause stands for.
   *
   * @throws RefusedEarlyException when the server hung up before it knew who we are
   */
  RemoteException of(Exception cause) throws RefusedEarlyException {
    Optional<RemoteException> refusal = check.refusal().or(check::unasked);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (cause instanceof JSchAlgoNegoFailException negotiation) {
      return noCommon(negotiation);
    }
    if (cause instanceof JSchSessionDisconnectException end) {
      return ended(end);
    }
    if (cause.getCause() instanceof ProtocolException) {
      return garbled(cause);
    }
    String message = String.valueOf(cause.getMessage());
    boolean broke =
        message.equals(HUNG_UP) || cause.getCause() instanceof IOException || transport.hasEnded();
    if (broke && !check.wasAsked()) {
      throw new RefusedEarlyException(hungUp(cause));
    }
    if (broke) {
      return hungUp(cause);
    }
    return message.startsWith("Auth ") ? refused(cause) : garbled(cause);
  }

  private RemoteException noCommon(JSchAlgoNegoFailException negotiation) {
    return new RemoteException(
        Kind.UNREACHABLE,
        "no common algorithm ("
            + negotiation.getAlgorithmName()
            + ") with "
            + to.endpoint().shown()
            + "; it offers "
            + Failures.quoted(negotiation.getServerProposal()),
        "update its SSH server, or allow one of: "
            + algorithms(negotiation.getJSchProposal())
            + "; where the ssh config names algorithms, let it name one of the server's, too",
        negotiation);
  }

  private RemoteException ended(JSchSessionDisconnectException end) {
    return end.getDescription().startsWith("Too many authentication") ? refused(end) : hungUp(end);
  }

  private RemoteException hungUp(Exception cause) {
    String said = transport.greeting().map(text -> "; it said: " + text).orElse("");
    return new RemoteException(
        Kind.LOST,
        to.endpoint().shown()
            + " ended the connection during the login"
            + Failures.spoken(cause)
            + said,
        "look at the log of its SSH server (MaxStartups, penalties for refused logins), or at a"
            + " firewall between",
        cause);
  }

  private RemoteException garbled(Exception cause) {
    return new RemoteException(
        Kind.LOST,
        to.endpoint().shown() + " spoke no SSH that we understand" + Failures.spoken(cause),
        "look at the log of its SSH server",
        cause);
  }

  private RemoteException refused(Exception cause) {
    String user = to.endpoint().user();
    String tried = attempt.tried();
    List<String> left =
        Stream.of(attempt.left(), obstacles).filter(text -> !text.isEmpty()).toList();
    return new RemoteException(
        Kind.LOGIN_REFUSED,
        to.endpoint().shown()
            + " refused the login of '"
            + user
            + (tried.isEmpty() ? "'" : "' with: " + tried)
            + words(cause)
            + (left.isEmpty() ? "" : "; not tried: " + String.join("; ", left)),
        attempt.left().isEmpty() || tried.isEmpty()
            ? "add the public key to ~/.ssh/authorized_keys of '"
                + user
                + "' there, or set ssh.user or ssh.identityFile"
            : "name the right key in ssh.identityFile, so that it alone is tried: the server ends a"
                + " login after so many (MaxAuthTries)",
        cause);
  }

  /** What the server said itself. */
  private static String words(Exception cause) {
    String spoken = Failures.spoken(cause);
    return spoken.isEmpty() ? "" : "; it said" + spoken;
  }

  /** Without the words among them that stand for no algorithm (RFC 8308; OpenSSH's PROTOCOL). */
  private static String algorithms(String proposed) {
    return Stream.of(String.valueOf(proposed).split(",", -1))
        .filter(one -> !one.startsWith("ext-info-") && !one.startsWith("kex-strict-"))
        .collect(Collectors.joining(","));
  }
}
