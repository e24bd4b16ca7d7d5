package io.walterfleet.testbed;

import io.walterfleet.Main;
import io.walterfleet.app.Adapters;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.Console.Terminal;
import io.walterfleet.app.Environment;
import io.walterfleet.app.Signals;
import io.walterfleet.cli.ListedExitCodes;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where somebody sits who types command lines: everything is as in the real program, SSH, scripts
 * and health as well; only its home and its streams are our own. All that was ever printed is kept.
 */
public final class Desk implements Signals, NothingLeftToDo.Place {
  private final Path home;
  private final Wishes wishes;
  private final StringBuilder said = new StringBuilder();

  /** A desk whose home is this directory. */
  public Desk(Path home) throws IOException {
    this.home = home;
    this.wishes = new Wishes(home);
    Files.writeString(home.resolve("ssh_config"), "");
  }

  /** What a command line did. */
  public record Ran(int exitCode, String out, String err) {
    /**
     * The output from the last place where these words stand, with how long it took named, without
     * the lines with which a person logs in: keys and ports are another each time.
     */
    public String ending(String words) {
      int from = out.lastIndexOf("\n" + words) + 1;
      return out.substring(from)
          .replaceAll("(?m)^ +look (there|at \\S+, for one): ssh .*\\n", "")
          .replaceAll("in [0-9.]+ (s|min [0-9]+ s)\\b", "in T")
          .replaceAll("(walter-fleet [a-z]+ )-i \\S+", "$1-i INVENTORY");
    }
  }

  /** Runs a command line. */
  public Ran run(String... words) {
    Optional<Wishes.Asked> asked = wishes.begun(List.of(words));
    if (wishes.areLeft()) {
      NothingLeftToDo.owes(this);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(List.of(words), runtime(out, err));
    ListedExitCodes.check(code, List.of(words));
    said.append(out).append(err);
    asked.ifPresent(one -> wishes.ended(one, new Wishes.Said(code, out.toString())));
    return new Ran(code, out.toString(), err.toString());
  }

  /** All that was printed, and all files that were written below the home. */
  public String everything() throws IOException {
    StringBuilder all = new StringBuilder(said);
    try (Stream<Path> files = Files.walk(home)) {
      files.filter(Files::isRegularFile).map(Desk::bytes).forEach(all::append);
    }
    return all.toString();
  }

  /** For what ends with something else than what was wished for. */
  public void forgetWishes() {
    wishes.forget();
  }

  @Override
  public void settle() throws IOException {
    wishes.settle(
        words -> {
          Ran ran = run(words.toArray(String[]::new));
          return new Wishes.Said(ran.exitCode(), ran.out());
        });
  }

  @Override
  public void handle(Runnable onSignal) {
    // nobody presses Ctrl-C here
  }

  @Override
  public void leave(int exitCode) {
    throw new IllegalStateException("left with " + exitCode);
  }

  private CommandRuntime runtime(StringWriter out, StringWriter err) {
    Supplier<String> nonces = () -> UUID.randomUUID().toString().replace("-", "");
    LocalUser localUser =
        new LocalUser("tester", home, Optional.empty(), Optional.of(home.resolve("ssh_config")));
    return new CommandRuntime(
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(Reader.nullReader()),
            Terminal.NONE),
        new Environment(Map.of(), home, InstantSource.system(), "1.0.0"),
        Main.assemble(
            log -> new SshRemote(localUser),
            new Adapters.ControllerId(() -> "tester@desk", nonces),
            (keep, console, around, signals) -> {
              throw new IOException("there is no demo at this desk");
            }),
        this);
  }

  private static String bytes(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
