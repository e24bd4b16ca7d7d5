package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.loopback.Soak.Deeds;
import io.walterfleet.loopback.Soak.Window;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A watch over real SSH while somebody breaks and mends machines, opens and closes the window, and
 * spoils the inventory. {@link WatchSoak} is the same for longer, with more machines.
 */
@Tag("loopback")
@Timeout(240)
class WatchOverSshTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern BEGAN =
      Pattern.compile(
          "\\{\"type\":\"step-started\",.*\"at\":\"([^\"]+)\",\"run\":\"([^\"]+)\","
              + "\"machine\":\"(machine-\\d+)\",\"step\":\"(\\w+)\"");
  private static final Pattern ENDED =
      Pattern.compile(
          "\\{\"type\":\"machine-finished\",.*\"at\":\"([^\"]+)\".*"
              + "\"machine\":\"(machine-\\d+)\",\"outcome\":\"([\\w-]+)\",\"reason\":\"(.*?)\"");
  private static final Pattern SURVEYED =
      Pattern.compile("\\{\"format\":\"walter-fleet/drift/[^}]*?\"at\":\"([^\"]+)\"");

  /**
   * The threads of Java's HTTP servers: the machines' health answers, and the one page of a watch.
   */
  private static final Set<String> SERVERS = Set.of("HTTP-Dispatcher", "idle-timeout-task");

  /** How long after the window closed a machine that was just being begun may begin. */
  private static final Duration BORDER = Duration.ofSeconds(5);

  @Test
  void everyDriftIsPutBackOnceAndInsideAWindow() throws Exception {
    try (Desk desk = Desk.with(6)) {
      soak(desk, Duration.ofSeconds(15), Duration.ofMillis(1500), Duration.ofSeconds(1));
    }
  }

  /** Watches, and holds the watch to what it promises. */
  static void soak(Desk desk, Duration length, Duration phase, Duration every) throws Exception {
    List<LoopbackMachine> machines = desk.fleet().machines();
    desk.fleet().install("1.8.3", machines.subList(0, 1));
    Path inventory = desk.write(Soak.with(desk, true));
    desk.apply(inventory, "-l", machines.get(0).name());
    desk.fleet().liken(machines.get(0), machines.subList(1, machines.size()));
    int port = Ports.free();
    CompletableFuture<Ran> watch =
        CompletableFuture.supplyAsync(
            () ->
                desk.run(
                    "watch",
                    "--correct",
                    "--every",
                    every.toMillis() + "ms",
                    "--splay",
                    "100ms",
                    "--listen",
                    Integer.toString(port),
                    "--format",
                    "json",
                    "-i",
                    inventory.toString()));
    Desk.await(() -> asked(port, "/healthz").startsWith("ok: last survey"));
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    Deeds deeds = new Soak(desk, inventory, 7).run(length, phase);
    String metrics = asked(port, "/metrics");
    String page = asked(port, "/");
    Set<Thread> left = leftFrom(threads);
    desk.interrupt();
    Ran ran = watch.get(60, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    String out = desk.spoken().get(desk.spoken().size() - 2);
    print(deeds, out, metrics, threads.size(), left.size());
    hold(desk, deeds, out);
    assertThat(metrics).contains("walter_fleet_machines{verdict=\"in-sync\"}");
    assertThat(page).contains("<html");
    // fewer than there were surveys
    assertThat(left).hasSizeLessThan(machines.size() + 10);
  }

  /** New threads that outlive every survey; those of a survey that goes on just now do not. */
  private static Set<Thread> leftFrom(Set<Thread> before) throws InterruptedException {
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(thread -> SERVERS.contains(thread.getName()));
    for (int i = 0; i < 60; i++) {
      Thread.sleep(200);
      left.removeIf(thread -> !thread.isAlive());
    }
    return left;
  }

  private static void hold(Desk desk, Deeds deeds, String out) throws IOException {
    Map<String, Integer> told = new HashMap<>();
    ENDED
        .matcher(out)
        .results()
        .filter(end -> !Set.of("in-sync", "skipped", "stale").contains(end.group(3)))
        .forEach(end -> told.merge(end.group(2) + " " + end.group(3), 1, Integer::sum));
    Map<String, Integer> meant = new HashMap<>();
    for (int i = 0; i < desk.fleet().machines().size(); i++) {
      LoopbackMachine machine = desk.machine(i);
      int times = deeds.breaks().getOrDefault(i, 0);
      assertThat(Soak.corrections(machine, 1)).as(machine.name()).isEqualTo(times);
      if (times > 0) {
        meant.put(machine.name() + " applied", times);
      }
    }
    assertThat(told).isEqualTo(meant);
    assertThat(staleWithoutACause(deeds, out)).isEmpty();
    assertThat(began(out)).allMatch(at -> isInside(at, deeds.windows()));
    assertThat(out.lines().filter(line -> line.contains("the inventory is broken")).count())
        .isBetween(0L, (long) deeds.spoiled());
    assertThat(Files.readString(desk.machine(0).home().resolve(".walter-fleet/audit.log")))
        .contains("finish: changed");
  }

  /** A machine is left as stale only if somebody moved it between its survey and its turn. */
  private static List<String> staleWithoutACause(Deeds deeds, String out) {
    List<String> odd = new ArrayList<>();
    Instant read = Instant.MAX;
    for (String line : out.lines().toList()) {
      Matcher survey = SURVEYED.matcher(line);
      if (survey.lookingAt()) {
        read = Instant.parse(survey.group(1));
      }
      Matcher end = ENDED.matcher(line);
      if (end.lookingAt()
          && end.group(3).equals("stale")
          && !deeds.hasMoved(end.group(2), read, Instant.parse(end.group(1)))) {
        odd.add(line);
      }
    }
    return odd;
  }

  /** When each machine began to be prepared, and when to be changed, in each run. */
  private static List<Instant> began(String out) {
    Map<String, Instant> first = new HashMap<>();
    BEGAN
        .matcher(out)
        .results()
        .forEach(
            step ->
                first.putIfAbsent(
                    step.group(2) + step.group(3) + step.group(4).matches("stage|pull"),
                    Instant.parse(step.group(1))));
    return List.copyOf(first.values());
  }

  private static boolean isInside(Instant at, List<Window> windows) {
    return windows.stream()
        .anyMatch(window -> !at.isBefore(window.from()) && !at.isAfter(window.to().plus(BORDER)));
  }

  private static void print(Deeds deeds, String out, String metrics, int threads, int left) {
    int broken = deeds.breaks().values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "watched: %d breaks of %d machines, each put back once, all in %d windows; %d mended by hand;"
            + " inventory spoiled %d times, told %d times; %d threads, %d more that stayed%n",
        broken,
        deeds.breaks().size(),
        deeds.windows().size(),
        deeds.mended(),
        deeds.spoiled(),
        out.lines().filter(line -> line.contains("the inventory is broken")).count(),
        threads,
        left);
    ENDED
        .matcher(out)
        .results()
        .filter(end -> end.group(3).equals("stale"))
        .forEach(
            end -> System.out.println("left for a round: " + end.group(2) + ": " + end.group(4)));
    metrics
        .lines()
        .filter(line -> line.matches("walter_fleet_(surveys|corrections|machines_).*"))
        .forEach(System.out::println);
  }

  static String asked(int port, String path) throws IOException {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (java.net.ConnectException notYet) {
      return "";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
