package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Machines whose clocks are hours off, or are set right in the middle of something. */
@Tag("loopback")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClocksTest {
  private static final Duration HOURS = Duration.ofHours(5);

  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(3, Desk.FROM);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void hoursAheadAndHoursBehindChangeNothingAndAgesAreTheMachinesOwn() throws Exception {
    List<LoopbackMachine> ours = desk.fleet().machines().subList(0, 2);
    Path inventory = desk.write(desk.inventory().only(ours));
    String file = inventory.toString();
    ours.get(0).clock(HOURS);
    ours.get(1).clock(HOURS.negated());
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(2));
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(2));
    Ran listed = desk.run("backups", "-i", file);
    assertThat(listed.out())
        .containsPattern("machine-001  STAMP +(\\d+ min )?[\\d.]+ s ")
        .containsPattern("machine-002  STAMP +(\\d+ min )?[\\d.]+ s ");
    Ran back = desk.run("rollback", "--all", "-v", "--data", "none", "--yes", "-i", file);
    assertThat(back.exitCode()).isZero();
    assertThat(back.out())
        .containsPattern("(?s)machine-001\n.* old\n.*machine-002\n.* old\n")
        .doesNotContainPattern("backup +STAMP, \\d+ (h|days?) ");
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(2));

    ours.get(0).clock(Duration.ZERO);
    Path moved =
        desk.write(desk.inventory().only(ours).machine(ours.get(0), "host: moved.example.com"));
    assertThat(desk.apply(moved).exitCode()).isZero();
    desk.run("backups", "-l", "machine-001", "-i", file);
    List<String> stamps = stamps(desk.spoken().get(desk.spoken().size() - 2));
    assertThat(stamps).hasSize(3);
    assertThat(stamps.get(0)).as("the newest").isLessThan(stamps.get(1));
    assertThat(stamps.get(1)).isGreaterThan(stamps.get(2));
    Ran newest = desk.run("rollback", "--yes", "-l", "machine-001", "-i", file);
    assertThat(newest.exitCode()).isZero();
    assertThat(desk.look(desk.write(desk.inventory().only(ours)))).isEqualTo(Desk.inSync(2));
    assertThat(desk.run("status", "-i", file).out()).contains(ours.get(0).host());
  }

  @Test
  void aClockThatIsSetBackMeanwhileMakesALeaseNoLonger() throws Exception {
    LoopbackMachine machine = desk.machine(2);
    machine.docker().delay(" up -d", Duration.ofSeconds(4));
    Path inventory = desk.write(desk.inventory().only(List.of(machine)));
    CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
    Desk.await(() -> machine.docker().calls().stream().anyMatch(call -> call.contains(" up -d")));
    machine.clock(HOURS.negated());
    Ran planned = desk.run("plan", "-i", inventory.toString());
    String said = desk.spoken().get(desk.spoken().size() - 2);
    assertThat(planned.exitCode()).isEqualTo(6);
    Matcher left = Pattern.compile("for another (\\d+) s unless").matcher(said);
    assertThat(left.find()).as(said).isTrue();
    assertThat(Integer.parseInt(left.group(1))).isBetween(1, 60);
    assertThat(desk.run("status", "-i", inventory.toString()).out()).doesNotContain("-1");
    assertThat(run.get(100, TimeUnit.SECONDS)).isEqualTo(Desk.applied(1));
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(1));
  }

  private static List<String> stamps(String text) {
    return Pattern.compile("\\d{8}T\\d{6}Z")
        .matcher(text)
        .results()
        .map(one -> one.group())
        .toList();
  }
}
