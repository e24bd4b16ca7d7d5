package io.walterfleet.cli;

import io.walterfleet.Main;
import io.walterfleet.app.Adapters;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.Console.Terminal;
import io.walterfleet.app.Environment;
import io.walterfleet.app.Outlet;
import io.walterfleet.app.Signals;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.health.HealthGate;
import io.walterfleet.health.Heartbeat;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.local.Processes;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.testing.FakeRemote;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.ScriptOperations;
import io.walterfleet.testbed.NothingLeftToDo;
import io.walterfleet.testbed.Removal;
import io.walterfleet.testbed.StandInDocker;
import io.walterfleet.testbed.Wishes;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * A controller and its machines for tests of whole command lines: real inventories, a manifest and
 * a bundle as files, the real scripts run as local processes with a stand-in docker. Health alone
 * is made up.
 */
public final class TestSite implements Signals, HealthGate, NothingLeftToDo.Place {
  private static final String COMPOSE =
      """
      services:
        postgres:
          image: ghcr.io/matchylabs/postgres:15
          volumes: ["postgres:/var/lib/postgresql/data"]
        walter:
          image: ${WALTER_IMAGE}
          volumes: ["state:/state"]
        setup:
          image: ${WALTER_IMAGE}
          profiles: [setup]
      volumes:
        postgres:
          name: walter_postgres
        state:
          name: walter_state
      """;

  private final Path folder;
  private final FakeRemote remote;
  private final Wishes wishes;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, GateResult> gateResults = new ConcurrentHashMap<>();
  private final Map<String, Health> healths = new ConcurrentHashMap<>();
  private final List<Integer> left = new ArrayList<>();
  private volatile Runnable signal = () -> left.add(143);
  private UnaryOperator<Remote> way = UnaryOperator.identity();
  private Consumer<String> knock = machine -> {};
  private Runnable pausing = () -> {};
  private int signalsAtGate;
  private Duration tick = Duration.ZERO;
  private Instant time = Instant.parse("2026-11-23T10:05:00Z");
  private Runnable bug = () -> {};
  private Optional<Outlet> outlet = Optional.empty();
  private Terminal terminal = Terminal.NONE;
  private String typed = "";

  /** A site without machines below a directory. */
  public TestSite(Path folder) throws IOException {
    this.folder = folder;
    this.wishes = new Wishes(folder);
    this.remote = new FakeRemote(folder.resolve("machines")).firstOnPath(StandInDocker.PROGRAMS);
    writeRelease(0755, 0644);
  }

  /** What a command line did. */
  public record Ran(int exitCode, String out, String err) {}

