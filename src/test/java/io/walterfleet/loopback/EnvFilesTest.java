package io.walterfleet.loopback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Odd files of an operator go through an upgrade, each on a machine of its own, under each shell.
 *
 * <p>What a file is to be afterwards is written here by hand: its text has marks where the managed
 * values stand, and nothing but these may differ.
 */
@Tag("loopback")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvFilesTest {
  private static final String KEYS =
      "WALTER_IMAGE=<image>\nWALTER_MODE=internal-tls\nPHX_HOST=<host>\nWALTER_HTTPS_PORT=<port>\n";

  /** What {@code sh} is, and the tools beside it. */
  private enum Shell {
    DASH,
    BASH,
    BUSYBOX;

    void install(LoopbackMachine machine) throws IOException, InterruptedException {
      switch (this) {
        case DASH -> machine.sh("/usr/bin/dash");
        case BASH -> machine.sh("/usr/bin/bash");
        case BUSYBOX -> machine.busybox();
      }
    }
  }

  /**
   * One odd file, one char a byte.
   *
   * @param before with marks for the old values; empty when there is no file
   * @param after with marks for the new values
   */
  private record Odd(String name, Optional<String> before, String after, String permissions) {
    /** A file in which nothing but the values changes. */
    static Odd file(String name, String text) {
      return new Odd(name, Optional.of(text), text, "rw-r--r--");
    }
  }

  private static final List<Odd> FILES =
      List.of(
          Odd.file(
              "CRLF", ("# made on Windows\nSECRET=a b\n" + KEYS + "\nZ=1\n").replace("\n", "\r\n")),
          Odd.file(
              "quotes",
              """
              A='it is "so"'
              WALTER_IMAGE="<image>"
              PHX_HOST='<host>'
              B="x
              y # z"
              WALTER_MODE='internal-tls'
              WALTER_HTTPS_PORT="<port>"
              """),
          Odd.file(
              "export",
              """
              export S=1
              export WALTER_IMAGE=<image>
                export  PHX_HOST=<host>
              export WALTER_MODE=internal-tls
              export WALTER_HTTPS_PORT=<port>
              export
              """),
          Odd.file(
              "duplicates",
              "PHX_HOST=first.example.com\nWALTER_IMAGE=x:1\nS=1\nS=2\n" + KEYS + "T=3\n"),
          Odd.file(
              "comments",
              "# WALTER_IMAGE=x:0\n#\n\n" + KEYS.replace(">\n", "> # as agreed\n") + "   # end\n"),
          Odd.file(
              "keys within values of many lines",
              "tls-key=\"-----BEGIN\nPHX_HOST=x\n-----END\"\n9.b[0]='\nWALTER_IMAGE=x:1\n'\n"
                  + KEYS
                  + "a.b-c='\nWALTER_HTTPS_PORT=1\n'\n"),
          Odd.file("a backslash before a quote", "S=\"secret\\\\\"\nT=\"other\"\n" + KEYS),
          Odd.file("no last newline", KEYS + "SECRET=last"),
          Odd.file(
              "bytes of no encoding", "\u00ef\u00bb\u00bfS=\u00ff\u00fe\u0080\t%s\\n\n" + KEYS),
          Odd.file("a megabyte", KEYS + "BLOB=" + "AbC0+/=%".repeat(1 << 17) + "\n" + "K=v\n"),
          new Odd("mode 0640", Optional.of("S=1\n" + KEYS), "S=1\n" + KEYS, "rw-r-----"),
          new Odd("empty", Optional.of(""), KEYS, "rw-r--r--"),
          new Odd("absent", Optional.empty(), KEYS, "rw-------"));

  private Desk desk;
  private Path inventory;
  private Ran applied;

  @BeforeAll
  void applyToAll() throws Exception {
    desk = Desk.withInstalled(FILES.size() * Shell.values().length, Desk.FROM);
    Inventory wanted = desk.inventory().defaults("release: stable, mode: internal-tls");
    for (int i = 0; i < desk.fleet().machines().size(); i++) {
      LoopbackMachine machine = desk.machine(i);
      Odd odd = FILES.get(i % FILES.size());
      Shell.values()[i / FILES.size()].install(machine);
      lay(odd, machine);
      String force = odd.before().isEmpty() ? ", force: true" : "";
      wanted =
          wanted.machine(
              machine,
              "host: %s, httpsPort: %d%s".formatted(machine.host(), machine.httpsPort(), force));
    }
    inventory = desk.write(wanted);
    applied = desk.apply(inventory);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void allAreAppliedAndThenInSync() {
    assertThat(applied).isEqualTo(Desk.applied(39));
    desk.assertNothingToDo(39, inventory);
  }

  @ParameterizedTest(name = "{0} under {1}")
  @MethodSource("machines")
  void nothingButTheManagedValuesDiffers(String name, Shell shell, int index) throws Exception {
    Odd odd = FILES.get(index % FILES.size());
    LoopbackMachine machine = desk.machine(index);
    Path env = machine.install().resolve(".env.deploy");
    assertThat(Files.readString(env, ISO_8859_1))
        .isEqualTo(filled(odd.after(), "walter:1.8.3", machine.host(), machine));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
        .isEqualTo(odd.permissions());
    assertThat(backup(machine)).isEqualTo(odd.before().map(text -> before(text, machine)));
  }

  /**
   * Compose refuses such a file as a whole, so nothing in it counts, and the machine is not in
   * sync.
   */
  @Test
  void aFileThatComposeRefusesIsUnknownAndStaysAsItIs() throws Exception {
    try (Desk refused = Desk.withInstalled(2, Desk.FROM)) {
      String blank = broken(refused.machine(0), "MY KEY=1\n");
      String garbage = broken(refused.machine(1), "A=1\nhunter22!\n");
      Path inventory = refused.write(refused.inventory().defaults("release: " + Desk.FROM));

      Ran planned = refused.run("plan", "-i", inventory.toString());
      Ran wanted = refused.run("apply", "--yes", "-i", inventory.toString());

      assertThat(planned.out())
          .contains(
              "Compose cannot read line " + blank.lines().count() + ": a name cannot have a blank")
          .contains(
              "Compose cannot read line " + garbage.lines().count() + ": a name may have letters")
          .doesNotContain("hunter22");
      assertThat(wanted.exitCode()).isEqualTo(8);
      assertThat(env(refused.machine(0))).isEqualTo(blank);
      assertThat(env(refused.machine(1))).isEqualTo(garbage);
    }
  }

  private static String broken(LoopbackMachine machine, String lines) throws IOException {
    String text = env(machine) + lines;
    Files.writeString(machine.install().resolve(".env.deploy"), text);
    return text;
  }

  private static String env(LoopbackMachine machine) throws IOException {
    return Files.readString(machine.install().resolve(".env.deploy"));
  }

  private static Stream<Arguments> machines() {
    List<Arguments> all = new ArrayList<>();
    for (Shell shell : Shell.values()) {
      for (Odd odd : FILES) {
        all.add(Arguments.of(odd.name(), shell, all.size()));
      }
    }
    return all.stream();
  }

  private static void lay(Odd odd, LoopbackMachine machine) throws IOException {
    Path env = machine.install().resolve(".env.deploy");
    if (odd.before().isEmpty()) {
      Files.delete(env);
      return;
    }
    Files.writeString(env, before(odd.before().get(), machine), ISO_8859_1);
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString(odd.permissions()));
  }

  private static String before(String text, LoopbackMachine machine) {
    return filled(text, "walter:" + Desk.FROM, "old.example.com", machine);
  }

  private static String filled(String text, String image, String host, LoopbackMachine machine) {
    return text.replace("<image>", "ghcr.io/matchylabs/" + image)
        .replace("<host>", host)
        .replace("<port>", Integer.toString(machine.httpsPort()));
  }

  /** The file in the directory that was put away, if it has one. */
  private static Optional<String> backup(LoopbackMachine machine) throws IOException {
    try (DirectoryStream<Path> kept =
        Files.newDirectoryStream(machine.home(), "walter-onprem.backup-*")) {
      Path env = kept.iterator().next().resolve(".env.deploy");
      return Files.exists(env) ? Optional.of(Files.readString(env, ISO_8859_1)) : Optional.empty();
    }
  }
}
