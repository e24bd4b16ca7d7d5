package io.walterfleet;

import io.walterfleet.app.Adapters;
import io.walterfleet.app.Adapters.ControllerId;
import io.walterfleet.app.Adapters.Factories;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.DemoRunner;
import io.walterfleet.app.Environment;
import io.walterfleet.app.Log;
import io.walterfleet.app.Outlet;
import io.walterfleet.app.Signals;
import io.walterfleet.cli.Cli;
import io.walterfleet.fleet.Pause;
import io.walterfleet.health.HttpsHealthGate;
import io.walterfleet.local.Processes;
import io.walterfleet.remote.Remote;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.step.ScriptOperations;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.module.ModuleDescriptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The entry point: joins the parts of walter-fleet and leaves with an exit code. */
public final class Main {
  private static final String PROGRAM = "walter-fleet.program";
  private static final int NONCE_BYTES = 16;
  private static final Path NO_SSH_CONFIG = Path.of("/dev/null");

  private Main() {}

  /** Runs one command line. */
  public static void main(String[] args) {
    Path home = home(System.getenv(), System.getProperty("user.home"));
    Environment environment =
        new Environment(
            System.getenv(), home, InstantSource.system(), version(), program(System.getenv()));
    int exitCode = run(List.of(args), runtime(console(), environment, new ProcessSignals()));
    // threads that still wait for a machine must not keep the process
    Runtime.getRuntime().exit(exitCode);
  }

  private static String program(Map<String, String> environment) {
    // the packages' launcher says what it was called; a jar is its own class path
    boolean isJar = Main.class.getPackage().getImplementationVersion() != null;
    String file = System.getProperty(PROGRAM, isJar ? System.getProperty("java.class.path") : "");
    return file.isEmpty()
        ? ProgramName.USUAL
        : ProgramName.of(file, environment.getOrDefault("PATH", ""));
  }

  /**
   * The user's home as a shell has it, else as Java does, which knows none for a user that only a
   * container's runtime made up.
   */
  static Path home(Map<String, String> environment, String otherwise) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.startsWith("/") ? home : otherwise);
  }

  /** Runs one command line in a runtime; what it returns is the exit code of the process. */
  public static int run(List<String> words, CommandRuntime runtime) {
    return Cli.run(words, runtime);
  }

  private static CommandRuntime runtime(Console console, Environment environment, Signals signals) {
    Own own = new Own(environment.environment(), environment.home(), Optional.empty());
    return new CommandRuntime(console, environment, adapters(own), signals);
  }

  /**
   * What of the user's reaches the parts.
   *
   * @param sshConfig stands for the user's and the system's; absent means these
   */
  private record Own(Map<String, String> environment, Path home, Optional<Path> sshConfig) {}

  private static Adapters adapters(Own own) {
    return assemble(
        log -> remote(own, log),
        new ControllerId(Main::owner, Main::nonce),
        new DemoLauncher(
            (environment, home) ->
                adapters(new Own(environment, home, Optional.of(NO_SSH_CONFIG)))));
  }

  /**
   * The parts as the program joins them.
   *
   * @param remote how machines are reached; made when first needed
   */
  public static Adapters assemble(
      Function<Log, Remote> remote, ControllerId controllerId, DemoRunner demoRunner) {
    Pause pause = duration -> Thread.sleep(duration.toMillis());
    return new Adapters(
        new Factories(
            remote,
            fleet ->
                new ScriptOperations(
                    fleet.productLayout(), fleet.operations().keepBackups(), controllerId.nonces()),
            () -> new HttpsHealthGate(InstantSource.system(), pause),
            new Processes()),
        pause,
        controllerId,
        demoRunner);
  }

  private static Console console() {
    return new Console(
        new Outlet(writer(FileDescriptor.out), () -> TerminalProbe.isPipe(1)),
        new Log(writer(FileDescriptor.err)),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        TerminalProbe.terminal());
  }

  private static Writer writer(FileDescriptor stream) {
    OutputStream bytes = new FileOutputStream(stream);
    return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
  }

  private static Remote remote(Own own, Log log) {
    Optional<Path> agent =
        Optional.ofNullable(own.environment().get("SSH_AUTH_SOCK"))
            .filter(socket -> !socket.isEmpty())
            .map(Path::of);
    Path home =
        own.sshConfig().isPresent()
            ? own.home()
            : sshHome(System.getProperty("user.home"), own.home());
    if (!home.equals(own.home()) && Files.isDirectory(own.home().resolve(".ssh"))) {
      log.note(
          "as for ssh, keys, config and known hosts are those in "
              + home
              + ", this user's home; HOME is "
              + own.home());
    }
    return new SshRemote(
        new LocalUser(System.getProperty("user.name"), home, agent, own.sshConfig()), log::note);
  }

  /**
   * The home that ssh takes: the account's, whatever HOME says; the shell's for a user who has no
   * account, of whom Java knows no home.
   */
  static Path sshHome(String account, Path shell) {
    return account.startsWith("/") ? Path.of(account) : shell;
  }

  private static String owner() {
    String user = System.getProperty("user.name");
    try {
      return user + "@" + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return user + "@unknown";
    }
  }

  private static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String version() {
    // in a runtime of its own, the program is a module; else it is a jar
    return Optional.ofNullable(Main.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .or(() -> Optional.ofNullable(Main.class.getPackage().getImplementationVersion()))
        .orElse("(not packaged)");
  }
}
