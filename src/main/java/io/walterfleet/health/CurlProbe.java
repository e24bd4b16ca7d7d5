package io.walterfleet.health;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.health.Answer.Response;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.ShellQuoting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks with the machine's own curl, where the SSH server forbids forwarding. */
record CurlProbe(Connection connection, Authority authority, Duration patience) implements Probe {
  private static final String SCRIPT = "/remote/probe.sh";

  @Override
  public Answers ask() throws RemoteException, InterruptedException {
    String nonce = UUID.randomUUID().toString();
    Duration deadline = patience.multipliedBy(3).plusSeconds(5);
    String out = connection.run(Program.script("exec sh -s", program(nonce)), deadline).out();
    String block = block(out, nonce);
    if (block.contains("\ncurl=absent\n")) {
      throw unaskable("there is no curl", "install curl");
    }
    if (block.contains("\ncurl=old\n")) {
      throw unaskable("its curl is older than 7.49", "install a newer curl");
    }
    Answer live = answer(block, "live");
    return Answers.isLive(live)
        ? new Answers(live, answer(block, "ready"), answer(block, "page"))
        : Answers.only(live);
  }

  private static RemoteException unaskable(String why, String remedy) {
    return new RemoteException(
        Kind.FORWARDING_REFUSED,
        "its health cannot be asked: the SSH server forbids forwarding, and " + why,
        "allow it (AllowTcpForwarding local in sshd_config), or "
            + remedy
            + " there, or set 'rollout: gate: via: direct' in the inventory");
  }

  private String program(String nonce) {
    return "probe_url="
        + ShellQuoting.quoted("https://" + authority.authority())
        + "\nprobe_port="
        + authority.port()
        + "\nprobe_seconds="
        + Math.max(1, patience.toSeconds())
        + "\nprobe_nonce="
        + ShellQuoting.quoted(nonce)
        + "\n"
        + script();
  }

  /** What stands between the two marks, each line with a line end before and behind it. */
  private static String block(String out, String nonce) throws RemoteException {
    int begin = out.indexOf("\nwalter-fleet " + nonce + " begin\n");
    int end = out.indexOf("\nwalter-fleet " + nonce + " end\n", Math.max(begin, 0));
    if (begin < 0 || end < 0) {
      throw new RemoteException(
          Kind.LOST,
          "its health could not be asked: the answer of the probe is incomplete",
          "see that the user's login shell there can run 'sh'");
    }
    return out.substring(begin, end + 1);
  }

  private Answer answer(String block, String name) {
    Matcher line = Pattern.compile("\n" + name + "=(\\d{1,3}) (\\d{3}) ?(.*)\n").matcher(block);
    if (!line.find()) {
      return new Nothing("curl on the machine gave no answer");
    }
    String exit = line.group(1);
    if (!exit.equals("0")) {
      return new Nothing(meaning(exit));
    }
    return new Response(
        Integer.parseInt(line.group(2)),
        Optional.of(line.group(3)).filter(location -> !location.isEmpty()));
  }

  private String meaning(String exit) {
    String place = "port " + authority.port() + " of the machine";
    return switch (exit) {
      case "7" -> "nothing listens at " + place;
      case "28" -> place + " did not answer within " + patience.toSeconds() + " s";
      case "35" -> "there is no TLS at " + place;
      default -> "the connection to " + place + " broke (curl's exit status " + exit + ")";
    };
  }

  private static String script() {
    try (InputStream in = CurlProbe.class.getResourceAsStream(SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
