package io.walterfleet.sandbox;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.walterfleet.Main;
import io.walterfleet.app.Adapters;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.Console.Terminal;
import io.walterfleet.app.Environment;
import io.walterfleet.app.Signals;
import io.walterfleet.sandbox.ManualScene.Typed;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.testbed.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the scenes of the manual are typed: a controller of the demo's fleet. */
final class ManualDesk implements AutoCloseable, Signals {
  private static final String PROGRAM = "walter-fleet ";
  private static final String INTERRUPT = "^C";

  /** The port in the manual, which stands for one that is free here. */
  private static final String LISTENING = "9464";

  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[^\\s'\"]+");
  private static final Pattern OWN_FILE =
      Pattern.compile("(@|--?[a-z-]+=)?([A-Za-z0-9_-]+\\.(?:json|jsonl|ya?ml|html|md|txt))");

  private final DemoFleet fleet;

  /** The fleet's folder by a path of one length wherever it lies: tables cut what is longer. */
  private final Path shortcut;

  private final HttpServer webhook;
  private final int port = Ports.free();
  private volatile Runnable signal = () -> {};
  private volatile int exitCode;
  private Thread background = new Thread(() -> {}, "nothing");

  private ManualDesk(DemoFleet fleet) throws IOException {
    this.fleet = fleet;
    this.shortcut =
        Files.createSymbolicLink(
            Files.createDirectories(Path.of("target"))
                .resolve("desk-" + UUID.randomUUID().toString().substring(0, 4)),
            fleet.fleet().folder());
    this.webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext("/", this::receive);
    webhook.start();
  }

  /** A desk in an empty folder, before a fleet that is as the demo finds it. */
  static ManualDesk in(Path folder) throws IOException, InterruptedException {
    DemoFleet fleet = DemoFleet.start(folder.toRealPath(), InstantSource.system());
    Path ssh = Files.createDirectories(fleet.home().resolve(".ssh"));
    Files.copy(fleet.fleet().identityFile(), ssh.resolve("id_ecdsa"));
    Files.copy(fleet.fleet().knownHostsFile(), ssh.resolve("known_hosts"));
    Files.writeString(
        folder.resolve("hosts.txt"),
        fleet.fleet().machines().stream()
            .map(EmbeddedMachine::name)
            .map(name -> name + "=walter@127.0.0.1:" + fleet.fleet().port(name) + "\n")
            .collect(joining()));
    return new ManualDesk(fleet);
  }

  /** Does what is typed, and returns what it prints. */
  String type(Typed typed) throws Exception {
    String text = typed.machine().isPresent() ? atMachine(typed) : atController(typed);
    return text.replace("127.0.0.1:" + port, "127.0.0.1:" + LISTENING)
        .replace(fleet.home().toString(), "~")
        .replace(shortcut + "/", "")
        .replace(fleet.fleet().folder() + "/", "")
        .replace(fleet.fleet().folder().toString(), ".");
  }

  @Override
  public void handle(Runnable onSignal) {
    signal = onSignal;
  }

  @Override
  public void leave(int code) {
    throw new IllegalStateException("left at once with " + code);
  }

  @Override
  public void close() {
    webhook.stop(0);
    fleet.close();
    assertThat(shortcut.toFile().delete()).isTrue();
  }

  /** What a webhook is told is a line in a file. */
  private void receive(HttpExchange told) throws IOException {
    try (told;
        OutputStream file =
            Files.newOutputStream(
                fleet.fleet().folder().resolve("received.jsonl"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)) {
      file.write(told.getRequestBody().readAllBytes());
      file.write('\n');
      told.sendResponseHeaders(204, -1);
    }
  }

  private String atMachine(Typed typed) throws IOException, InterruptedException {
    return fleet.machine(typed.machine().orElseThrow()).run(typed.line()).words();
  }

  private String atController(Typed typed) throws Exception {
    if (typed.line().equals("echo $?")) {
      return exitCode + "\n";
    }
    if (typed.line().equals("kill %1")) {
      signal.run();
      background.join(60_000);
      return "";
    }
    return typed.line().startsWith(PROGRAM)
        ? program(typed)
        : shell(typed.line().replace(LISTENING, Integer.toString(port)), "");
  }

  /** Our own program, in this process; what stands behind a pipe or an arrow is the shell's. */
  private String program(Typed typed) throws Exception {
    String line =
        typed.line().substring(PROGRAM.length()).replace(LISTENING, Integer.toString(port));
    int end = unquoted(line, "|>&");
    StringWriter out = new StringWriter();
    boolean detached = line.endsWith("&");
    boolean piped = end < line.length() && !detached;
    StringWriter err = piped ? new StringWriter() : out;
    CommandRuntime runtime = runtime(new PrintWriter(out, true), new PrintWriter(err, true));
    List<String> words = words(line.substring(0, end));
    if (detached) {
      return detached(words, runtime, out, typed);
    }
    exitCode =
        typed.shown().lines().anyMatch(INTERRUPT::equals)
            ? interrupted(words, runtime, out, typed)
            : Main.run(words, runtime);
    return piped ? err + shell("cat " + line.substring(end), out.toString()) : out.toString();
  }

  /** Runs it until what is shown above the line ^C has been printed, and presses Ctrl-C then. */
  private int interrupted(List<String> words, CommandRuntime runtime, StringWriter out, Typed typed)
      throws InterruptedException {
    List<Integer> code = new ArrayList<>();
    Thread program = new Thread(() -> code.add(Main.run(words, runtime)), "manual");
    program.start();
    List<String> shown = typed.shown().lines().toList();
    await(shown.get(shown.indexOf(INTERRUPT) - 1), out);
    out.write(INTERRUPT + "\n");
    signal.run();
    program.join(60_000);
    return code.get(0);
  }

  /** Runs it until all that is shown has been printed, and lets it go on. */
  private String detached(List<String> words, CommandRuntime runtime, StringWriter out, Typed typed)
      throws InterruptedException {
    background = new Thread(() -> exitCode = Main.run(words, runtime), "manual-background");
    background.setDaemon(true);
    background.start();
    List<String> shown = typed.shown().lines().toList();
    await(shown.get(shown.size() - 1), out);
    return out.toString();
  }

  private static void await(String line, StringWriter out) throws InterruptedException {
    for (int i = 0; i < 1200 && !ManualTest.isPrinted(line, out.toString()); i++) {
      Thread.sleep(50);
    }
  }

  private String shell(String line, String input) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
    builder.directory(fleet.fleet().folder().toFile());
    builder.environment().put("HOME", fleet.home().toString());
    builder.environment().put("WEBHOOK", "http://127.0.0.1:" + webhook.getAddress().getPort());
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    exitCode = process.waitFor();
    return words;
  }

  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String text = word.group();
      boolean quoted = text.startsWith("'") || text.startsWith("\"");
      words.add(quoted ? text.substring(1, text.length() - 1) : placed(text));
    }
    return words;
  }

  /** A file without a directory is one in the folder of the fleet. */
  private String placed(String word) {
    Matcher file = OWN_FILE.matcher(word);
    return file.matches()
        ? Optional.ofNullable(file.group(1)).orElse("") + shortcut.resolve(file.group(2))
        : word;
  }

  private static int unquoted(String line, String characters) {
    char quote = ' ';
    for (int i = 0; i < line.length(); i++) {
      char at = line.charAt(i);
      if (quote == ' ' && characters.indexOf(at) >= 0) {
        return i;
      }
      if (at == quote) {
        quote = ' ';
      } else if (quote == ' ' && (at == '\'' || at == '"')) {
        quote = at;
      }
    }
    return line.length();
  }

  private CommandRuntime runtime(PrintWriter out, PrintWriter err) {
    Supplier<String> nonces = () -> UUID.randomUUID().toString().replace("-", "");
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", fleet.home().toString());
    environment.put("WALTER_FLEET_MANIFEST", fleet.fleet().vendor().manifest().toString());
    environment.put("WALTER_FLEET_INVENTORY", fleet.inventory().toString());
    LocalUser localUser =
        new LocalUser("nobody", fleet.home(), Optional.empty(), Optional.of(Path.of("/dev/null")));
    return new CommandRuntime(
        new Console(out, err, new BufferedReader(Reader.nullReader()), Terminal.NONE),
        new Environment(environment, fleet.home(), InstantSource.system(), "1.0.0"),
        Main.assemble(
            log -> new SshRemote(localUser),
            new Adapters.ControllerId(() -> "ana@desk", nonces),
            (keep, console, around, signals) -> 0),
        this);
  }
}
