package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.Main;
import io.walterfleet.app.Adapters;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.Console.Terminal;
import io.walterfleet.app.Environment;
import io.walterfleet.app.Signals;
import io.walterfleet.cli.ListedExitCodes;
import io.walterfleet.cli.PrintedCommands;
import io.walterfleet.remote.Remote;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.testbed.LoopbackFleet;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.NothingLeftToDo;
import io.walterfleet.testbed.VendorBundle;
import io.walterfleet.testbed.Wishes;
import io.walterfleet.testbed.Wishes.Asked;
import io.walterfleet.testbed.Wishes.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The desk of an operator of a loopback fleet: inventories, what the vendor publishes, and the
 * program itself, joined from the same parts as by {@link Main}, with nothing made up.
 */
final class Desk implements AutoCloseable, Signals, NothingLeftToDo.Place {
  /** The schema is the same in all releases that the tests go to, unless they say otherwise. */
  static final String FROM = "1.8.2";

  private static final Pattern JAVA =
      Pattern.compile(
          "\\w+Exception\\b|\\.java:\\d|\\b(java|javax|jdk|sun|io\\.walterfleet)\\.\\w");

  private final LoopbackFleet fleet;
  private final Path root;
  private final Path folder;
  private final VendorBundle bundle;
  private final Wishes wishes;
  private final List<String> spoken = Collections.synchronizedList(new ArrayList<>());
  private Optional<Supplier<Remote>> otherRemote = Optional.empty();
  private Runnable signal = () -> {};

  private Desk(LoopbackFleet fleet, Path folder) throws IOException, InterruptedException {
    this.fleet = fleet;
    this.root = Objects.requireNonNull(fleet.scratch().getParent());
    this.folder = folder;
    this.wishes = new Wishes(folder);
    this.bundle = VendorBundle.publish(folder.resolve("vendor"), "2026.11.1");
  }

  /** A fleet, and a desk to manage it from; the options are lines of sshd_config. */
  static Desk with(int machines, String... options) throws IOException, InterruptedException {
    LoopbackFleet fleet = LoopbackFleet.start(machines, options);
    return new Desk(fleet, Files.createDirectories(fleet.scratch().resolve("desk")));
  }

  /** A desk and its fleet, on each machine of which this release runs. */
  static Desk withInstalled(int machines, String release, String... options)
      throws IOException, InterruptedException {
    Desk desk = with(machines, options);
    desk.fleet.installEverywhere(release);
    return desk;
  }

  /** What a command line did; times, ids and places are named, because they differ each time. */
  record Ran(int exitCode, String out, String err) {}

  LoopbackFleet fleet() {
    return fleet;
  }

  LoopbackMachine machine(int index) {
    return fleet.machine(index);
  }

  /** The directory of the inventories, and of all that the program writes here. */
  Path folder() {
    return folder;
  }

  VendorBundle bundle() {
    return bundle;
  }

  /** All that the program ever wrote to its two outputs. */
  List<String> spoken() {
    return spoken;
  }

  /** Lets the program reach machines in another way. */
  void reach(Supplier<Remote> remote) {
    otherRemote = Optional.of(remote);
  }

  /** Sends the signal that Ctrl-C sends. */
  void interrupt() {
    signal.run();
  }

  /** Waits for something on a machine, at most a minute. */
  static void await(Condition condition) throws Exception {
    for (int i = 0; i < 6000 && !condition.holds(); i++) {
      Thread.sleep(10);
    }
    if (!condition.holds()) {
      throw new IllegalStateException("waited for a minute in vain");
    }
  }

  /** Something that comes true when a machine has got so far. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Runs a command line. */
  Ran run(String... words) {
    Optional<Asked> asked = begun(List.of(words));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(List.of(words), runtime(new PrintWriter(out), new PrintWriter(err)));
    ListedExitCodes.check(code, List.of(words));
    spoken.add(out.toString());
    spoken.add(err.toString());
    asked.ifPresent(one -> wishes.ended(one, new Said(code, out.toString())));
    PrintedCommands.check(out + "\n" + err, List.of(words));
    return new Ran(code, named(out.toString()), named(err.toString()));
  }

  /** Notes that a command line runs; as long as nobody hears how it ends, it may have failed. */
  Optional<Asked> begun(List<String> words) {
    Optional<Asked> asked = wishes.begun(words);
    if (wishes.areLeft()) {
      NothingLeftToDo.owes(this);
    }
    return asked;
  }

  /** A test that ends before all is in sync has seen to the rest itself. */
  void forgetWishes() {
    wishes.forget();
  }

  @Override
  public void settle() throws IOException {
    wishes.settle(
        words -> {
          Ran ran = run(words.toArray(String[]::new));
          return new Said(ran.exitCode(), ran.out());
        });
  }

