package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.ProcessList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No secret of a machine is ever seen away from it, whatever goes wrong there. */
@Tag("loopback")
@Timeout(120)
class SecretsTest {
  /** Found wherever a secret of this test went. */
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

  @Test
  void noSecretLeavesAMachine() throws Exception {
    Set<Path> before = temporaryFiles();
    try (Desk desk = Desk.withInstalled(4, "1.7.8");
        ProcessList processes = new ProcessList(canary)) {
      for (LoopbackMachine machine : desk.fleet().machines()) {
        plant(machine);
      }
      // docker itself tells secrets: at the pull, at the migration, and when the stack starts
      fail(desk.machine(1), " pull( |$)", "denied: login with " + canary + "-plain failed");
      fail(desk.machine(2), " setup$", "FATAL: password " + canary + "-quoted is wrong");
      fail(desk.machine(3), " up -d", "invalid key: " + canary + "-long");
      Inventory wanted =
          desk.inventory().with("defaults", "{release: minor}").rollout("maxFailed: 100%");
      String inventory = desk.write(wanted).toString();
      String plan = desk.folder().resolve("plan.json").toString();
      String events = desk.folder().resolve("events").toString();

      desk.run("plan", "-v", "-i", inventory, "--out", plan, "--health");
      Ran applied = desk.run("apply", plan, "--yes", "-v", "-i", inventory, "--events", events);
      desk.run("status", "-v", "-i", inventory, "--format", "json");
      desk.run("plan", "--format", "json", "-i", inventory);

      assertThat(applied.exitCode()).isEqualTo(3);
      assertThat(applied.out())
          .contains("denied: login with [hidden] failed")
          .contains("invalid key: [hidden]")
          .endsWith("4 machines: 1 applied, 1 rolled back, 2 failed in TIME\n");
      for (LoopbackMachine machine : desk.fleet().machines()) {
        machine.docker().heal();
      }
      // its rollback could not end, as the stack did not start either
      Ran back = desk.run("rollback", "--yes", "-l", "machine-004", "-i", inventory);
      assertThat(back.exitCode()).as(back.out()).isZero();
      Ran mended = desk.run("apply", "--yes", "-i", inventory);
      assertThat(mended.exitCode()).as(mended.out()).isZero();
      desk.assertNothingToDo(4, Path.of(inventory));
      assertThat(desk.spoken()).noneMatch(text -> text.contains(canary));
      assertThat(texts(desk.folder())).hasSizeGreaterThan(3).noneMatch(t -> t.contains(canary));
      assertThat(processes.seen()).isEmpty();
      Set<Path> left = temporaryFiles();
      left.removeAll(before);
      for (Path file : left) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(canary);
      }
    }
  }

  /** Secrets that hold each other, short ones, and those behind a quote that one could misread. */
  @Test
  void noPartOfASecretIsShownWhereOneIsWithinAnother() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      LoopbackMachine machine = desk.machine(0);
      Path env = machine.install().resolve(".env.deploy");
      Files.writeString(
          env,
          Files.readString(env)
              + "POSTGRES_USER=walter\n"
              + "POSTGRES_PASSWORD=walter-S3CRET\n"
              + "DB_PASSWORD=\"s3cret\\\\\"\n"
              + "SMTP_PASSWORD=\"an-0ther\"\n"
              + "tls-key='q\"8\nline-w1th=in\n'\n"
              + "PIN=7x4\n");
      fail(
          machine,
          " up -d",
          "role walter with walter-S3CRET, s3cret\\, an-0ther, q\"8, line-w1th=in and 7x4 failed, see 7x45");
      Inventory wanted = desk.inventory().with("defaults", "{release: stable}");
      String inventory = desk.write(wanted).toString();
      String events = desk.folder().resolve("events").toString();

      Ran applied = desk.run("apply", "--yes", "-v", "-i", inventory, "--events", events);

      assertThat(applied.exitCode()).isEqualTo(3);
      assertThat(applied.out())
          .contains(
              "role [hidden] with [hidden], [hidden], [hidden], [hidden], [hidden] and [hidden] failed, see 7x45");
      machine.docker().heal();
      Ran back = desk.run("rollback", "--yes", "-l", "machine-001", "-i", inventory);
      assertThat(back.exitCode()).as(back.out()).isZero();
      Ran mended = desk.run("apply", "--yes", "-i", inventory);
      assertThat(mended.exitCode()).as(mended.out()).isZero();
      List<String> left = new ArrayList<>(desk.spoken());
      left.addAll(texts(desk.folder()));
      assertThat(left)
          .noneMatch(text -> text.matches("(?s).*(S3CRET|s3cret|0ther|q\"8|w1th|7x4 ).*"));
    }
  }

  /** A bundle may have files of variables of its own, of which .env.deploy is only the last. */
  @Test
  void noSecretOfAnotherFileOfVariablesLeaves() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      LoopbackMachine machine = desk.machine(0);
      Files.writeString(machine.install().resolve("vendor.env"), "SMTP_PASSWORD=v3nd0r-s3cret\n");
      Files.writeString(machine.install().resolve(".env"), "API_TOKEN='d0t-env-s3cret'\n");
      fail(machine, " up -d", "no login with v3nd0r-s3cret at d0t-env-s3cret");
      Inventory wanted =
          desk.inventory()
              .with("defaults", "{release: stable}")
              .with("stack", "{envFiles: [vendor.env]}");
      String inventory = desk.write(wanted).toString();

      Ran applied = desk.run("apply", "--yes", "-v", "-i", inventory);

      assertThat(applied.exitCode()).as(applied.toString()).isEqualTo(3);
      assertThat(applied.out()).contains("no login with [hidden] at [hidden]");
      desk.run("logs", "machine-001", "-i", inventory);
      List<String> left = new ArrayList<>(desk.spoken());
      left.addAll(texts(desk.folder()));
      assertThat(left).noneMatch(text -> text.contains("s3cret"));
      desk.forgetWishes();
    }
  }

  /** Puts secrets in every place where an operator or Walter keeps them. */
  private void plant(LoopbackMachine machine) throws IOException {
    Path env = machine.install().resolve(".env.deploy");
    Files.writeString(
        env,
        Files.readString(env)
            + "PLAIN="
            + canary
            + "-plain\n"
            + "QUOTED=\""
            + canary
            + "-quoted\"\n"
            + "export LONG='-----BEGIN KEY-----\n"
            + canary
            + "-long\n-----END KEY-----'\n"
            + "#OLD="
            + canary
            + "-comment\n");
    for (String volume : List.of("walter_state", "walter_postgres")) {
      Files.writeString(machine.docker().volume(volume).resolve("secret"), canary + volume);
    }
  }

  private static void fail(LoopbackMachine machine, String call, String words) throws IOException {
    machine.docker().fail(call, 1, words);
  }

  private static List<String> texts(Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return texts;
  }

  /** Plain files that are left outside of the fleet, which is itself a directory there. */
  private static Set<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }
}
