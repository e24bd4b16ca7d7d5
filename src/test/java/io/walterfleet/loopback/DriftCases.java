package io.walterfleet.loopback;

import static io.walterfleet.loopback.DriftCase.append;
import static io.walterfleet.loopback.DriftCase.container;
import static io.walterfleet.loopback.DriftCase.delete;
import static io.walterfleet.loopback.DriftCase.env;
import static io.walterfleet.loopback.DriftCase.shell;

import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The ways in which a machine comes to differ, and those in which it does not. */
final class DriftCases {
  private static final String KEYS = "swap restart gate finish";
  private static final String IMAGE = "pull swap restart gate finish";
  private static final String DATA = "pull swap migrate restart gate finish";
  private static final String FILES = "stage pull swap restart gate finish";
  private static final String STACK = "restart gate finish";
  private static final String NONE = "";

  /** What is said of a machine of which the inventory wants another host. */
  static final String MOVED_ON = "  > MACHINE\n      host        HOST -> new.example.com\n";

  private DriftCases() {}

  static List<DriftCase> all() {
    return Stream.of(keys(), odd(), files(), stack(), unseen(), left())
        .flatMap(List::stream)
        .toList();
  }

  private static DriftCase drift(String name, DriftCase.Act act, String fields, String steps) {
    return DriftCase.of(name, act, says("~", fields) + way(steps), steps);
  }

  private static DriftCase quiet(String name, DriftCase.Act act) {
    return DriftCase.of(name, act, "  = MACHINE\n", NONE);
  }

  private static DriftCase unseen(String name, DriftCase.Act act, String why) {
    return DriftCase.of(name, act, says("?", why), NONE);
  }

  private static String says(String sign, String fields) {
    return "  " + sign + " MACHINE\n" + fields.indent(6);
  }

  private static String way(String steps) {
    String downtime =
        steps.contains("migrate")
            ? "seconds to minutes: the schema is migrated, the stack restarts"
            : "seconds: the stack restarts";
    return ("to correct  " + steps.replace(" ", ", ") + "\ndowntime    " + downtime).indent(6);
  }

  private static List<DriftCase> keys() {
    return List.of(
        drift(
            "an older release written, not started",
            env("walter:1.8.3", "walter:1.8.2"),
            "release     1.8.2 -> 1.8.3",
            IMAGE),
        drift(
            "a newer release written, not started",
            env("walter:1.8.3", "walter:1.9.0"),
            "release     1.9.0 -> 1.8.3",
            IMAGE),
        drift(
            "an image of another registry written",
            env("ghcr.io/matchylabs/walter:1.8.3", "registry.example.com/walter:1.8.3"),
            "image       registry.example.com/walter:1.8.3 -> ghcr.io/matchylabs/walter:1.8.3",
            IMAGE),
        drift(
            "an image without a tag written",
            env("walter:1.8.3", "walter"),
            "image       ghcr.io/matchylabs/walter -> ghcr.io/matchylabs/walter:1.8.3",
            IMAGE),
        drift(
            "the image key removed",
            env("(?m)^WALTER_IMAGE=.*\n", ""),
            "release     (none) -> 1.8.3",
            IMAGE),
        drift(
            "the image key emptied",
            env("(?m)^WALTER_IMAGE=.*$", "WALTER_IMAGE="),
            "release     (none) -> 1.8.3",
            IMAGE),
        drift(
            "the image key a second time",
            env("\\z", "WALTER_IMAGE=ghcr.io/matchylabs/walter:1.7.9\n"),
            "release     1.7.9 -> 1.8.3",
            IMAGE),
        drift(
            "an older release written and started",
            env("walter:1.8.3", "walter:1.8.2").then(up()),
            "release     1.8.2 -> 1.8.3",
            DATA),
        drift(
            "another mode",
            env("internal-tls", "public-tls"),
            "mode        public-tls -> internal-tls",
            KEYS),
        drift(
            "a mode that is none",
            env("internal-tls", "tls"),
            "mode        tls -> internal-tls",
            KEYS),
        drift(
            "the mode key removed",
            env("(?m)^WALTER_MODE=.*\n", ""),
            "mode        (none) -> internal-tls",
            KEYS),
        drift(
            "another host name",
            env("(?m)^PHX_HOST=.*$", "PHX_HOST=other.example.com"),
            "host        other.example.com -> HOST",
            KEYS),
        drift(
            "the host key removed",
            env("(?m)^PHX_HOST=.*\n", ""),
            "host        (none) -> HOST",
            KEYS),
        drift(
            "another port",
            env("(?m)^WALTER_HTTPS_PORT=.*$", "WALTER_HTTPS_PORT=9443"),
            "httpsPort   9443 -> PORT",
            KEYS),
        drift(
            "the port key removed",
            env("(?m)^WALTER_HTTPS_PORT=.*\n", ""),
            "httpsPort   443 -> PORT",
            KEYS),
        drift(
            "host and mode at once",
            env("(?m)^PHX_HOST=.*$", "PHX_HOST=b.example.com")
                .then(env("internal-tls", "public-tls")),
            "mode        public-tls -> internal-tls\nhost        b.example.com -> HOST",
            KEYS));
  }