  /** Plans, and gives the exit code that says whether there is anything to do. */
  Ran look(Path inventory, String... more) {
    List<String> words = new ArrayList<>(List.of("plan", "--detailed-exitcode", "--quiet", "-i"));
    words.add(inventory.toString());
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  /** Applies without a question, and says the last line only. */
  Ran apply(Path inventory, String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "--yes", "--quiet", "-i"));
    words.add(inventory.toString());
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  /** A second apply and a second plan find nothing to do on so many machines. */
  void assertNothingToDo(int machines, Path inventory, String... more) {
    assertThat(apply(inventory, more)).isEqualTo(nothingApplied(machines));
    assertThat(look(inventory, more)).isEqualTo(inSync(machines));
  }

  /** What {@link #apply} gives when so many machines are as they shall be. */
  static Ran nothingApplied(int machines) {
    return new Ran(0, machines(machines) + ": " + machines + " in sync in TIME\n", "");
  }

  /** What {@link #look} gives when so many machines are as they shall be. */
  static Ran inSync(int machines) {
    return new Ran(0, machines(machines) + ": " + machines + " in sync\n", "");
  }

  /** What {@link #apply} gives when so many machines were brought there, and no other was meant. */
  static Ran applied(int machines) {
    return new Ran(0, machines(machines) + ": " + machines + " applied in TIME\n", "");
  }

  /** Writes an inventory. */
  Path write(Inventory inventory) {
    try {
      return Files.writeString(folder.resolve("fleet.yml"), inventory.text());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** An inventory of all machines of the fleet, which all get the latest patch. */
  Inventory inventory() {
    return Inventory.of(this);
  }

  /** The text with what differs from run to run named. */
  String named(String text) {
    // how a person logs in to a machine of this fleet is the same in all of them, and long
    return text.replaceAll("(?m)^ +look (there|at \\S+, for one): ssh .*\\n", "")
        .replaceAll("(walter-fleet [a-z]+ )-i \\S+", "$1-i INVENTORY")
        .replace(folder.toString(), "DESK")
        .replace(root.toString(), "FLEET")
        .replaceAll("\\b\\d{8}T\\d{6}Z-[0-9a-f]{4}\\b", "RUN")
        .replaceAll("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "NOW")
        .replaceAll("\\b\\d{8}T\\d{6}Z\\b", "STAMP")
        .replaceAll("SHA256:[A-Za-z0-9+/]{43}", "FINGERPRINT")
        .replaceAll("\\bAAAA[A-Za-z0-9+/=]{40,}", "KEY")
        .replaceAll("(port |\\]:)" + fleet.port() + "\\b", "$1PORT")
        .replaceAll("\\banother \\d+ s\\b", "another N s")
        .replaceAll("\\(\\d+ s ago\\)", "(N s ago)")
        .replaceAll(" in (\\d+ h )?(\\d+ min )?\\d+(\\.\\d+)? s\\b", " in TIME");
  }

  @Override
  public void handle(Runnable onSignal) {
    signal = onSignal;
  }

  @Override
  public void leave(int exitCode) {
    throw new IllegalStateException("left at once with " + exitCode);
  }

  @Override
  public void close() throws IOException {
    try (fleet) {
      NothingLeftToDo.settle(this);
      assertThatNoSecretAndNoClassWasTold();
    }
  }

  /** Whatever a test was about: nothing that was printed or written here may have these. */
  private void assertThatNoSecretAndNoClassWasTold() throws IOException {
    assertThat(List.copyOf(spoken))
        .noneMatch(text -> text.contains(LoopbackMachine.SECRET))
        .noneMatch(text -> JAVA.matcher(text).find());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                Files.readString(file, StandardCharsets.ISO_8859_1)
                    .contains(LoopbackMachine.SECRET))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  private CommandRuntime runtime(PrintWriter out, PrintWriter err) {
    Supplier<String> nonces = () -> UUID.randomUUID().toString().replace("-", "");
    return new CommandRuntime(
        new Console(out, err, new BufferedReader(new StringReader("")), Terminal.NONE),
        new Environment(Map.of(), folder, InstantSource.system(), "1.0.0"),
        Main.assemble(
            log -> otherRemote.orElse(this::remote).get(),
            new Adapters.ControllerId(() -> "ana@desk", nonces),
            (keep, console, around, signals) -> 0),
        this);
  }

  /** Over SSH, without an agent and without a config of whoever runs the tests. */
  Remote remote() {
    return new SshRemote(
        new LocalUser(fleet.user(), folder, Optional.empty(), Optional.of(Path.of("/dev/null"))));
  }

  private static String machines(int number) {
    return number + (number == 1 ? " machine" : " machines");
  }
}
