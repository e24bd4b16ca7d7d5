package io.walterfleet.plan;

import static io.walterfleet.plan.StepKind.BACKUP;
import static io.walterfleet.plan.StepKind.SWAP;
import static io.walterfleet.plan.testing.Samples.MANIFEST;
import static io.walterfleet.plan.testing.Samples.machine;
import static io.walterfleet.plan.testing.Samples.wanting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason for which a machine is blocked, with its whole text. */
@Tag("unit")
class BlockersTest {
  private static final Target PATCH = new Target.Patch();
  private static final Docker NO_DOCKER = new Docker(Optional.empty(), Docker.Compose.NONE);
  private static final Lock LOCK = new Lock("3-r9", "ann@desk", "r9", "upgrade to 1.8.3", 60, 5);
  private static final Unfinished ELSEWHERE =
      new Unfinished("r1", SWAP, false, "walter:2 ab - - -", List.of(), List.of(SWAP));
  private static final MachineState.HalfRollback HALF =
      new MachineState.HalfRollback("r1", "20261101T100000Z");
  private static final Host FULL = new Host(12 * 1024, Set.of());
  private static final Install.Files OLDER =
      new Install.Files(Optional.of(Samples.OLD_SHA256), List.of(), List.of());

  @Test
  void aLockedMachineIsLeftToItsHolder() {
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").lock(LOCK)))
        .isEqualTo(
            new Judgement(
                Verdict.BLOCKED,
                "locked by ann@desk (run r9, upgrade to 1.8.3) for another 60 s unless it is"
                    + " renewed",
                "wait for that run; if it is dead: walter-fleet unlock 3-r9 --limit store-1",
                true));
  }

  @ParameterizedTest
  @CsvSource({"1, BLOCKED", "0, CHANGE", "-5, CHANGE"})
  void aLeaseThatEndedLocksNothing(long secondsLeft, Verdict verdict) {
    Lock lock = new Lock("3-r9", "ann@desk", "r9", "upgrade", secondsLeft, 5);
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").lock(lock)).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void halfARollbackStandsInTheWay() {
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").halfRollback(HALF)))
        .isEqualTo(
            blocked(
                "run r1 ended in the middle of a rollback to 20261101T100000Z",
                "to go on with it: walter-fleet rollback --to 20261101T100000Z --limit store-1;"
                    + " to leave it: walter-fleet apply --retarget --limit store-1"));
  }

  @Test
  void aRetiredInstallIsNeverUpgradedInPlace() {
    assertThat(judgement(installing(), Sighting.ofNothing().with(new Install.Retired())))
        .isEqualTo(
            blocked(
                "only a retired walter-selfhost install is here, which is never upgraded in place",
                "plan the move: stop it, say 'force: true' for a fresh install beside it, and carry"
                    + " the old data over by hand"));
  }

  @Test
  void aForeignDirectoryIsNotReplaced() {
    assertThat(judgement(installing(), Sighting.ofNothing().with(new Install.Foreign())))
        .isEqualTo(
            blocked(
                "~/walter-onprem is not empty and is not a Walter install",
                "look at it; if it may be moved aside: force: true for this machine, or --force"));
  }