  private static List<DriftCase> odd() {
    return List.of(
        quiet("nothing", machine -> {}),
        quiet("a comment in .env.deploy", env("\\A", "# look here\n")),
        quiet("a secret of the operator", env("canary-.*", "another")),
        quiet("a key of the operator", env("\\z", "EXTRA=1\n")),
        quiet("the host name in quotes", env("(?m)^PHX_HOST=(.*)$", "PHX_HOST=\"$1\"")),
        quiet("line ends of another system", env("\n", "\r\n")),
        quiet("no last newline", env("\n\\z", "")),
        quiet("a file that is no bundle's", shell("echo mine > notes.txt")),
        quiet("a file written anew with the same bytes", shell("touch compose.yml")));
  }

  private static List<DriftCase> files() {
    return List.of(
        drift("an edited file", append("compose.yml"), "edited      compose.yml", FILES),
        drift(
            "an edited command",
            append("bin/walter-onprem"),
            "edited      bin/walter-onprem",
            FILES),
        drift(
            "an emptied file",
            shell(": > compose.public-tls.yml"),
            "edited      compose.public-tls.yml",
            FILES),
        drift("a file's mode", shell("chmod 600 compose.yml"), "mode        compose.yml", FILES),
        drift("a missing file", delete("VERSION"), "missing     VERSION", FILES),
        drift(
            "two edited files and a missing one",
            append("compose.yml", "VERSION").then(delete("compose.public-tls.yml")),
            "edited      VERSION\nedited      compose.yml\nmissing     compose.public-tls.yml",
            FILES),
        drift(
            "a file renamed",
            shell("mv compose.public-tls.yml compose.public-tls.yml.orig"),
            "not the bundle's, and moved to the backup with the old directory: compose.public-tls.yml.orig\n"
                + "missing     compose.public-tls.yml",
            FILES),
        drift(
            "a file that became a directory",
            shell("rm VERSION && mkdir VERSION"),
            "edited      VERSION\nmode        VERSION",
            FILES),
        drift(
            "an edited file and another host name",
            append("compose.yml").then(env("(?m)^PHX_HOST=.*$", "PHX_HOST=b.example.com")),
            "host        b.example.com -> HOST\nedited      compose.yml",
            FILES));
  }

  private static List<DriftCase> stack() {
    return List.of(
        drift(
            "a stopped stack",
            machine -> machine.compose("stop"),
            "running     SERVICE is exited -> running",
            STACK),
        drift(
            "a stack taken down",
            machine -> machine.compose("down"),
            "running     no container -> running",
            STACK),
        drift(
            "one container stopped",
            machine -> machine.shell("docker stop walter-onprem-walter-1"),
            "running     SERVICE is exited -> running",
            STACK),
        drift(
            "one container removed",
            machine -> machine.shell("docker rm -f walter-onprem-walter-1"),
            "running     no container runs ghcr.io/matchylabs/walter:1.8.3 -> running",
            STACK),
        drift(
            "a container that was never started",
            container("walter", "status=running", "status=created"),
            "running     walter is created -> running",
            STACK),
        drift(
            "an older release started, its key put back",
            env("walter:1.8.3", "walter:1.8.2")
                .then(up())
                .then(env("walter:1.8.2", "walter:1.8.3")),
            "running     no container runs ghcr.io/matchylabs/walter:1.8.3 -> running",
            STACK),
        drift(
            "an older build under the same name",
            container("walter", "image_id=sha256:.{8}", "image_id=sha256:00000000"),
            "running     runs an older build of ghcr.io/matchylabs/walter:1.8.3 -> running",
            STACK),
        drift(
            "a stopped stack and an edited file",
            append("compose.yml").then(machine -> machine.compose("stop")),
            "running     SERVICE is exited -> running\nedited      compose.yml",
            FILES));
  }

  private static List<DriftCase> unseen() {
    return List.of(
        unseen(
            "a value that refers to another",
            env("(?m)^PHX_HOST=.*$", "PHX_HOST=\\$NAME"),
            """
            env.host could not be read: "PHX_HOST in line 5: its value refers to another variable"
            fix: mend that on the machine, then run this command again"""),
        unseen(
            "a quote that is never closed",
            env("(?m)^PHX_HOST=(.*)$", "PHX_HOST=\"$1"),
            """
            env could not be read: the quote in line 5 is never closed
            fix: mend that on the machine, then run this command again"""),
        unseen(
            "a Docker that does not answer",
            machine -> machine.docker().fail("^info", 1, "Cannot connect to the Docker daemon"),
            """
            docker could not be read: the engine does not run
            fix: start it on the machine: sudo systemctl enable --now docker"""),
        unseen(
            "a damaged journal",
            machine ->
                Files.writeString(machine.home().resolve(".walter-fleet/journal"), "format=1\n"),
            """
            journal could not be read: HOME/.walter-fleet/journal is damaged or cannot be read
            fix: if no run is under way there, on the machine: mv ~/.walter-fleet/journal ~/.walter-fleet/journal.damaged; look at the install, for a run may have ended half-way"""),
        unseen(
            "checksums that are gone",
            machine -> machine.shell("rm -r .walter-fleet/checksums .walter-fleet/staged"),
            """
            files could not be read: the checksums of bundle SHA are missing in HOME/.walter-fleet
            fix: mend that on the machine, then run this command again"""),
        unseen(
            "a login that leads nowhere",
            machine -> machine.loginShell("/bin/false"),
            """
            no answer came, and the login shell ended with 1
            fix: look whether this user's login shell is a shell (getent passwd), and whether its key in authorized_keys, or sshd's ForceCommand, forces another command"""));
  }

