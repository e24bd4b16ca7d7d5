package io.walterfleet.ssh.protocol;

import com.jcraft.jsch.JSchSessionDisconnectException;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Seconds;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says in plain words why a connection could not be made or broke off. */
public final class Failures {
  private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z]++\\.)++[A-Z]\\w*+:?\\s*+");
  private static final int LONGEST = 200;

  /** So much of what a server says is looked at; more would not be shown anyway. */
  private static final int LOOKED_AT = 1000;

  private Failures() {}

  /** The TCP connection could not be made. */
  public static RemoteException unreachable(Endpoint to, IOException cause) {
    String why = "cannot connect to " + to.shown() + reason(cause);
    return new RemoteException(Kind.UNREACHABLE, why, fix(cause), cause);
  }

  /** A host has addresses, and none of the kind that the ssh config allows. */
  public static final class ProtocolFamilyException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolFamilyException() {
      super("it has no address of the kind that AddressFamily allows");
    }
  }

  private static String fix(IOException cause) {
    if (cause instanceof BindException) {
      return "mend BindAddress in the ssh config: an address of this computer, of the same kind";
    }
    if (cause instanceof ProtocolFamilyException) {
      return "mend AddressFamily in the ssh config, or give the machine such an address";
    }
    return cause instanceof UnknownHostException
        ? "check the machine's address in the inventory, and the resolver of this computer"
        : "check that the machine is up, its SSH server listens there, and no firewall is between";
  }

  /** Connecting and logging in took too long. */
  public static RemoteException tooSlow(Endpoint to, Duration limit, boolean wasHeard) {
    String what = wasHeard ? "the login did not finish" : "no answer";
    return new RemoteException(
        wasHeard ? Kind.TIMED_OUT : Kind.UNREACHABLE,
        what + " within " + Seconds.of(limit) + ", from " + to.shown(),
        wasHeard
            ? "raise ssh.connectTimeout, or look at the load and the resolver of the machine"
            : "check that the machine is up and no firewall is between, or raise"
                + " ssh.connectTimeout");
  }

  /** What a server said when it ended the connection; may be empty. */
  public static String spoken(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof JSchSessionDisconnectException end) {
        return end.getDescription().isBlank() ? "" : ": " + quoted(end.getDescription());
      }
    }
    return "";
  }

  /** The reason of an I/O error, after a colon, without the name of a class. */
  public static String reason(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return ": the name has no address";
    }
    if (cause instanceof SocketTimeoutException) {
      return ": no answer";
    }
    if (cause instanceof NoRouteToHostException) {
      return ": no route to host";
    }
    if (cause instanceof ConnectException) {
      return ": " + message(cause).orElse("refused").toLowerCase(Locale.ROOT);
    }
    return fileReason(cause).or(() -> message(cause)).map(text -> ": " + text).orElse("");
  }

  private static Optional<String> fileReason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return Optional.of("permission denied");
    }
    if (cause instanceof NoSuchFileException) {
      return Optional.of("no such file");
    }
    return cause instanceof FileSystemException file
        ? Optional.ofNullable(file.getReason())
        : Optional.empty();
  }

  private static Optional<String> message(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).map(Failures::tidy);
  }

  /** One line of text that a far end may have made up. */
  public static String tidy(String text) {
    String beginning = text.substring(0, Math.min(LOOKED_AT, text.length()));
    String plain = CLASS_NAME.matcher(beginning).replaceAll("").replaceAll("\\s+", " ").strip();
    return Controls.escaped(plain, LONGEST);
  }

  /** The same in quotation marks: words of a server, and not ours. */
  public static String quoted(String text) {
    return '"' + tidy(text.replace('"', '\'')) + '"';
  }
}