  @Test
  void whatHeldTheDataIsNotBegunAnew() {
    Stack gone = new Stack(Optional.empty(), List.of(), Optional.empty(), gone("walter_postgres"));
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(gone)))
        .isEqualTo(
            blocked(
                "the volume walter_postgres, which held the data, is not there any more, and would"
                    + " begin empty",
                "put it back, by a rollback with its volumes where there is a backup; where it may"
                    + " begin empty: docker volume create walter_postgres on the machine"));
  }

  @Test
  void aVolumeWithoutANameWentWithItsContainer() {
    String unnamed = "3f".repeat(32);
    Stack gone = new Stack(Optional.empty(), List.of(), Optional.empty(), gone(unnamed));
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(gone)))
        .isEqualTo(
            blocked(
                "the database's volume "
                    + unnamed
                    + " has no name of its own and its container is gone, so Walter would begin with"
                    + " an empty one",
                "carry the data over by hand: make the containers without starting them, copy"
                    + " what the old volume holds into the one that the database's container got, then"
                    + " remove the old one"));
  }

  @Test
  void volumesAreNotCopiedOfADatabaseInADirectory() {
    Machine upgraded = machine("store-1", "stores", wanting(PATCH, Publication.AS_IT_IS));
    Stack runs = Sighting.running("ghcr.io/matchylabs/walter:1.8.2");
    Stack inDirectory =
        new Stack(
            runs.project(),
            runs.services(),
            runs.imageId(),
            new Stack.Data(Optional.empty(), Optional.of("/srv/pg"), List.of()));
    assertThat(judgement(upgraded, Sighting.of("1.8.2").with(inDirectory)))
        .isEqualTo(
            blocked(
                "PostgreSQL's data are in /srv/pg, a directory of the machine and no volume",
                "set backup: dump, or backup: none, in the inventory"));
    assertThat(judgement(upgraded, Sighting.of("1.8.3").with(inDirectory)).verdict())
        .isNotEqualTo(Verdict.BLOCKED);
  }

  @Test
  void aMachineNeedsDocker() {
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(NO_DOCKER)))
        .isEqualTo(blocked("docker is not installed", "install Docker with Compose"));
  }

  @Test
  void aMachineNeedsCompose() {
    Docker docker = new Docker(Optional.of("27.3.1"), Docker.Compose.NONE);
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(docker)))
        .isEqualTo(blocked("Docker Compose is not installed", "install the Compose v2 plugin"));
  }

  @Test
  void theOlderComposeIsEnough() {
    Docker docker = new Docker(Optional.of("20.10.0"), Docker.Compose.V1);
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(docker)).verdict())
        .isEqualTo(Verdict.CHANGE);
  }

  @Test
  void aTargetThatMeansNothingIsRefused() {
    Machine machine =
        machine("store-1", "stores", wanting(new Target.Exact(Samples.release("1.8.9"))));
    assertThat(judgement(machine, Sighting.of("1.8.2")))
        .isEqualTo(
            blocked(
                "release 1.8.9 is not in the manifest",
                "see what there is: walter-fleet versions"));
  }

  @Test
  void aRunThatDiedInAChangeTowardsAnotherTargetStandsInTheWay() {
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").unfinished(ELSEWHERE)))
        .isEqualTo(
            blocked(
                "run r1 ended in the middle of swap towards another target: walter:2 with bundle ab",
                "to put it back: walter-fleet rollback --limit store-1; to go on to this one:"
                    + " walter-fleet apply --retarget --limit store-1"));
  }

  @Test
  void aRunThatDiedBeforeItsChangeDoesNotStandInTheWay() {
    Unfinished harmless =
        new Unfinished("r1", BACKUP, true, "walter:2 ab - - -", List.of(BACKUP), List.of(SWAP));
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").unfinished(harmless)).verdict())
        .isEqualTo(Verdict.CHANGE);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  void aFirstInstallNeedsModeAndHost(boolean mode, boolean host) {
    Publication wanted =
        Samples.publication(
            mode ? Optional.of(Mode.PUBLIC_TLS) : Optional.empty(),
            host ? Optional.of("b.example.com") : Optional.empty(),
            OptionalInt.empty());
    Machine machine = machine("store-1", "stores", wanting(PATCH, wanted));
    assertThat(judgement(machine, Sighting.ofNothing()))
        .isEqualTo(
            blocked(
                "there is no install, and a first install needs 'mode' and 'host'",
                "add them to store-1 at prod.yml:14:7"));
  }

  static Stream<Arguments> ports() {
    Optional<Mode> open = Optional.of(Mode.PUBLIC_TLS);
    Optional<Mode> kept = Optional.empty();
    return Stream.of(
        arguments(open, OptionalInt.of(8443), "internal-tls", "", "8443"),
        arguments(open, OptionalInt.empty(), "internal-tls", "8443", "8443"),
        arguments(kept, OptionalInt.of(8443), "public-tls", "", "8443"),
        arguments(kept, OptionalInt.empty(), "public-tls", "444", "444"),
        arguments(open, OptionalInt.of(443), "internal-tls", "8443", ""),
        arguments(open, OptionalInt.empty(), "internal-tls", "", ""),
        arguments(kept, OptionalInt.of(8443), "internal-tls", "", ""),
        arguments(Optional.of(Mode.INTERNAL_TLS), OptionalInt.of(8443), "public-tls", "", ""));
  }

  @ParameterizedTest
  @MethodSource("ports")
  void publicTlsNeedsTheStandardPort(
      Optional<Mode> mode, OptionalInt port, String hasMode, String hasPort, String refused) {
    Sighting sighting = Sighting.of("1.8.2").mode(hasMode);
    Machine machine =
        machine(
            "store-1", "stores", wanting(PATCH, Samples.publication(mode, Optional.empty(), port)));
    Judgement judgement =
        judgement(machine, hasPort.isEmpty() ? sighting : sighting.httpsPort(hasPort));
    assertThat(judgement)
        .isEqualTo(
            refused.isEmpty()
                ? new Judgement(Verdict.CHANGE, "", "")
                : blocked(
                    "mode public-tls needs HTTPS port 443, and the machine would have " + refused,
                    "say 'httpsPort: 443', or 'mode: internal-tls'"));
  }

  @Test
  void aDowngradeIsRefused() {
    assertThat(judgement(exact("1.7.9", Permissions.NONE), Sighting.of("1.8.2")))
        .isEqualTo(
            blocked(
                "release 1.7.9 would be a downgrade from 1.8.2",
                "choose a release from 1.8.2 on, or say 'allowDowngrade: true'"));
  }

  @Test
  void aDowngradeIsRefusedForDataWhoseInstallVanished() {
    Publication wanted = Samples.publication(Mode.INTERNAL_TLS, "a.example.com", 443);
    Machine machine =
        machine("store-1", "stores", wanting(new Target.Exact(Samples.release("1.7.9")), wanted));
    Sighting sighting =
        Sighting.ofNothing().applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.2"))));
    assertThat(judgement(machine, sighting).reason())
        .isEqualTo("release 1.7.9 would be a downgrade from 1.8.2");
  }

  @Test
  void aDowngradeIsAllowedWhereTheInventorySaysSo() {
    Permissions allowed = new Permissions(false, true, false, false);
    assertThat(judgement(exact("1.7.9", allowed), Sighting.of("1.8.2")).verdict())
        .isEqualTo(Verdict.CHANGE);
  }

  @Test
  void imagesThatNameNoReleaseCannotBeOrdered() {
    Machine custom =
        machine("store-1", "stores", wanting(new Target.Image(new ImageRef("walter:nightly"))));
    assertThat(judgement(custom, Sighting.of("1.8.2")).verdict()).isEqualTo(Verdict.CHANGE);
    Sighting nightly = Sighting.of("1.8.2").image(Optional.of("walter:nightly"));
    assertThat(judgement(exact("1.7.9", Permissions.NONE), nightly).verdict())
        .isEqualTo(Verdict.CHANGE);
  }

  @Test
  void aLinkedEnvDeployIsNotWritten() {
    Sighting linked = Sighting.of("1.8.2");
    Install.Present install = (Install.Present) linked.seen().install();
    linked =
        linked.with(new Install.Present(install.keys(), install.files(), install.stack(), true));
    assertThat(judgement(machine("store-1"), linked))
        .isEqualTo(
            blocked(
                "~/walter-onprem/.env.deploy is a symbolic link, which a swap would break",
                "put the file that it leads to in its place, then run this command again"));
    assertThat(judgement(machine("store-1"), linked.image(Optional.of(Samples.imageKey("1.8.3")))))
        .as("nothing is to be written")
        .isEqualTo(
            judgement(
                machine("store-1"),
                Sighting.of("1.8.2").image(Optional.of(Samples.imageKey("1.8.3")))));
  }

  @Test
  void anEmptiedEnvDeployIsNotFilledWithOurKeysAlone() {
    Sighting emptied = Sighting.of("1.8.3").with(ManagedKeys.NONE);
    assertThat(judgement(exact("1.8.3", Permissions.NONE), emptied))
        .isEqualTo(
            blocked(
                "~/walter-onprem/.env.deploy has none of the keys that were applied: it was emptied"
                    + " or replaced, and the secrets in it may be gone, too",
                "put it back on the machine (copies are in ~/walter-onprem.backup-*); if nothing else"
                    + " was in it, or 'envKeys' has other names now: force: true for this machine, or"
                    + " --force"));
    assertThat(judgement(exact("1.8.3", Permissions.NONE.withForce()), emptied).verdict())
        .isNotEqualTo(Verdict.BLOCKED);
    assertThat(
            judgement(exact("1.8.3", Permissions.NONE), emptied.applied(Optional.empty()))
                .verdict())
        .isNotEqualTo(Verdict.BLOCKED);
    assertThat(judgement(exact("1.8.3", Permissions.NONE), emptied.host("b.example.com")).verdict())
        .isNotEqualTo(Verdict.BLOCKED);
  }

  @Test
  void anUploadNeedsSpace() {
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(OLDER).with(FULL)))
        .isEqualTo(
            blocked(
                "no disk space: 12 MB free in the home, 65 MB needed",
                "free some space; old backups: walter-fleet backups --limit store-1"));
  }

  @ParameterizedTest
  @CsvSource({"66581, BLOCKED", "66582, CHANGE"})
  void theSpaceIsFiveTimesTheBundleAndSomeToSpare(long free, Verdict verdict) {
    // 214,322 bytes, five times, are 1,046 KB; 64 MB are to spare
    Host host = new Host(free, Set.of());
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(OLDER).with(host)).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void whatIsNotUploadedNeedsNoSpace() {
    Host staged = new Host(0, Set.of(Samples.SHA256));
    assertThat(
            judgement(machine("store-1"), Sighting.of("1.8.2").with(OLDER).with(staged)).verdict())
        .isEqualTo(Verdict.CHANGE);
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.2").with(FULL)).verdict())
        .isEqualTo(Verdict.CHANGE);
    assertThat(judgement(machine("store-1"), Sighting.of("1.8.3").with(FULL)).verdict())
        .isEqualTo(Verdict.IN_SYNC);
  }

  /** 100,000 KB of data need 110,000 KB and 65,536 to spare, for the copies and for a way back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "351072 | 0 | true | ",
        "351071 | 0 | true | 342 MB free in the home, 342",
        "175536 | 351072 | false | ",
        "175535 | 351072 | false | 171 MB free in the home, 171",
        "175536 | 351071 | false | 342 MB free where docker keeps the volumes, 342"
      })
  void copiesAndAWayBackNeedSpaceWhereEachIs(long home, long docker, boolean shared, String why) {
    Host host = new Host(home, Set.of(Samples.SHA256), new Host.Data(100_000, docker, shared));

    Judgement told = judgement(machine("store-1"), Sighting.of("1.8.2").with(host));

    assertThat(told.verdict()).isEqualTo(why == null ? Verdict.CHANGE : Verdict.BLOCKED);
    if (why != null) {
      assertThat(told.reason())
          .isEqualTo(
              "no disk space for copies of the volumes and a way back: " + why + " MB needed");
      assertThat(told.fix())
          .isEqualTo("free some space; old backups: walter-fleet backups --limit store-1");
    }
  }

  /** Each row has all obstacles from its own on; its own is told. */
  static Stream<Arguments> precedence() {
    Sighting worst = Sighting.ofNothing().with(NO_DOCKER).with(FULL).with(new Install.Foreign());
    Sighting engine = worst.with(new Docker(Optional.of("27.3.1"), Docker.Compose.NONE));
    Sighting able = engine.with(new Docker(Optional.of("27.3.1"), Docker.Compose.V2));
    Sighting dataOf =
        able.with(new Install.Absent())
            .applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.3"))));
    return Stream.of(
        arguments(
            "locked by", worst.halfRollback(HALF).lock(LOCK), Permissions.NONE, "9.9.9", false),
        arguments(
            "run r1 ended in the middle of a rollback",
            worst.halfRollback(HALF),
            Permissions.NONE,
            "9.9.9",
            false),
        arguments("~/walter-onprem is not empty", worst, Permissions.NONE, "9.9.9", false),
        arguments("docker is not", worst, Permissions.NONE.withForce(), "9.9.9", false),
        arguments("Docker Compose is not", engine, Permissions.NONE.withForce(), "9.9.9", false),
        arguments("release 9.9.9 is not in", dataOf, Permissions.NONE, "9.9.9", false),
        arguments("run r1 ended", dataOf.unfinished(ELSEWHERE), Permissions.NONE, "1.7.9", false),
        arguments("there is no install", dataOf, Permissions.NONE, "1.7.9", false),
        arguments("release 1.7.9 would be", dataOf, Permissions.NONE, "1.7.9", true),
        arguments("no disk space", dataOf, Permissions.NONE, "1.8.3", true));
  }

  @ParameterizedTest
  @MethodSource("precedence")
  void ofSeveralObstaclesTheFirstIsTold(
      String start, Sighting sighting, Permissions allowed, String release, boolean complete) {
    Target target = new Target.Exact(Samples.release(release));
    Publication wanted =
        complete
            ? Samples.publication(Mode.INTERNAL_TLS, "a.example.com", 443)
            : Publication.AS_IT_IS;
    Judgement judgement =
        judgement(machine("store-1", "stores", wanting(target, wanted, allowed)), sighting);
    assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(judgement.reason()).startsWith(start);
  }

  @Test
  void aBlockedMachineHasNoStepsAndNoGoal() {
    MachinePlan plan =
        Decision.of(machine("store-1"), MANIFEST, Sighting.of("1.8.2").lock(LOCK).seen());
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.goal()).isEmpty();
    assertThat(plan.subject().fingerprint()).isEqualTo(Fingerprint.of(Sighting.of("1.8.2").seen()));
  }

  private static Judgement judgement(Machine machine, Sighting sighting) {
    return Decision.of(machine, MANIFEST, sighting.seen()).judgement();
  }

  private static Stack.Data gone(String volume) {
    return new Stack.Data(Optional.of(volume), Optional.empty(), List.of());
  }

  private static Judgement blocked(String reason, String fix) {
    return new Judgement(Verdict.BLOCKED, reason, fix);
  }

  private static Machine installing() {
    return machine(
        "store-1",
        "stores",
        wanting(PATCH, Samples.publication(Mode.INTERNAL_TLS, "b.example.com", 443)));
  }

  private static Machine exact(String release, Permissions allowed) {
    return machine(
        "store-1",
        "stores",
        wanting(new Target.Exact(Samples.release(release)), Publication.AS_IT_IS, allowed));
  }
}
