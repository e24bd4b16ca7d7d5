package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.ErrorFiles;
import io.walterfleet.app.FleetWatchRound;
import io.walterfleet.app.InventoryFiles;
import io.walterfleet.app.KnownManifest;
import io.walterfleet.app.UsageException;
import io.walterfleet.app.WatchNotifier;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.LogJson;
import io.walterfleet.format.LogLevel;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.WatchText;
import io.walterfleet.rollout.Containment;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.watch.Liveness;
import io.walterfleet.watch.Metrics;
import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Watch;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for drift again and again, until it is stopped. */
@Command(name = "watch")
final class WatchCommand extends FleetCommand {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int TENTH = 10;

  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ShardOption shardOption = new ShardOption();
  @Mixin private final ForksOption forksOption = new ForksOption();
  @Mixin private final ListenOption listenOption = new ListenOption();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "from one survey to the next, such as 30m (default), 90s, 6h")
  private Duration every = Duration.ofMinutes(30);

  @Option(
      names = "--splay",
      paramLabel = "TIME",
      description = "up to so much longer each time, by chance (default: a tenth of --every)")
  private Optional<Duration> splay = Optional.empty();

  @Option(
      names = "--correct",
      description = "put back what was changed, inside the inventory's maintenance windows")
  private boolean correct;

  private Optional<Instant> signalled = Optional.empty();

  WatchCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    if (every.compareTo(SHORTEST) < 0) {
      throw UsageException.of("--every is too short", "1s or more, such as 30m");
    }
    Watch.Settings settings =
        new Watch.Settings(every, splay.orElse(every.dividedBy(TENTH)), correct);
    Fleet fleet = shardOption.of(machines.fleet(runtime()));
    Optional<LogJson> log = runtime().console().err().records();
    WatchDisplay display = new WatchDisplay(lines(log.isPresent()), output(), style());
    Metrics metrics = new Metrics();
    Liveness liveness = new Liveness(runtime().environment().clock(), settings);
    try (ListenOption.Door door = listenOption.open(metrics, liveness, display::sheet);
        WatchNotifier herald = new WatchNotifier(runtime())) {
      Containment containment = new ErrorFiles(runtime()).containment();
      List<Consumer<Notice>> all = new ArrayList<>(List.of(metrics, liveness, herald, display));
      log.ifPresent(records -> all.add(new WatchLog(records, output().detail())));
      Consumer<Notice> listener =
          notice -> all.forEach(one -> containment.quietly(() -> one.accept(notice)));
      display.begins(fleet, settings, door.address());
      String begins = WatchText.begins(fleet, settings.every(), settings.correct(), door.address());
      log.ifPresent(records -> records.text(LogLevel.INFO, begins));
      return watched(settings, listener);
    }
  }

  /** Where the lines for people go: nowhere, where the log says the same. */
  private PrintWriter lines(boolean isLogged) {
    return isLogged && output().isText()
        ? new PrintWriter(Writer.nullWriter())
        : runtime().console().out();
  }

  private ExitCode watched(Watch.Settings settings, Consumer<Notice> listener)
      throws UsageException {
    int forks = forksOption.forks();
    KnownManifest manifest = new KnownManifest(runtime());
    Watch.Rounds rounds =
        new Watch.Rounds(
            fleet -> new FleetWatchRound(runtime(), fleet, manifest, forks),
            new ErrorFiles(runtime()));
    Watch.Time time =
        new Watch.Time(runtime().environment().clock(), runtime().adapters().pause(), new Random());
    Watch watch = new Watch(settings, inventory(), rounds, time, listener);
    runtime().signals().handle(() -> signalled(watch));
    return switch (watch.run()) {
      case STOPPED -> ExitCode.OK;
      case CUT_SHORT -> ExitCode.INTERRUPTED;
      case NO_INVENTORY -> ExitCode.USAGE;
    };
  }

  private InventoryFiles inventory() throws UsageException {
    InventoryFiles.Source source =
        new InventoryFiles.Source(
            machines.sources(runtime()), () -> machines.again(runtime()), every);
    return new InventoryFiles(source, this::chosen, runtime());
  }

  private Fleet chosen() throws UsageException {
    return shardOption.of(machines.fleet(runtime()));
  }

  private synchronized void signalled(Watch watch) {
    Instant now = runtime().environment().clock().instant();
    if (signalled.isEmpty()) {
      signalled = Optional.of(now);
      watch.stop();
    } else if (SignalHandler.isAnother(signalled.get(), now)) {
      runtime().signals().leave(ExitCode.INTERRUPTED.number());
    }
  }
}