  private static List<DriftCase> left() {
    return List.of(
        DriftCase.of(
            "no Docker",
            machine -> machine.docker().uninstall(),
            says("!", "docker is not installed\nfix: install Docker with Compose"),
            NONE),
        DriftCase.of(
            "no Compose",
            machine -> machine.docker().noCompose(),
            says("!", "Docker Compose is not installed\nfix: install the Compose v2 plugin"),
            NONE),
        DriftCase.of(
            "a directory that is no install any more",
            delete(".env.deploy"),
            says(
                "!",
                """
                ~/walter-onprem is not empty and is not a Walter install
                fix: look at it; if it may be moved aside: force: true for this machine, or --force"""),
            NONE),
        DriftCase.of(
            "the settings emptied",
            shell(": > .env.deploy"),
            says(
                "!",
                """
                ~/walter-onprem/.env.deploy has none of the keys that were applied: it was emptied or
                replaced, and the secrets in it may be gone, too
                fix: put it back on the machine (copies are in ~/walter-onprem.backup-*); if nothing else was in it, or 'envKeys' has other names now: force: true for this machine, or --force
                release     (none) -> 1.8.3
                mode        (none) -> internal-tls
                host        (none) -> HOST
                httpsPort   443 -> PORT"""),
            NONE),
        DriftCase.of(
            "a newer release written and started",
            env("walter:1.8.3", "walter:1.9.0").then(up()),
            says(
                "!",
                """
                release 1.8.3 would be a downgrade from 1.9.0
                fix: choose a release from 1.9.0 on, or say 'allowDowngrade: true'
                release     1.9.0 -> 1.8.3"""),
            NONE),
        DriftCase.of(
            "the record of what was applied removed",
            machine -> machine.shell("rm .walter-fleet/installed"),
            says(
                ">",
                """
                walter-fleet has applied nothing here yet, so there is nothing to compare with
                bundle      unknown -> 2026.11.1"""),
            NONE),
        new DriftCase(
            "another mode wanted by the inventory",
            machine -> {},
            "host: new.example.com",
            says(">", "host        HOST -> new.example.com"),
            NONE),
        new DriftCase(
            "both: another host wanted, and a file edited",
            append("compose.yml"),
            "host: new.example.com",
            says("~", "edited      compose.yml")
                + way(FILES)
                + "left        host HOST -> new.example.com, which the inventory or the manifest wants"
                    .indent(6),
            FILES),
        new DriftCase(
            "both: another host wanted, and the host edited",
            env("(?m)^PHX_HOST=.*$", "PHX_HOST=b.example.com"),
            "host: new.example.com",
            says("~", "host        b.example.com -> HOST")
                + way(KEYS)
                + "left        host b.example.com -> new.example.com, which the inventory or the manifest wants"
                    .indent(6),
            KEYS),
        DriftCase.of(
            "the whole install deleted",
            machine -> machine.shell("rm -r walter-onprem"),
            says(
                "!",
                """
                the install is gone, and with it the operator's own keys in .env.deploy
                fix: put it back by hand, or: walter-fleet rollback -i INVENTORY --limit MACHINE; for a \
                fresh one: walter-fleet apply -i INVENTORY --limit MACHINE"""),
            NONE),
        DriftCase.of(
            "locked by another run",
            DriftCases::lock,
            says(
                "!",
                """
                locked by ben@desk (run RUN, apply) for another N s unless it is renewed
                fix: wait for that run; if it is dead: walter-fleet unlock -i INVENTORY 999-RUN --limit MACHINE"""),
            NONE));
  }

  private static DriftCase.Act up() {
    return machine -> {
      machine.compose("pull");
      machine.compose("up", "-d");
    };
  }

  /** As a run holds it that another controller began. */
  private static void lock(LoopbackMachine machine) throws IOException {
    Path lock = Files.createDirectories(machine.home().resolve(".walter-fleet/lock"));
    String record =
        """
        state=held
        token=other
        owner=ben@desk
        run=20260101T000000Z-abcd
        reason=apply
        since=%d
        lease=4000000000
        seconds=60
        end=1
        """
            .formatted(1_700_000_000);
    Files.writeString(lock.resolve("999"), record);
  }
}
