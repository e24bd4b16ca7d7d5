package io.walterfleet.remote.testing;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Machines that give the answers of REMOTE.md out of memory, without a process: an install of
 * release 1.8.2 that becomes what a run makes of it. One of them does a deed at a moment.
 */
public final class MemoryRemote implements Remote {
  private static final Pattern VARIABLE =
      Pattern.compile("(?m)^wf_(nonce|step|image|bundle|target|owner|token)='([^'\n]*)'");

  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final String villain;
  private volatile Deed deed = (moment, reply) -> reply.call();

  /** What is done instead of an answer, or to it. */
  @FunctionalInterface
  public interface Deed {
    /** At a moment: {@code login}, {@code survey}, {@code begin}, a step's word, {@code leave}. */
    Reply at(String moment, Honest honest) throws RemoteException, InterruptedException;
  }

  /** The honest answer. */
  @FunctionalInterface
  public interface Honest {
    /** Gives it. */
    Reply call() throws RemoteException, InterruptedException;
  }

  private static final class State {
    private String image = "ghcr.io/matchylabs/walter:1.8.2";
    private String bundle = "";
    private String target = "";
    private boolean isUp = true;
  }

  /** Machines of which this one is not what it seems. */
  public MemoryRemote(String villain) {
    this.villain = villain;
  }

  /** It does this from now on. */
  public void does(Deed one) {
    deed = one;
  }

  @Override
  public Connection open(Machine machine) throws RemoteException, InterruptedException {
    if (machine.name().equals(villain)) {
      deed.at("login", () -> new Reply(0, "", "", false));
    }
    return new Link(machine.name());
  }

  private final class Link implements Connection {
    private final String name;

    private Link(String name) {
      this.name = name;
    }

    @Override
    public Reply run(Program program, Duration deadline)
        throws RemoteException, InterruptedException {
      Map<String, String> given = variables(program);
      String moment = moment(given);
      Honest honest = () -> answer(name, moment, given);
      return name.equals(villain) ? deed.at(moment, honest) : honest.call();
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline) throws RemoteException {
      throw new RemoteException(Kind.PORT_CLOSED, "nothing listens there", "");
    }

    @Override
    public void close() {}
  }

  private static String moment(Map<String, String> given) {
    if (given.containsKey("owner")) {
      return "begin";
    }
    return given.containsKey("step")
        ? given.get("step").replaceAll("\\.\\d+$", "")
        : given.containsKey("token") ? "leave" : "survey";
  }

  private static Map<String, String> variables(Program program) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      program.input().writeTo(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Map<String, String> given = new ConcurrentHashMap<>();
    Matcher found = VARIABLE.matcher(text.toString(StandardCharsets.ISO_8859_1));
    while (found.find()) {
      given.putIfAbsent(found.group(1), found.group(2));
    }
    return given;
  }

  private Reply answer(String name, String moment, Map<String, String> given) {
    State state = states.computeIfAbsent(name, one -> new State());
    String said =
        switch (moment) {
          case "survey", "begin" -> facts(name, state);
          case "leave" -> "result=changed\n";
          default -> done(moment, state, given);
        };
    String nonce = given.getOrDefault("nonce", "");
    return new Reply(
        0,
        "\nwalter-fleet %s begin\n%swalter-fleet %s end 0\n".formatted(nonce, said, nonce),
        "",
        false);
  }

  private static String done(String step, State state, Map<String, String> given) {
    switch (step) {
      case "swap" -> {
        state.image = given.getOrDefault("image", "");
        state.bundle = given.getOrDefault("bundle", "");
        state.isUp = false;
      }
      case "restart" -> state.isUp = true;
      case "finish" -> state.target = given.getOrDefault("target", "");
      case "rollback" -> {
        state.image = "ghcr.io/matchylabs/walter:1.8.2";
        state.bundle = "";
        state.isUp = true;
      }
      default -> {}
    }
    return "state=finished\nexit=0\nresult=changed\ndetail=recorded\n";
  }

  private static String facts(String name, State state) {
    String bundle =
        state.bundle.isEmpty()
            ? ""
            : "bundle=" + state.bundle + "\nfiles.intact=2\nfiles.total=2\n";
    return """
        protocol=1
        clock=1795437629
        missing=
        selfhost=no
        install=installed
        install.path=/home/ops/walter-onprem
        env.fingerprint=f1
        env.image=%s
        env.host=%s.example.com
        env=read
        %s%slock=none
        journal=none
        docker=28.0.0
        compose=v2
        service=walter %s sha256:01 %s 0 unless-stopped
        project=walter-onprem
        image.id=sha256:01
        free.home=100000000
        complete=yes
        """
        .formatted(
            state.image,
            name,
            bundle,
            state.target.isEmpty()
                ? ""
                : "applied.format=1\napplied.target=" + state.target + "\napplied.end=1\n",
            state.isUp ? "running" : "exited",
            state.image);
  }
}
