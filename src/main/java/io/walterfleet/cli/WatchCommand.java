package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.Containment;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.watch.Listening;
import io.walterfleet.watch.Metrics;
import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Watch;
import io.walterfleet.watch.Wellness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

  @Mixin private final Choice choice = new Choice();
  @Mixin private final Sharing sharing = new Sharing();
  @Mixin private final Reach reach = new Reach();

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

  @Option(
      names = "--listen",
      paramLabel = "[ADDR:]PORT",
      description = {
        "answer /metrics, /healthz and / over HTTP; on loopback,",
        "unless another address is named"
      })
  private Optional<ListenAddress> listen = Optional.empty();

  private Optional<Instant> signalled = Optional.empty();

  WatchCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal, ReleaseException, InterruptedException {
    if (every.compareTo(SHORTEST) < 0) {
      throw Refusal.of("--every is too short", "1s or more, such as 30m");
    }
    Watch.Settings settings =
        new Watch.Settings(every, splay.orElse(every.dividedBy(TENTH)), correct);
    Fleet fleet = sharing.of(choice.fleet(world()));
    WatchDisplay display = new WatchDisplay(world().console().out(), look(), style());
    Metrics metrics = new Metrics();
    Wellness wellness = new Wellness(world().surroundings().clock(), settings);
    try (Door door = open(metrics, wellness, display);
        WatchHerald herald = new WatchHerald(world())) {
      Containment containment = new ErrorFiles(world()).containment();
      List<Consumer<Notice>> all = List.of(metrics, wellness, herald, display);
      Consumer<Notice> listener =
          notice -> all.forEach(one -> containment.quietly(() -> one.accept(notice)));
      display.begins(fleet, settings, door.address());
      return watched(settings, listener);
    }
  }

  private ExitCode watched(Watch.Settings settings, Consumer<Notice> listener) throws Refusal {
    int forks = reach.forks();
    KnownManifest manifest = new KnownManifest(world());
    Watch.Wards wards =
        new Watch.Wards(
            fleet -> new SessionWard(world(), fleet, manifest, forks), new ErrorFiles(world()));
    Watch.Time time =
        new Watch.Time(world().surroundings().clock(), world().parts().pause(), new Random());
    Watch watch =
        new Watch(settings, new InventoryFiles(choice, sharing, world()), wards, time, listener);
    world().signals().handle(() -> signalled(watch));
    return switch (watch.run()) {
      case STOPPED -> ExitCode.OK;
      case CUT_SHORT -> ExitCode.INTERRUPTED;
      case NO_INVENTORY -> ExitCode.USAGE;
    };
  }

  private synchronized void signalled(Watch watch) {
    Instant now = world().surroundings().clock().instant();
    if (signalled.isEmpty()) {
      signalled = Optional.of(now);
      watch.stop();
    } else if (Departure.isAnother(signalled.get(), now)) {
      world().signals().leave(ExitCode.INTERRUPTED.number());
    }
  }

  /** Where it answers, if it does. */
  private record Door(Optional<Listening> listening, Optional<String> address)
      implements AutoCloseable {
    @Override
    public void close() {
      listening.ifPresent(Listening::close);
    }
  }

  private Door open(Metrics metrics, Wellness wellness, WatchDisplay display) throws Refusal {
    if (listen.isEmpty()) {
      return new Door(Optional.empty(), Optional.empty());
    }
    ListenAddress address = listen.get();
    try {
      Listening listening = Listening.at(address.socket(), metrics, wellness, display::sheet);
      return new Door(
          Optional.of(listening), Optional.of(address.with(listening.port()).toString()));
    } catch (IOException refused) {
      throw Refusal.of(
          "cannot listen on " + address + ": " + refused.getMessage(),
          "name another port, or see who has it");
    }
  }
}
