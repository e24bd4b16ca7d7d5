package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.testbed.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an inventory, an SSH server or a Walter may try against the controller and the others. */
@Tag("loopback")
@Timeout(120)
class AttacksTest {
  /** The name of a line in a known hosts file can be an option of one in authorized_keys. */
  @Test
  void noHostKeyBecomesALoginOnTheController() throws Exception {
    try (Desk desk = Desk.withInstalled(2, Desk.FROM)) {
      String alias = "Host pty\n  HostName 127.1.0.1\n  HostKeyAlias pty\n";
      Path config = Files.writeString(desk.folder().resolve("ssh_config"), alias);
      desk.reach(
          () ->
              new SshRemote(
                  new LocalUser(
                      desk.fleet().user(), desk.folder(), Optional.empty(), Optional.of(config))));
      Path file = desk.folder().resolve(".ssh/authorized_keys");
      String attack =
          "address: pty, ssh: {hostKeys: accept-new, knownHostsFile: ~/.ssh/authorized_keys}";
      String text = desk.inventory().text().replace("address: 127.1.0.1", attack);
      String inventory = Files.writeString(desk.folder().resolve("attack.yml"), text).toString();

      Ran absent = desk.run("plan", "-i", inventory);
      assertRefused(absent, "authorized_keys");
      assertThat(file).doesNotExist();

      Files.createDirectories(file.getParent());
      for (String mine : new String[] {"", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me\n"}) {
        Files.writeString(file, mine);
        assertRefused(desk.run("plan", "-i", inventory), "authorized_keys");
        assertRefused(desk.run("apply", "--yes", "-l", "machine-001", "-i", inventory), "");
        assertThat(Files.readString(file)).isEqualTo(mine);
      }
      desk.forgetWishes();
    }
  }

  private static void assertRefused(Ran ran, String why) {
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(8);
    assertThat(ran.out() + ran.err()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "fix: rm -rf / \u001b[2J", "\n"})
  void aServerThatEndsTheTalkWithAFloodOfWordsIsUnknownAlone(String words) throws Exception {
    String flood = words.repeat(40_000 / words.length());
    try (Desk desk = Desk.withInstalled(3, Desk.FROM);
        ServerSocket server = saying(desk.machine(1).address(), disconnect(flood))) {
      Inventory inventory =
          desk.inventory().machine(desk.machine(1), "ssh: {port: " + server.getLocalPort() + "}");
      Path file = desk.write(inventory);
      Ran plan = desk.run("plan", "-i", file.toString());
      assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(8);
      assertThat(plan.out()).contains("3 machines: 2 to change, 1 unknown");
      assertThat(plan.out() + plan.err()).hasSizeLessThan(4000).doesNotContain("\u001b");
      Ran apply = desk.apply(file);
      assertThat(apply.exitCode()).as(apply.toString()).isEqualTo(8);
      assertThat(apply.out()).startsWith("3 machines: 2 applied, 1 skipped");
      desk.forgetWishes();
    }
  }

  @Test
  void aWalterThatAnswersNothingThatIsHttpIsNotHealthyAlone() throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      Path file = desk.write(desk.inventory());
      assertThat(desk.apply(file).exitCode()).isZero();
      desk.fleet().killWalter(desk.machine(1));
      try (ServerSocket walter = Tls.selfSigned().getServerSocketFactory().createServerSocket()) {
        walter.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), desk.machine(1).httpsPort()));
        serve(walter, "\r\n\r\n");
        for (String verb : new String[] {"status", "drift", "plan"}) {
          Ran ran = desk.run(verb, "-i", file.toString());
          assertThat(ran.exitCode()).as(ran.toString()).isIn(0, 10);
          assertThat(ran.out()).contains("in sync");
        }
        Ran status = desk.run("status", "-o", "wide", "-i", file.toString());
        assertThat(status.out()).contains("no answer that is HTTP");
      }
      desk.fleet().reviveWalter(desk.machine(1));
      desk.assertNothingToDo(3, file);
    }
  }

  @Test
  void aHostThatNoCertificateCanNameIsAppliedAndSeen() throws Exception {
    try (Desk desk = Desk.withInstalled(2, Desk.FROM)) {
      Path env = desk.machine(0).install().resolve(".env.deploy");
      String text = Files.readString(env);
      assertThat(text).contains("PHX_HOST=" + desk.machine(0).host());
      Files.writeString(env, text.replace(desk.machine(0).host(), "store_4.example.com"));
      Path file = desk.write(desk.inventory());
      assertThat(desk.apply(file)).isEqualTo(Desk.applied(2));
      desk.assertNothingToDo(2, file);
      Ran status = desk.run("status", "-o", "wide", "-i", file.toString());
      assertThat(status.exitCode()).as(status.toString()).isZero();
      assertThat(status.out()).contains("store_4.example.com").contains("2 in sync");
    }
  }

  private static ServerSocket saying(String address, String words) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(address));
    serve(server, words);
    return server;
  }

  private static void serve(ServerSocket server, String words) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                  caller.setSoTimeout(5000);
                  caller.getInputStream().read(new byte[1]);
                  caller.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException gone) {
                  // the next one
                }
              }
            },
            "hostile server");
    thread.setDaemon(true);
    thread.start();
  }

  /** What a server says that ends the talk before it has begun (RFC 4253, 6 and 11.1). */
  private static String disconnect(String words) {
    int size = 13 + words.length();
    int padding = 8 - (5 + size) % 8 + 8;
    ByteBuffer packet = ByteBuffer.allocate(5 + size + padding);
    packet.putInt(1 + size + padding).put((byte) padding).put((byte) 1).putInt(2);
    packet.putInt(words.length()).put(words.getBytes(StandardCharsets.US_ASCII));
    return "SSH-2.0-x\r\n" + new String(packet.array(), StandardCharsets.ISO_8859_1);
  }
}
