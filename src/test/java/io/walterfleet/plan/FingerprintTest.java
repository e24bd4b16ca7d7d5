package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class FingerprintTest {
  private static final Sighting BEFORE = Sighting.of("1.8.2");

  @Test
  void theSameMachineHasTheSameFingerprint() {
    assertThat(Fingerprint.of(BEFORE.seen()))
        .isEqualTo(Fingerprint.of(Sighting.of("1.8.2").seen()));
    assertThat(moved(Sighting.of("1.8.2"))).isEmpty();
  }

  /** Plans are saved and compared by later versions, so that the text must not change. */
  @Test
  void theFormIsOneLineOfFieldsAndHashes() {
    assertThat(Fingerprint.of(Sighting.ofNothing().seen()))
        .isEqualTo("install=dd56885a6cacb978,unfinished=cbf29ce484222325,applied=cbf29ce484222325");
    assertThat(Fingerprint.of(BEFORE.seen()))
        .matches(
            "install=\\w{16},image=\\w{16},mode=\\w{16},host=\\w{16},httpsPort=\\w{16},bundle=\\w{16},"
                + "files=\\w{16},running=\\w{16},unfinished=\\w{16},applied=\\w{16},env=\\w{16}");
  }

  /** As the programs made them that had no declared texts yet. */
  static Stream<Arguments> fingerprintsThatWereSaved() {
    String keys =
        "install=e7e2edbaa832430c,image=3e1456d698d0ade9,mode=fec72cdd69282774,"
            + "host=c4e2fb2687744e8b,httpsPort=cbf29ce484222325,";
    String end = "applied=506c6aba055426d2,env=088e7b07b539b883";
    Unfinished run =
        new Unfinished(
            "r1",
            StepKind.SWAP,
            false,
            "t u",
            List.of(StepKind.STAGE, StepKind.PULL),
            List.of(StepKind.SWAP, StepKind.GATE));
    Install.Files files =
        new Install.Files(
            Optional.empty(), List.of("a", "b"), List.of("c"), List.of("d"), List.of("e/"));
    return Stream.of(
        arguments(
            BEFORE,
            keys
                + "bundle=544cc8e1f3802265,files=724487667445ac25,running=9c463ec27677d101,"
                + "unfinished=cbf29ce484222325,"
                + end),
        arguments(
            BEFORE.unfinished(run).with(files),
            keys
                + "bundle=cbf29ce484222325,files=abee3bd433fa1af5,running=9c463ec27677d101,"
                + "unfinished=bf6f30ecb7394d3f,"
                + end),
        arguments(
            BEFORE.halfRollback(new MachineState.HalfRollback("r1", "20261101T100000Z")),
            keys
                + "bundle=544cc8e1f3802265,files=724487667445ac25,running=9c463ec27677d101,"
                + "unfinished=2df9f2a6a1d7ba7b,"
                + end),
        arguments(
            BEFORE.with(new Install.Foreign()),
            "install=6dde1b05cb2e8073,unfinished=cbf29ce484222325," + end),
        arguments(
            BEFORE.with(new Install.Retired()),
            "install=846a4a8f0ebd80b6,unfinished=cbf29ce484222325," + end));
  }

  @ParameterizedTest
  @MethodSource("fingerprintsThatWereSaved")
  void aSavedFingerprintIsStillThatOfTheSameMachine(Sighting machine, String saved) {
    assertThat(Fingerprint.of(machine.seen())).isEqualTo(saved);
  }

  @Test
  void aFingerprintOfANewerProgramIsSaidToBeOne() {
    assertThat(Fingerprint.newerVersion(Fingerprint.parsed("version=2,install=0"))).contains("2");
    assertThat(Fingerprint.newerVersion(Fingerprint.parsed("version=x"))).isEmpty();
    assertThat(Fingerprint.newerVersion(Fingerprint.parsed(Fingerprint.of(BEFORE.seen()))))
        .isEmpty();
  }

  static Stream<Arguments> moves() {
    Install.Files edited =
        new Install.Files(Optional.of(Samples.SHA256), List.of("compose.yml"), List.of());
    Install.Files missing =
        new Install.Files(Optional.of(Samples.SHA256), List.of(), List.of("compose.yml"));
    Unfinished run =
        new Unfinished("r1", StepKind.SWAP, false, "t", List.of(), List.of(StepKind.SWAP));
    return Stream.of(
        arguments("install", BEFORE.with(new Install.Absent())),
        arguments("install", BEFORE.with(new Install.Foreign())),
        arguments("install", BEFORE.with(new Install.Retired())),
        arguments("image", BEFORE.image(Optional.of("walter:1"))),
        arguments("image", BEFORE.image(Optional.empty())),
        arguments("mode", BEFORE.mode("public-tls")),
        arguments("host", BEFORE.host("b.example.com")),
        arguments("httpsPort", BEFORE.httpsPort("8443")),
        arguments("bundle", BEFORE.with(Install.Files.UNRECORDED)),
        arguments("files", BEFORE.with(edited)),
        arguments("files", BEFORE.with(missing)),
        arguments("running", BEFORE.with(Stack.NONE)),
        arguments("unfinished", BEFORE.unfinished(run)),
        arguments(
            "unfinished",
            BEFORE.halfRollback(new MachineState.HalfRollback("r1", "20261101T100000Z"))),
        arguments("applied", BEFORE.applied(Optional.empty())),
        arguments("env", BEFORE.env(Optional.of("e2"))),
        arguments("env", BEFORE.env(Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void whatMovedIsNamed(String field, Sighting now) {
    assertThat(moved(now)).contains(field);
  }

  @Test
  void ofSeveralFieldsTheFirstIsNamed() {
    assertThat(moved(BEFORE.env(Optional.of("e2")).host("b").mode("c"))).contains("mode");
  }

  static Stream<Sighting> moreOfTheSame() {
    return Stream.of(
        BEFORE.with(new Host(1, Set.of(Samples.SHA256))),
        BEFORE.with(new Docker(Optional.of("28.0.0"), Docker.Compose.V1)),
        BEFORE.lock(new Lock("1-r9", "ann@desk", "r9", "upgrade", 60, 5)),
        BEFORE.with(
            new MachineState(
                BEFORE.seen().machineState().applied(),
                Optional.empty(),
                Optional.empty(),
                List.of(
                    new Backup(
                        "20261101T100000Z",
                        "walter:1",
                        "volumes",
                        7,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))));
  }

  @ParameterizedTest
  @MethodSource("moreOfTheSame")
  void whatDoesNotChangeAPlanIsNoMove(Sighting now) {
    assertThat(moved(now)).isEmpty();
  }

  @Test
  void aSaltThatAppearsIsNoMove() {
    Sighting before = BEFORE.env(Optional.empty());
    assertThat(Fingerprint.moved(Fingerprint.of(before.seen()), Fingerprint.of(BEFORE.seen())))
        .isEmpty();
  }

  @Test
  void aFingerprintThatIsNoneDiffersFromAny() {
    String now = Fingerprint.of(BEFORE.seen());
    assertThat(Fingerprint.moved("", now)).contains("");
    assertThat(Fingerprint.moved("garbage", now)).contains("garbage");
  }

  private static Optional<String> moved(Sighting now) {
    return Fingerprint.moved(Fingerprint.of(BEFORE.seen()), Fingerprint.of(now.seen()));
  }
}
