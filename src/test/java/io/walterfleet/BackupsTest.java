package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backups of an upgrade are listed, gone back to, and pruned by whole command lines. */
@Tag("scripts")
class BackupsTest {
  @TempDir private Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void anUpgradedMachine() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2");
    inventory = site.inventory(List.of("store-1"), "");
    site.docker("store-1").pulled("ghcr.io/matchylabs/walter:1.8.2");
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory).exitCode()).isZero();
  }

  @Test
  void backupsAreListedWithWhatTheyHold() {
    assertThat(stamped(site.run("backups", "-i", inventory)))
        .isEqualTo(
            new Ran(
                0,
                """
                MACHINE  BACKUP  AGE  IMAGE                            DATA  SIZE
                store-1  STAMP   AGE  ghcr.io/matchylabs/walter:1.8.2  none  0 B

                1 machine: 1 backup
                """,
                ""));
  }

  @Test
  void programsGetWhatCameOfProvingThemBesideThem() throws IOException {
    String more = site.inventory(List.of("store-1", "store-2"), "");
    site.remote()
        .refuse("store-2", new RemoteException(Kind.UNREACHABLE, "no route to store-2", "plug"));

    Ran ran = site.run("backups", "--prove", "--format", "json", "-i", more);

    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(3);
    assertThat(Schemas.complaints("backups.schema.json", ran.out())).isEmpty();
    assertThat(ran.out())
        .contains(
            """
                "name" : "store-2",
                "backups" : [ ]
              } ],
              "unknown" : [ ],
              "proofs" : [ {
                "name" : "store-1",
                "outcome" : "failed",
                "reason" : "no backup was proved: there is none with volumes to restore (nothing was changed)",
            """)
        .endsWith(
            """
                "name" : "store-2",
                "outcome" : "unreachable",
                "reason" : "no route to store-2",
                "fix" : "plug"
              } ]
            }
            """);
    assertThat(site.run("backups", "--format", "json", "-i", inventory).out())
        .doesNotContain("proofs");
  }

  @Test
  void programsGetThemAsTheSchemaSays() throws IOException {
    String more = site.inventory(List.of("store-1", "store-2"), "");
    site.remote()
        .refuse("store-2", new RemoteException(Kind.UNREACHABLE, "no route to store-2", "plug"));

    Ran ran = site.run("backups", "--format", "json", "-i", more);

    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(Schemas.complaints("backups.schema.json", ran.out())).isEmpty();
    assertThat(
            stamped(ran)
                .out()
                .replaceAll("\"at\" : \"[^\"]+\"", "\"at\" : \"NOW\"")
                .replaceAll("\"ageSeconds\" : \\d+", "\"ageSeconds\" : AGE"))
        .isEqualTo(
            """
            {
              "format" : "walter-fleet/backups/v1",
              "at" : "NOW",
              "fleet" : "test",
              "machines" : [ {
                "name" : "store-1",
                "backups" : [ {
                  "timestamp" : "STAMP",
                  "image" : "ghcr.io/matchylabs/walter:1.8.2",
                  "data" : "none",
                  "bytes" : 0,
                  "whole" : true,
                  "ageSeconds" : AGE
                } ]
              } ],
              "unknown" : [ {
                "name" : "store-2",
                "reason" : "no route to store-2",
                "fix" : "plug"
              } ]
            }
            """);
  }

  @Test
  void aRollbackSaysWhatItMeansAndGoesBack() throws IOException {
    Ran ran = stamped(site.run("rollback", "--all", "--data", "none", "--yes", "-i", inventory));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .startsWith(
            """
            store-1
                  image       ghcr.io/matchylabs/walter:1.8.3 -> ghcr.io/matchylabs/walter:1.8.2
                  backup      STAMP, AGE old
                  data        stays as it is; a schema that was migrated since stays migrated

            1 machine to roll back
            """)
        .endsWith(
            """
            rolled-back: store-1
                it has what it had before, and is healthy
            1 machine: 1 rolled back
            """);
    assertThat(ran.exitCode()).isZero();
    assertThat(Files.readString(site.remote().home("store-1").resolve("walter-onprem/.env.deploy")))
        .isEqualTo(
            "SECRET=canary\nWALTER_IMAGE=ghcr.io/matchylabs/walter:1.8.2\nPHX_HOST=store-1.example.com\n");
    assertThat(site.run("plan", "--detailed-exitcode", "-q", "-i", inventory).exitCode())
        .isEqualTo(2);
  }

  @Test
  void aMigratedSchemaWithoutACopyOfTheDataIsNotRolledBackBlindly() {
    Ran ran = stamped(site.run("rollback", "--all", "--yes", "-i", inventory));

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).contains("could not roll back to STAMP: the schema was");
    assertThat(site.run("plan", "--detailed-exitcode", "-q", "-i", inventory).exitCode()).isZero();
  }

  /** Once said that nothing was changed, and nothing to look at where nothing was begun. */
  @Test
  void aLockThatCannotBeTakenIsToldInOneSentence() throws IOException {
    Path state = site.remote().home("store-1").resolve(".walter-fleet");
    Files.move(state.resolve("lock"), state.resolve("lock.away"));
    Files.writeString(state.resolve("lock"), "");
    for (String line : List.of("rollback --all --data none --yes", "backups --prune 1 --yes")) {
      Ran ran = stamped(site.run((line + " -i " + inventory).split(" ")));
      assertThat(ran.exitCode()).isEqualTo(3);
      assertThat(ran.out().substring(ran.out().indexOf("\nfailed: store-1\n") + 1))
          .matches(
              "(?s)failed: store-1\n    could not lock the machine: \"[^\"]+\""
                  + " \\(nothing was\\s+changed\\)\n    fix: make it writable, [^\n]+\n"
                  + "1 machine: 1 failed\n");
    }
    Files.delete(state.resolve("lock"));
  }

  @Test
  void volumesThatABackupHasNotAreNotPromised() {
    assertThat(
            stamped(site.run("rollback", "--all", "--data", "volumes", "--yes", "-i", inventory)))
        .isEqualTo(
            new Ran(
                3,
                """
                failed: store-1
                    the backup STAMP has no volumes (nothing was changed)
                    fix: say --data none to leave the data as it is; or see what there is: walter-fleet backups -i SITE/fleet.yml --limit store-1
                1 machine: 1 failed
                """,
                ""));
  }

  @Test
  void aBackupThatIsNotThereIsNamed() {
    assertThat(site.run("rollback", "--to", "20200101T000000Z", "--yes", "-i", inventory))
        .isEqualTo(
            new Ran(
                3,
                """
                failed: store-1
                    it has no backup 20200101T000000Z (nothing was changed)
                    fix: see what there is: walter-fleet backups -i SITE/fleet.yml --limit store-1
                1 machine: 1 failed
                """,
                ""));
  }

  @Test
  void whatAFailedRunLeftIsListedAsSuchAndNeverGoneBackTo() throws IOException {
    Path backups = site.remote().home("store-1").resolve(".walter-fleet/backups");
    Path left = Files.createDirectory(backups.resolve("29990101T000000Z"));
    Files.writeString(
        left.resolve("info"),
        "format=1\nimage=ghcr.io/matchylabs/walter:1.8.3\ndata=none\nbytes=0\nkind=keys\norder=9\nend=1\n");

    assertThat(site.run("backups", "-i", inventory).out())
        .containsPattern("29990101T000000Z +unknown +\\S+:1.8.3 +none \\(not whole\\) +0 B");
    assertThat(site.run("backups", "--format", "json", "-i", inventory).out())
        .contains("\"whole\" : false", "\"whole\" : true");
    assertThat(site.run("rollback", "--to", "29990101T000000Z", "--yes", "-i", inventory))
        .isEqualTo(
            new Ran(
                3,
                """
                failed: store-1
                    the backup 29990101T000000Z is not whole: a run that failed left it (nothing was changed)
                    fix: see what there is: walter-fleet backups -i SITE/fleet.yml --limit store-1
                1 machine: 1 failed
                """,
                ""));
    assertThat(site.run("rollback", "--all", "--data", "none", "--yes", "-i", inventory).out())
        .contains("1.8.3 -> ghcr.io/matchylabs/walter:1.8.2")
        .endsWith("1 machine: 1 rolled back\n");
  }

  @Test
  void whereNoBackupIsWholeThereIsNoWayBack() throws IOException {
    Path home = site.remote().home("store-1");
    try (var beside = Files.newDirectoryStream(home, "walter-onprem.backup-*")) {
      for (Path old : beside) {
        Files.move(old, home.resolve("elsewhere"));
      }
    }
    assertThat(site.run("rollback", "--all", "--yes", "-i", inventory).out())
        .contains("it has no backup that is whole (nothing was changed)");
  }

  @Test
  void whoCannotBeReadIsNotObservedAlsoWhereOthersArePruned() throws IOException {
    String more = site.inventory(List.of("store-1", "store-2"), "");
    site.remote()
        .refuse("store-2", new RemoteException(Kind.UNREACHABLE, "no route to store-2", "plug"));

    Ran ran = site.run("backups", "--prune", "1", "--yes", "-q", "-i", more);

    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.out()).endsWith("1 machine: 1 pruned\n");
  }

  @Test
  void pruningLeavesTheOneThatTheReleaseCameFrom() {
    Ran ran = site.run("backups", "--prune", "1", "--yes", "-i", inventory);

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).endsWith("pruned: store-1\n1 machine: 1 pruned\n");
    assertThat(site.run("backups", "-i", inventory).out()).endsWith("1 machine: 1 backup\n");
  }

  private static Ran stamped(Ran ran) {
    String out =
        ran.out()
            .replaceAll("\\d{8}T\\d{6}Z", "STAMP")
            .replaceAll("STAMP, [^,]+ old", "STAMP, AGE old")
            .replaceAll("BACKUP +AGE +IMAGE", "BACKUP  AGE  IMAGE")
            .replaceAll("STAMP  .+?  ghcr", "STAMP   AGE  ghcr");
    return new Ran(ran.exitCode(), out, ran.err());
  }
}
