package io.walterfleet;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.health.GateResult;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong most often with machines: where, why, what to do and the exit code, as whole
 * texts in {@code usual-trouble.txt}, one under each heading.
 */
@Tag("scripts")
class UsualTroubleTest {
  private static final WrittenTexts TEXTS = WrittenTexts.of("usual-trouble.txt");
  private static final List<String> STORES = List.of("store-1", "store-2", "store-3");
  private static final String SOCKET =
      "permission denied while trying to connect to the Docker API";
  private static final String NIL_POINTER =
      "template: :1:5: executing \"\" at <.ServerVersion>: reflect: indirection through nil pointer"
          + " to embedded struct field Info";

  /** What happens to three machines that run an older release, and what is then typed. */
  private record Story(String name, Deed deed) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  private interface Deed {
    void to(Scene scene) throws IOException;
  }

  static Stream<Story> stories() {
    return Stream.of(
            ofDocker(),
            ofPulls(),
            ofWaysBack(),
            ofLogins(),
            ofSudo(),
            ofNumbers(),
            ofNothingToRun(),
            ofInventories())
        .flatMap(each -> each);
  }

  private static Stream<Story> ofDocker() {
    return Stream.of(
        new Story(
            "docker is closed to the user",
            scene -> {
              scene.fail("info", SOCKET).fail("ps", SOCKET).types("plan");
              scene.types("status");
            }),
        new Story(
            "docker 20.10 is closed to the user and tells of its template",
            scene -> scene.fail("info", NIL_POINTER).fail("ps", "Got " + SOCKET).types("plan")),
        new Story(
            "docker 20.10 does not run and tells of its template",
            scene ->
                scene
                    .fail("info", NIL_POINTER)
                    .fail("ps", "Cannot connect to the Docker daemon at unix:///run/docker.sock.")
                    .types("plan")),
        new Story(
            "a machine that cannot be adopted yet",
            scene -> {
              scene.fail("info", SOCKET).fail("ps", SOCKET);
              Files.delete(scene.home("store-2").resolve("walter-onprem/.env.deploy"));
              Path file = scene.folder.resolve("adopted.yml");
              String manifest = scene.folder.resolve("manifest.json").toString();
              scene.say(
                  "adopt",
                  "store-1",
                  "store-2",
                  "store-3",
                  "--out",
                  "" + file,
                  "--manifest",
                  manifest);
            }));
  }

  private static Stream<Story> ofPulls() {
    return Stream.of(
            "write /var/lib/docker/tmp/GetImageBlob1: no space left on device",
            "Error response from daemon: pull access denied for ghcr.io/matchylabs/walter,"
                + " repository does not exist or may require 'docker login'",
            "Error response from daemon: toomanyrequests: You have reached your pull rate limit.")
        .map(
            said ->
                new Story(
                    "a pull that fails: " + said.replaceAll(".*: (\\w+ ?\\w+).*", "$1"),
                    scene -> {
                      scene.loginShell("WALTER_FLEET_PULL_WAIT=0 exec sh -c \"$0\"");
                      scene.fail("pull", said).types("apply --yes");
                    }));
  }

  private static Stream<Story> ofWaysBack() {
    return Stream.of(
        new Story(
            "a release that does not start and cannot be put back",
            scene -> scene.fail("up", "bind: address already in use").types("apply --yes")),
        new Story(
            "a release that does not become ready and cannot be put back",
            scene -> {
              scene.site.gate(
                  "store-1", new GateResult.NotReady("it answers 502", "look at its log"));
              scene.site.knocking(machine -> scene.fails("up", "bind: address already in use"));
              scene.types("apply --yes");
            }),
        new Story(
            "a run towards another target is unfinished",
            scene -> {
              scene.inventory("rollout: {onFailure: leave}\n");
              scene.fail("up", "bind: address already in use").types("apply --yes --quiet");
              scene.mended("up");
              scene.replace("address: store-1", "address: store-1, host: other.example.com");
              scene.types("plan");
              scene.types("apply --yes");
            }));
  }

  private static Stream<Story> ofLogins() {
    return Stream.of(
        new Story(
            "one trouble of all machines",
            scene -> {
              for (String line :
                  List.of(
                      "plan", "status", "drift", "rollback --yes --all", "backups", "unlock 1-x")) {
                scene.refuseAll().types(line, "-l", "*");
              }
            }),
        new Story(
            "a login that is no shell",
            scene -> {
              scene.loginShell("echo 'This account is currently not available.'; exit 1");
              scene.types("plan");
            }),
        new Story(
            "a key that forces another command",
            scene -> {
              scene.loginShell("echo 'backups only' >&2; exit 3");
              scene.types("plan");
            }),
        new Story(
            "a login for files alone",
            scene -> {
              scene.loginShell("exec /usr/lib/openssh/sftp-server");
              scene.types("plan");
            }));
  }

