package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A machine whose home, and where docker keeps its volumes, are file systems of their own, and
 * which can be put back to what it was. At one point between two acts, trouble comes.
 */
final class TroubledMachine {
  private static final String PROGRAM =
      """
      #!/bin/sh
      # called at each point with its name: plays the trouble at the one that is meant
      exec 3>&- 8>&- 9>&-
      cd '%s' || exit
      PATH=/usr/sbin:/usr/bin:/sbin:/bin
      full() { mount -o "remount,size=$(df -Pk "$1" | awk 'NR == 2 { print $3 + !$3 }')k" "$1"; }
      echo "$1" >>points
      { read -r at && read -r count && read -r trouble; } <meant || exit 0
      [ "$1" = "$at" ] && [ "$(grep -cxF -- "$1" points)" = "$count" ] || exit 0
      echo "$trouble" >came
      case $trouble in
      FULL_HOME) full home ;;
      FULL_VOLUMES) full docker/volumes ;;
      FULL_BOTH) full home && full docker/volumes ;;
      CLOCK_BACK) echo '-1 hour' >clock ;;
      CLOCK_FORWARD) echo '+1 hour' >clock ;;
      STARTED)
        # who comes up with the database writes a row, which is acknowledged
        bin/docker start $(bin/docker ps -aq --no-trunc) && printf written >docker/volumes/walter_postgres/_data/rows
        ;;
      esac
      """;

  private final Path root;
  private final List<Path> mounts = new ArrayList<>();
  private final Map<String, Path> kept = new HashMap<>();
  final Bench bench;
  private int runs;

  TroubledMachine(Path root, Shell shell) throws Exception {
    this.root = root;
    for (String name : List.of("home", "docker/volumes")) {
      Path mount = Files.createDirectories(root.resolve(name));
      command("mount", "-t", "tmpfs", "-o", "size=400m", "none", mount.toString());
      mounts.add(mount);
    }
    bench = new Bench(root, shell);
    Files.writeString(bench.engine().resolve("root"), mounts.get(1) + "\n");
    program("trouble", PROGRAM.formatted(root));
    Files.deleteIfExists(root.resolve("bin/date"));
    program(
        "bin/date",
        "#!/bin/sh\nread -r by <'%s/clock' && exec /usr/bin/date -d \"$by\" \"$@\"\nexec /usr/bin/date \"$@\"\n"
            .formatted(root));
    calm();
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "'" + root + "/trouble' \"$wf_checkpoint\" </dev/null >/dev/null 2>&1 || :");
    bench.environment("WALTER_FLEET_KILL_AT", "*.before");
  }

  /** Room again, the right time, and nothing that is meant. */
  void calm() throws Exception {
    for (Path mount : mounts) {
      command("mount", "-o", "remount,size=400m", mount.toString());
    }
    for (String file : List.of("meant", "clock", "points", "came")) {
      Files.writeString(root.resolve(file), "");
    }
  }

  /** Lets trouble come at a point, when that is come by for this time. */
  void mean(String point, int time, Trouble trouble) throws IOException {
    Files.writeString(root.resolve("meant"), point + "\n" + time + "\n" + trouble + "\n");
  }

  /** Whether it came. */
  boolean isMet() throws IOException {
    return Files.size(root.resolve("came")) > 0;
  }

  /** The points so far, in order. */
  List<String> points() throws IOException {
    return Files.readAllLines(root.resolve("points"));
  }

  /** One more run of a step, under the lock. */
  Facts run(String step) throws Exception {
    bench.run("run" + runs++).begin();
    return bench.step(step);
  }

  void keep(String name) throws Exception {
    Path copy = Files.createDirectories(root.resolve("kept/" + name));
    command("cp", "-a", root + "/home", root + "/docker", copy.toString());
    kept.put(name, copy);
  }

  void putBack(String name) throws Exception {
    calm();
    command(
        "sh",
        "-c",
        "cd \"$1\" && find home docker -mindepth 1 ! -path docker/volumes -delete && cp -a \"$2/.\" .",
        "sh",
        root.toString(),
        kept.get(name) + "");
  }

  String rows(String volume) throws IOException {
    Path rows = bench.volume(volume).resolve("rows");
    return Files.exists(rows) ? Files.readString(rows) : "nothing";
  }

  /** The volumes of docker, without the stamps in their names. */
  List<String> volumes() throws IOException {
    try (Stream<Path> all = Files.list(mounts.get(1))) {
      return all.map(path -> path.getFileName().toString().replaceFirst("-\\d{8}T\\d{6}Z$", ""))
          .sorted()
          .toList();
    }
  }

  /** The name of the volume of docker whose name begins so. */
  String volume(String beginning) throws IOException {
    try (Stream<Path> all = Files.list(mounts.get(1))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(beginning))
          .findFirst()
          .orElse(beginning + " is not there");
    }
  }

  boolean isUp() throws IOException {
    List<String> running = bench.docker().runningNames();
    return running.contains("walter-onprem-postgres-1")
        && running.contains("walter-onprem-walter-1");
  }

  /** What was begun beside what it was to replace, and was left. */
  List<String> leftOver() throws Exception {
    return bench
        .shell("cd && find . -name '*.partial' -o -name '*.part' -o -name proving -o -name '*-new'")
        .lines()
        .toList();
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(root.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void command(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", words) + ": " + said).isZero();
  }

  void unmount() throws Exception {
    for (Path mount : mounts) {
      command("umount", "-l", mount.toString());
    }
  }

  /** What may happen between two acts. */
  enum Trouble {
    FULL_HOME,
    FULL_VOLUMES,
    FULL_BOTH,
    CLOCK_BACK,
    CLOCK_FORWARD,
    STARTED;

    boolean isFull() {
      return name().startsWith("FULL");
    }
  }
}