  /** Runs a command line. */
  public Ran run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Optional<Wishes.Asked> asked = wishes.begun(limited(words));
    if (wishes.areLeft()) {
      NothingLeftToDo.owes(this);
    }
    int code = Main.run(List.of(words), runtime());
    ListedExitCodes.check(code, List.of(words));
    asked.ifPresent(one -> wishes.ended(one, new Wishes.Said(code, out.toString())));
    PrintedCommands.check(out + "\n" + err, List.of(words));
    return new Ran(code, shown(out), shown(err));
  }

  private void mendMachines() throws IOException {
    // there is none before the first machine was reached
    Path machines = Files.createDirectories(folder.resolve("machines"));
    try (Stream<Path> homes = Files.list(machines)) {
      for (Path home : homes.toList()) {
        Removal.of(home.resolve(".stand-in/fail"));
        Removal.of(home.resolve(".walter-fleet/lock"));
      }
    }
  }

  /** The words with the limit that the environment adds. */
  private List<String> limited(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (environment.containsKey("WALTER_FLEET_LIMIT")) {
      all.addAll(List.of("-l", environment.getOrDefault("WALTER_FLEET_LIMIT", "")));
    }
    return all;
  }

  /** Whatever was made to fail does so no more; then nothing may be left to do. */
  @Override
  public void settle() throws IOException {
    gateResults.clear();
    healths.clear();
    way = UnaryOperator.identity();
    terminal = Terminal.NONE;
    bug = () -> {};
    outlet = Optional.empty();
    mendMachines();
    wishes.settle(
        words -> {
          Ran ran = run(words.toArray(String[]::new));
          return new Wishes.Said(ran.exitCode(), ran.out());
        });
  }

  /** Understands a command line, and does not run it; throws when it cannot be understood. */
  public void parse(String... words) {
    CommandTree.whole(runtime()).parseArgs(words);
  }

  /** The way to the machines. */
  public FakeRemote remote() {
    return remote;
  }

  /** What stands between this program and the machines. */
  public TestSite reach(UnaryOperator<Remote> through) {
    way = through;
    return this;
  }

  /** What happens while this program lets time pass. */
  public TestSite pausing(Runnable deed) {
    pausing = deed;
    return this;
  }

  /** What happens when a machine is asked at its gate. */
  public TestSite knocking(Consumer<String> deed) {
    knock = deed;
    return this;
  }

  /** Forgets what was applied: the test itself sees to what must not be left. */
  public void forgetWishes() {
    wishes.forget();
  }

  /** Sets an environment variable. */
  public TestSite with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Somebody sits at a terminal and types this. */
  public TestSite atTerminal(String keys) {
    terminal = new Terminal(true, true, false, Terminal.NONE.size());
    typed = keys;
    return this;
  }

  /** Standard error is a terminal, and nobody sits there. */
  public TestSite withProgress() {
    terminal = new Terminal(false, false, true, Terminal.NONE.size());
    return this;
  }

  /** What is printed goes there, and not where {@link Ran} has it from. */
  public TestSite printingTo(Writer stream, boolean isPipe) {
    outlet = Optional.of(new Outlet(stream, () -> isPipe));
    return this;
  }

  /** A program with a bug. */
  public TestSite broken() {
    return broken(
        () -> {
          throw new IllegalStateException("a bug");
        });
  }

  /** A program with a bug that shows as this. */
  public TestSite broken(Runnable thrower) {
    bug = thrower;
    return this;
  }

  /** Somebody else's run locks a machine, and goes on. */
  public void lockedByAnother(String machine) throws RemoteException, InterruptedException {
    Machine there = TestMachines.named(machine);
    LockRequest lockRequest = new LockRequest("r1", "bob@desk", "upgrade", Duration.ofMinutes(5));
    operations(ProductLayout.DEFAULT).enter(remote.open(there), there, lockRequest);
  }

  /** What waiting at a machine's gate comes to. */
  public TestSite gate(String machine, GateResult gateResult) {
    gateResults.put(machine, gateResult);
    return this;
  }

  /** What a machine answers about its health. */
  public TestSite health(String machine, Health health) {
    healths.put(machine, health);
    return this;
  }

  /** So much time passes from one look at the clock to the next. */
  public TestSite ticking(Duration time) {
    tick = time;
    return this;
  }

  /** It is this time now. */
  public TestSite at(Instant now) {
    time = now;
    return this;
  }

  /** Somebody presses Ctrl-C so many times while the first machine stands at its gate. */
  public TestSite interruptedAtGate(int times) {
    signalsAtGate = times;
    return this;
  }

  /** Somebody presses Ctrl-C. */
  public void interrupt() {
    signal.run();
  }

  /** What the command line that runs has printed so far. */
  public String printed() {
    return shown(out);
  }

  /** The exit codes with which the process was left at once. */
  public List<Integer> left() {
    return List.copyOf(left);
  }

  /** Writes an inventory with these machines, and more lines below. */
  public String inventory(List<String> machines, String more) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("apiVersion: walter-fleet/v1\nfleet: test\n");
    yaml.append("releases: {manifest: '").append(folder.resolve("manifest.json")).append("'}\n");
    yaml.append("defaults: {backup: none}\n");
    yaml.append("groups:\n  stores:\n    machines:\n");
    machines.forEach(name -> yaml.append("      %s: {address: %s}\n".formatted(name, name)));
    yaml.append(more);
    return Files.writeString(folder.resolve("fleet.yml"), yaml).toString();
  }

  /** A machine that runs this release, put there by hand. */
  public TestSite installed(String machine, String release) throws IOException {
    registry(machine);
    Path install = Files.createDirectories(remote.home(machine).resolve("walter-onprem/bin"));
    Files.writeString(install.resolve("walter-onprem"), "#!/bin/sh\n");
    Files.writeString(install.resolveSibling("compose.yml"), COMPOSE);
    Files.writeString(
        install.resolveSibling(".env.deploy"),
        "SECRET=canary\nWALTER_IMAGE=ghcr.io/matchylabs/walter:"
            + release
            + "\nPHX_HOST="
            + machine
            + ".example.com\n");
    return this;
  }

  /** Replaces a part of a machine's {@code .env.deploy}. */
  public void edit(String machine, String text, String by) throws IOException {
    Path env = remote.home(machine).resolve("walter-onprem/.env.deploy");
    Files.writeString(env, Files.readString(env).replace(text, by));
  }

  /** The docker of a machine. */
  public StandInDocker docker(String machine) throws IOException {
    return StandInDocker.below(remote.home(machine));
  }

  /** Lets a docker call of a machine fail. */
  public void fail(String machine, String call, String words) throws IOException {
    docker(machine).failCall(call, words);
  }

  @Override
  public void handle(Runnable onSignal) {
    signal = onSignal;
  }

  @Override
  public void leave(int exitCode) {
    left.add(exitCode);
  }

  @Override
  public Health ask(Connection to, PublishedAddress publishedAddress, Gate gate) {
    return healths.getOrDefault(machine(publishedAddress), new Health.Ready());
  }

  @Override
  public Optional<Health.Unaskable> obstacle(
      Connection connection, PublishedAddress publishedAddress, Gate gate) {
    return Optional.empty();
  }

  private synchronized Instant now() {
    time = time.plus(tick);
    return time;
  }

  @Override
  public GateResult await(
      Connection to, PublishedAddress publishedAddress, Gate gate, Heartbeat heartbeat) {
    for (; signalsAtGate > 0; signalsAtGate--) {
      signal.run();
    }
    knock.accept(machine(publishedAddress));
    return gateResults.getOrDefault(machine(publishedAddress), new GateResult.Healthy());
  }

  /** The machine that a host name of this site belongs to. */
  private static String machine(PublishedAddress publishedAddress) {
    return publishedAddress.host().orElse("").replace(".example.com", "");
  }

  public CommandRuntime runtime() {
    InstantSource clock = this::now;
    return new CommandRuntime(
        new Console(
            outlet.orElseGet(() -> new Outlet(out, () -> false)),
            new PrintWriter(err),
            new BufferedReader(new StringReader(typed)),
            terminal),
        new Environment(environment, folder, clock, "1.0.0"),
        new Adapters(
            new Adapters.Factories(
                log -> way.apply(remote),
                fleet -> operations(fleet.productLayout()),
                () -> this,
                new Processes()),
            pause -> pausing.run(),
            new Adapters.ControllerId(() -> "ana@laptop", TestSite::nonce),
            (keep, console, around, signals) -> keep ? 0 : 3),
        this);
  }

  private MachineOperations operations(ProductLayout productLayout) {
    bug.run();
    return new ScriptOperations(productLayout, 5, TestSite::nonce);
  }

  private static String nonce() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The text with what differs from run to run named. */
  private String shown(StringWriter written) {
    return written
        .toString()
        .replace(folder.toString(), "SITE")
        .replaceAll("20261123T100500Z-[0-9a-f]{4}", "ID");
  }

  /** The images that a machine can pull. */
  private void registry(String machine) throws IOException {
    for (String image : List.of("walter:1.8.2", "walter:1.8.3", "postgres:15")) {
      docker(machine).publish("ghcr.io/matchylabs/" + image);
    }
  }

  /** The bundle has its program and its other files with these modes. */
  public TestSite bundle(int program, int other) throws IOException {
    writeRelease(program, other);
    return this;
  }

  private void writeRelease(int program, int other) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      entry(tar, "walter-onprem/bin/walter-onprem", "#!/bin/sh\n", program);
      entry(tar, "walter-onprem/compose.yml", COMPOSE, other);
    }
    Files.write(folder.resolve("bundle.tar.gz"), bytes.toByteArray());
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"manifest_version": 1, "latest_stable": "1.8.3",
         "bundle": {"version": "2026.11.1", "url": "bundle.tar.gz", "sha256": "%s", "size": %d},
         "series": [{"series": "1.8", "supported": true, "latest_patch": "1.8.3"}],
         "releases": [
           {"version": "1.8.3", "image": "ghcr.io/matchylabs/walter:1.8.3",
            "notes_url": "https://onprem.walterops.com/upgrades/1.8/"},
           {"version": "1.8.2", "image": "ghcr.io/matchylabs/walter:1.8.2"}]}
        """
            .formatted(sha256(bytes.toByteArray()), bytes.size()));
  }

  private static void entry(TarArchiveOutputStream tar, String name, String text, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(text.length());
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
