package io.walterfleet.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.Desk.Ran;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A full disk, or one that must not be written to, at each step that writes. */
@Tag("container")
@Timeout(120)
class ShortMachinesIT {
  private static final String HOME = "/home/walter";

  private static final String FILL = "head -c 99m /dev/zero >/home/walter/%s/filler 2>/dev/null";

  private Box box;

  @BeforeEach
  void start() throws Exception {
    box = Box.start("");
  }

  @AfterEach
  void stop() throws Exception {
    box.close();
  }

  @Test
  void noSpaceForTheBundle() throws Exception {
    mount(".walter-fleet/staged", "4k");
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                stage failed: could not look into the bundle: 0 KB are free on tmpfs, the file system at
                /home/walter/.walter-fleet/staged (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    free(".walter-fleet/staged");
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void noSpaceForTheState() throws Exception {
    mount(".walter-fleet", "4k");
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                stage failed: could not look into the bundle: 0 KB are free on tmpfs, the file system at
                /home/walter/.walter-fleet (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    free(".walter-fleet");
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void noSpaceForTheStepsItTakes() throws Exception {
    mount(".walter-fleet/steps", "4k");
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                pull failed: could not start pull: 4 KB are free on tmpfs, the file system at
                /home/walter/.walter-fleet/steps (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    free(".walter-fleet/steps");
    box.assertThatTheSameCommandConverges();
  }

  /** While Walter runs: it is not stopped for copies that find no room. */
  @Test
  void theDiskFillsUpWhileTheVolumesAreCopied() throws Exception {
    box.inventory("", "backup: volumes");
    String volumes = volumesThatFillUp();

    String failed = box.failed().replaceAll("\\s+", " ");

    assertThat(failed)
        .contains("backup failed: could not copy the volume walter_postgres: \"cp: ")
        .contains("No space left on device\" (nothing was changed)");
    assertThat(box.machine().shell("cat .walter-fleet/ran 2>/dev/null; docker volume ls -q"))
        .isEqualTo("walter_postgres\nwalter_state\n");
    box.assertThatNothingIsLost();
    box.machine().root("rm /on-docker " + volumes + "/walter_state/filler");
    box.assertThatTheSameCommandConverges();
  }

  /** While the newer release runs: it is not stopped for data that find no room. */
  @Test
  void theDiskFillsUpWhileTheDataArePutBack() throws Exception {
    box.inventory("", "backup: volumes");
    box.assertThatTheSameCommandConverges();
    String volumes = volumesThatFillUp();

    Ran full = back();

    assertThat(full.exitCode()).isEqualTo(3);
    assertThat(full.ending("failed: box").replaceAll("\\s+", " "))
        .contains("it could not be put back: could not roll back to ")
        .contains("No space left on device");
    assertThat(box.machine().docker().running().get("walter")).endsWith(":1.8.3");
    box.machine().root("rm /on-docker " + volumes + "/walter_state/filler");
    assertThat(back().exitCode()).isZero();
    box.assertThatNothingIsLost();
    assertThat(box.machine().shell("docker volume ls -q"))
        .isEqualTo("walter_postgres\nwalter_state\n");
  }

  /** What could not be found out is no result: nothing is noted, and nothing is left. */
  @Test
  void theDiskFillsUpWhileABackupIsProved() throws Exception {
    box.inventory("", "backup: volumes");
    box.assertThatTheSameCommandConverges();
    volumesThatFillUp();

    Ran proof = box.desk().run("backups", "--prove", "-i", box.inventory());

    assertThat(proof.exitCode()).as(proof.out() + proof.err()).isEqualTo(3);
    assertThat(proof.out() + proof.err()).contains("No space left on device");
    assertThat(
            box.machine()
                .shell(
                    "docker volume ls -q; grep -h ^proved= .walter-fleet/backups/*/info; cat .walter-fleet/proving 2>/dev/null || :"))
        .isEqualTo("walter_postgres\nwalter_state\n");
    assertThat(box.machine().docker().running().get("walter")).endsWith(":1.8.3");
  }

  private Ran back() {
    return box.desk().run("rollback", "--all", "--data", "volumes", "--yes", "-i", box.inventory());
  }

  /** The volumes on a small disk, which is full as soon as a container is to write to one. */
  private String volumesThatFillUp() throws Exception {
    String volumes =
        box.machine()
                .shell("sed -n 's|^exec \\(.*\\)/bin/docker .*|\\1|p' /usr/local/bin/docker")
                .strip()
            + "/docker/volumes";
    box.machine()
        .root(
            "cd %1$s && tar -cf /tmp/volumes.tar . && mount -t tmpfs -o size=60m,uid=1000,gid=1000 tmpfs %1$s && tar -C %1$s -xpf /tmp/volumes.tar"
                .formatted(volumes));
    box.machine()
        .onDocker(
            " -i --rm ",
            "head -c 99m /dev/zero >%s/walter_state/filler 2>/dev/null".formatted(volumes));
    return volumes;
  }

  /** The copies stay the backup until there is room. */
  @Test
  void theDiskFillsUpWhileTheCopiesArePacked() throws Exception {
    box.inventory("", "backup: volumes");
    mount(".walter-fleet/backups", "70m");
    box.machine().onDocker(" -cf - . ", FILL.formatted(".walter-fleet/backups"));

    box.assertThatTheSameCommandConverges();

    String backups = "cat .walter-fleet/backups/*/copies | wc -l; docker volume ls -q | wc -l";
    assertThat(box.machine().shell(backups)).isEqualTo("2\n4\n");
    box.machine().root("rm /on-docker " + HOME + "/.walter-fleet/backups/filler");
    box.inventory("", "backup: none, host: other.example.com");
    box.assertThatTheSameCommandConverges();
    assertThat(
            box.machine()
                .shell("ls .walter-fleet/backups/*/copies | wc -l; docker volume ls -q | wc -l"))
        .isEqualTo("0\n2\n");
  }

  @Test
  void theDiskFillsUpBeforeTheNewDirectory() throws Exception {
    homeOfItsOwn();
    mount(".walter-fleet", "80m");
    box.machine().onDocker(" pull ", FILL.formatted(""));
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                swap failed: could not write /home/walter/walter-onprem.walter-fleet-new.part: 0 KB are free on
                tmpfs, the file system at /home/walter (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    empty();
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void theDiskFillsUpWhileImagesArePulled() throws Exception {
    homeOfItsOwn();
    box.machine().onDocker(" pull ", FILL.formatted(""));
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                swap failed: could not start swap: 0 KB are free on tmpfs, the file system at /home/walter
                (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    empty();
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void theDiskFillsUpWhileTheStackIsRestarted() throws Exception {
    homeOfItsOwn();
    box.machine().onDocker(" up -d", FILL.formatted(""));
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                restart failed: could not write /home/walter/.walter-fleet/journal: 0 KB are free on tmpfs, the
                file system at /home/walter; and it could not be put back: could not start rollback: 0 KB are
                free on tmpfs, the file system at /home/walter; the machine has release 1.8.3, and its
                containers run
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    empty();
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void aHomeThatIsReadOnly() throws Exception {
    box.machine()
        .root("mount --bind " + HOME + " " + HOME + " && mount -o remount,bind,ro " + HOME);
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                stage failed: could not make /home/walter/.walter-fleet: /home/walter is not writable for
                walter, or its file system is read-only (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    free("");
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void anInstallThatIsReadOnly() throws Exception {
    String install = HOME + "/walter-onprem";
    box.machine()
        .root(
            "mount --bind " + install + " " + install + " && mount -o remount,bind,ro " + install);
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                swap failed: could not rename /home/walter/walter-onprem: its parent directory is not writable
                for this user, or it is a mount point (nothing was changed)
                fix: look at ls -ld /home/walter and mount on the machine, then run apply again

            1 machine: 1 failed in T
            """);
    box.assertThatNothingIsLost();
    free("walter-onprem");
    box.assertThatTheSameCommandConverges();
  }

  @Test
  void keysThatMustNotBeWritten() throws Exception {
    box.assertThatTheSameCommandConverges();
    String env = HOME + "/walter-onprem/.env.deploy";
    box.machine()
        .root(
            "chattr +i %1$s 2>/dev/null || { mount --bind %1$s %1$s && mount -o remount,bind,ro %1$s; }"
                .formatted(env));
    box.inventory("", "backup: none, host: other.example.com");
    assertThat(box.failed())
        .isEqualTo(
            """
            failed: box
                swap failed: could not write /home/walter/walter-onprem/.env.deploy:
                /home/walter/walter-onprem/.env.deploy is not writable for walter, or its file system is
                read-only (nothing was changed)
                fix: make it writable, or free some space there, then run the same again; to remove old backups: walter-fleet backups -i INVENTORY --prune 1 --limit box

            1 machine: 1 failed in T
            """);
    box.machine().root("chattr -i %1$s 2>/dev/null || umount %1$s".formatted(env));
    box.assertThatTheSameCommandConverges();
  }

  /** The user's home on a small disk. */
  private void homeOfItsOwn() throws Exception {
    box.machine().root("cd " + HOME + " && tar -cf /tmp/home.tar .");
    mount("", "80m");
    box.machine().root("cd " + HOME + " && tar -xpf /tmp/home.tar");
  }

  /** Gives back what the filler took. */
  private void empty() throws Exception {
    box.machine().root("rm /on-docker " + HOME + "/filler");
  }

  /** Puts a file system of this size there, which is the user's. */
  private void mount(String path, String size) throws Exception {
    String place = HOME + "/" + path;
    box.machine()
        .root(
            "for one in $(echo %1$s | sed 's,/[^/]*$,,') %1$s; do mkdir -p $one; chown walter:walter $one; done;"
                    .formatted(place)
                + " mount -t tmpfs -o size=%s,mode=700,uid=1000,gid=1000 tmpfs %s"
                    .formatted(size, place));
  }

  /** Takes the file system away, with what was written to it. */
  private void free(String path) throws Exception {
    box.machine().root("umount " + HOME + "/" + path);
  }
}
