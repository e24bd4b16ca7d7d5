package io.walterfleet.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.BoxedMachine;
import io.walterfleet.testbed.Desk;
import io.walterfleet.testbed.Desk.Ran;
import io.walterfleet.testbed.NothingLeftToDo;
import io.walterfleet.testbed.VendorBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A boxed machine that runs 1.8.2, and a desk from which it is to be brought to 1.8.3. */
final class Box implements AutoCloseable {
  static final String BEFORE = "1.8.2";

  private final BoxedMachine machine;
  private final Desk desk;
  private final VendorBundle bundle;
  private String inventory;

  private Box(BoxedMachine machine) throws IOException, InterruptedException {
    this.machine = machine;
    Path scratch = machine.scratch();
    this.desk = new Desk(Files.createDirectories(scratch.resolve("desk")));
    this.bundle = VendorBundle.publish(scratch.resolve("vendor"), "2026.11.1");
    this.inventory = inventory("", "backup: none");
  }

  static Box start(String sshdOptions) throws IOException, InterruptedException {
    Box box = new Box(BoxedMachine.start(sshdOptions));
    box.machine.install(BEFORE);
    return box;
  }

  BoxedMachine machine() {
    return machine;
  }

  Desk desk() {
    return desk;
  }

  /** The file of the inventory. */
  String inventory() {
    return inventory;
  }

  /**
   * Writes the inventory with more keys of {@code ssh}, a comma before each, and of the machine.
   */
  String inventory(String ssh, String keys) throws IOException, InterruptedException {
    String yaml =
        """
        apiVersion: walter-fleet/v1
        fleet: container
        releases: {manifest: "%s"}
        rollout: {gate: {timeout: 20s, interval: 100ms, healthyFor: 100ms}}
        groups: {stores: {machines: {box: {%s, %s}}}}
        """
            .formatted(bundle.manifest(), machine.reached(ssh), keys);
    inventory = Files.writeString(machine.scratch().resolve("fleet.yml"), yaml).toString();
    return inventory;
  }

  /** Applies, and gives what the run says of the machine at its end. */
  String failed() {
    Ran ran = apply();
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(3);
    return ran.ending("failed: box");
  }

  /** What must be as if nobody had been there: the keys, the stack, the install. */
  void assertThatNothingIsLost() throws IOException, InterruptedException {
    assertThat(machine.env()).contains("SECRET_KEY_BASE=0x5ec4e7\n").contains("walter:1.8.2\n");
    assertThat(machine.shell("ls -A walter-onprem"))
        .isEqualTo(
            ".env.deploy\nbin\ncompose.internal-tls.yml\ncompose.public-tls.yml\ncompose.yml\n");
    assertThat(machine.docker().running()).isEqualTo(running(BEFORE));
  }

  /** The same command brings the machine there, and then finds nothing to do. */
  void assertThatTheSameCommandConverges() throws IOException, InterruptedException {
    Ran ran = apply();
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    assertThat(machine.env()).contains("SECRET_KEY_BASE=0x5ec4e7\n").contains("walter:1.8.3\n");
    assertThat(machine.docker().running()).isEqualTo(running("1.8.3"));
    assertThat(apply().ending("1 machine: 1 in sync")).isEqualTo("1 machine: 1 in sync\n");
    assertThat(desk.run("plan", "--detailed-exitcode", "-q", "-i", inventory))
        .isEqualTo(new Ran(0, "1 machine: 1 in sync\n", ""));
  }

  Ran apply(String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "--yes", "-i", inventory));
    words.addAll(List.of(more));
    return desk.run(words.toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    try (machine) {
      NothingLeftToDo.settle(desk);
    }
  }

  private static Map<String, String> running(String release) {
    return Map.of(
        "postgres",
        "ghcr.io/matchylabs/postgres:15",
        "walter",
        "ghcr.io/matchylabs/walter:" + release);
  }
}