  private static Stream<Story> ofSudo() {
    return Stream.of(
            "sudo: sorry, you must have a tty to run sudo",
            "sudo: a password is required",
            "walter is not in the sudoers file.")
        .map(
            said ->
                new Story(
                    said,
                    scene -> {
                      Path bin = Files.createDirectories(scene.folder.resolve("bin"));
                      Path sudo = bin.resolve("sudo");
                      Files.writeString(sudo, "#!/bin/sh\necho '" + said + "' >&2\nexit 1\n");
                      sudo.toFile().setExecutable(true);
                      scene.site.remote().firstOnPath(bin);
                      scene.inventory("ssh: {become: true}\n");
                      scene.types("plan");
                    }));
  }

  private static Stream<Story> ofNumbers() {
    return Stream.of(
            "plan --forks -1",
            "watch --every 5",
            "watch --every 5x",
            "backups --prune -1",
            "backups --prune 1 --forks 0",
            "apply --forks 0",
            "rollback --all --forks 0",
            "apply --upload-rate 1x",
            "history --last -1",
            "plan --forks 1e3")
        .map(line -> new Story(line, scene -> scene.types(line)));
  }

  private static Stream<Story> ofNothingToRun() {
    return Stream.of(
        new Story(
            "nothing but machines that are blocked",
            scene -> {
              Files.delete(scene.home("store-1").resolve("walter-onprem/compose.yml"));
              Files.delete(scene.home("store-1").resolve("walter-onprem/.env.deploy"));
              scene.types("apply --yes");
              scene.say("history");
            }),
        new Story(
            "nothing but machines that are unknown",
            scene -> {
              scene.refuseAll().types("apply --yes", "-l", "*");
              scene.say("history");
            }),
        new Story(
            "words of the field",
            scene -> {
              scene.inventory(
                  "  canary: {machines: {edge-1: {}}}\nrollout: {waves: [canary], stage: batch}\n");
              scene.site.installed("edge-1", "1.8.2");
              String plan = scene.folder.resolve("plan.json").toString();
              scene.types("plan --out " + plan, "-l", "*1");
              scene.site.edit("store-1", "store-1.example.com", "moved.example.com");
              scene.types("apply --yes " + plan, "-l", "*1");
            }));
  }

  private static Stream<Story> ofInventories() {
    return Stream.of(
        new Story(
            "two machines with one home",
            scene -> {
              scene.replace(
                  "store-2: {address: store-2", "store-2: {address: store-1, installDir: two");
              scene.types("validate");
              scene.types("plan");
            }),
        new Story(
            "positions of Ansible",
            scene -> {
              scene.inventory("  web: {machines: {web1: {}, web2: {}, web3: {}, web10: {}}}\n");
              for (String limit : List.of("web[1:]", "web[0]", "web[-1]", "web[0:1]", "web[1:3]")) {
                scene.refuseAll().types("plan -q", "-l", limit);
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void theWholeTextSaysWhereWhyAndWhatToDo(Story story, @TempDir Path folder) throws IOException {
    Scene scene = new Scene(folder);
    story.deed().to(scene);
    TEXTS.check(story.name(), scene.said.toString());
    scene.site.forgetWishes();
  }

  /** Three machines, and what was typed and said so far. */
  private static final class Scene {
    private final Path folder;
    private final TestSite site;
    private final StringBuilder said = new StringBuilder();

    Scene(Path folder) throws IOException {
      this.folder = folder;
      this.site = new TestSite(folder);
      for (String store : STORES) {
        site.installed(store, "1.8.2");
      }
      inventory("");
    }

    void inventory(String more) throws IOException {
      site.inventory(STORES, more);
    }

    void replace(String text, String by) throws IOException {
      Path file = folder.resolve("fleet.yml");
      Files.writeString(file, Files.readString(file).replace(text, by));
    }

    Path home(String store) {
      return site.remote().home(store);
    }

    /** The call fails on the first machine. */
    Scene fail(String call, String words) throws IOException {
      site.fail("store-1", call, words);
      return this;
    }

    void fails(String call, String words) {
      try {
        fail(call, words);
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      }
    }

    void mended(String call) throws IOException {
      Files.delete(home("store-1").resolve(".stand-in/fail/" + call));
    }

    /** What runs in place of a login shell, with the command line as {@code $0}. */
    void loginShell(String script) {
      site.remote().shell("sh", "-c", script);
    }

    Scene refuseAll() {
      Stream.concat(STORES.stream(), Stream.of("web1", "web2", "web3"))
          .forEach(
              store ->
                  site.remote()
                      .refuse(
                          store,
                          new RemoteException(
                              Kind.LOGIN_REFUSED,
                              store + " refused the login of 'ops'",
                              "add the key")));
      return this;
    }

    /** A command line for the first machine, unless another limit is given. */
    void types(String line, String... limit) {
      if (line.startsWith("history")) {
        say(line.split(" "));
        return;
      }
      String target = limit.length > 0 ? limit[1] : "store-1";
      say((line + " -i " + folder.resolve("fleet.yml") + " -l " + target).split(" "));
    }

    void say(String... words) {
      Ran ran = site.run(words);
      said.append("$ walter-fleet ")
          .append(String.join(" ", words).replace(folder.toString(), "SITE"))
          .append('\n')
          .append((ran.out() + ran.err()).replaceAll("\\b\\d{8}T\\d{6}Z\\b", "STAMP"))
          .append("exit ")
          .append(ran.exitCode())
          .append('\n');
    }
  }
}
