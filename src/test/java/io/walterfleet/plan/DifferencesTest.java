package io.walterfleet.plan;

import static io.walterfleet.plan.testing.Samples.BUNDLE;
import static io.walterfleet.plan.testing.Samples.OLD_SHA256;
import static io.walterfleet.plan.testing.Samples.SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class DifferencesTest {
  private static final Publication KEPT = Publication.AS_IT_IS;
  private static final String OLD_DIGEST =
      "7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d";

  @Test
  void nothingDiffersOnAMachineAtItsGoal() {
    assertThat(between(Sighting.of("1.8.3"), goal("1.8.3", KEPT))).isEmpty();
  }

  @Test
  void anotherReleaseIsWantedByTheInventory() {
    assertThat(between(Sighting.of("1.8.2"), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT));
  }

  @Test
  void aReleaseSetByHandIsDrift() {
    Sighting sighting =
        Sighting.of("1.8.2").applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.3"))));
    assertThat(between(sighting, goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.DRIFT));
  }

  @Test
  void aReleaseOnAMachineThatWeNeverChangedIsIntent() {
    assertThat(between(Sighting.of("1.8.2").applied(Optional.empty()), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT));
  }

  @Test
  void aMissingImageKeyIsAReleaseFromNothing() {
    assertThat(between(Sighting.of("1.8.3").image(Optional.empty()), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.RELEASE, "", "1.8.3", Cause.DRIFT));
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/walter:1.8.2, another repository",
    "ghcr.io/matchylabs/walter:nightly, a tag that is no release",
    "ghcr.io/matchylabs/walter, no full reference",
    "ghcr.io/matchylabs/walter:1.8.3@sha256:" + OLD_DIGEST + ", the same release by digest"
  })
  void whatIsNoOtherReleaseOfTheSameRepositoryIsAnotherImage(String image, String why) {
    Sighting sighting = stackless(Sighting.of("1.8.2").image(Optional.of(image)));
    assertThat(between(sighting, goal("1.8.3", KEPT)))
        .as(why)
        .containsExactly(new Change(Field.IMAGE, image, Samples.imageKey("1.8.3"), Cause.INTENT));
  }

  @Test
  void aCustomImageIsAnImage() {
    ImageRef custom = new ImageRef("ghcr.io/matchylabs/walter:nightly");
    assertThat(between(Sighting.of("1.8.3"), goal(custom, KEPT)))
        .containsExactly(
            new Change(Field.IMAGE, Samples.imageKey("1.8.3"), custom.value(), Cause.INTENT));
  }

  @Test
  void eachKeyThatTheInventoryNamesIsCompared() {
    Publication wanted = Samples.publication(Mode.PUBLIC_TLS, "b.example.com", 8443);
    assertThat(between(Sighting.of("1.8.3"), goal("1.8.3", wanted)))
        .containsExactly(
            new Change(Field.MODE, "internal-tls", "public-tls", Cause.INTENT),
            new Change(Field.HOST, "a.example.com", "b.example.com", Cause.INTENT),
            new Change(Field.HTTPS_PORT, "443", "8443", Cause.INTENT));
  }

  @Test
  void aKeyThatIsNotWhatWasAppliedIsDrift() {
    Publication wanted = Samples.publication(Mode.PUBLIC_TLS, "b.example.com", 443);
    Applied applied =
        Samples.applied(
            Samples.imageKey("1.8.3"),
            Optional.of("public-tls"),
            Optional.of("b.example.com"),
            Optional.of("443"),
            Optional.of(SHA256));
    Sighting sighting = Sighting.of("1.8.3").httpsPort("8443").applied(Optional.of(applied));
    assertThat(between(sighting, goal("1.8.3", wanted)))
        .containsExactly(
            new Change(Field.MODE, "internal-tls", "public-tls", Cause.DRIFT),
            new Change(Field.HOST, "a.example.com", "b.example.com", Cause.DRIFT),
            new Change(Field.HTTPS_PORT, "8443", "443", Cause.DRIFT));
  }

  @Test
  void theDefaultPortNeedsNoKey() {
    Publication wanted =
        Samples.publication(Optional.empty(), Optional.empty(), OptionalInt.of(443));
    assertThat(between(Sighting.of("1.8.3"), goal("1.8.3", wanted))).isEmpty();
    assertThat(between(Sighting.of("1.8.3").httpsPort("443"), goal("1.8.3", wanted))).isEmpty();
  }

  @Test
  void aPortSetByHandWhereNoneWasEverSaidIsDrift() {
    Publication wanted =
        Samples.publication(Optional.empty(), Optional.empty(), OptionalInt.of(443));
    assertThat(between(Sighting.of("1.8.3").httpsPort("8443"), goal("1.8.3", wanted)))
        .containsExactly(new Change(Field.HTTPS_PORT, "8443", "443", Cause.DRIFT));
  }

  @Test
  void aPortOnAMachineThatWeNeverChangedIsIntent() {
    Publication wanted =
        Samples.publication(Optional.empty(), Optional.empty(), OptionalInt.of(443));
    Sighting sighting = Sighting.of("1.8.3").httpsPort("8443").applied(Optional.empty());
    assertThat(between(sighting, goal("1.8.3", wanted)))
        .containsExactly(new Change(Field.HTTPS_PORT, "8443", "443", Cause.INTENT));
  }

  @Test
  void aKeyThatTheInventoryDoesNotNameIsKept() {
    Sighting sighting = Sighting.of("1.8.3").mode("odd").host("x").httpsPort("1");
    assertThat(between(sighting, goal("1.8.3", KEPT))).isEmpty();
  }

  @Test
  void aBundleThatWasNeverRecordedIsReplaced() {
    Sighting sighting =
        Sighting.of("1.8.3").with(Install.Files.UNRECORDED).applied(Optional.empty());
    assertThat(between(sighting, goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.BUNDLE, "unknown", "2026.11.1", Cause.INTENT));
  }

  @Test
  void anOlderBundleIsReplaced() {
    Applied older =
        Samples.applied(
            Samples.imageKey("1.8.3"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(OLD_SHA256));
    Sighting sighting = Sighting.of("1.8.3").with(files(OLD_SHA256)).applied(Optional.of(older));
    assertThat(between(sighting, goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.BUNDLE, "7d7d7d7d7d7d", "2026.11.1", Cause.INTENT));
  }

  @Test
  void aBundleThatIsNotTheAppliedOneAnyMoreIsDrift() {
    assertThat(between(Sighting.of("1.8.3").with(files(OLD_SHA256)), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.BUNDLE, "7d7d7d7d7d7d", "2026.11.1", Cause.DRIFT));
  }

  @Test
  void aShortHashIsShownWhole() {
    assertThat(between(Sighting.of("1.8.3").with(files("7d")), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.BUNDLE, "7d", "2026.11.1", Cause.DRIFT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compose.yml            | ''      | edited: compose.yml",
        "''                     | bin/x   | missing: bin/x",
        "compose.yml            | bin/x   | edited: compose.yml; missing: bin/x",
        "a b c                  | ''      | edited: a, b, c",
        "a b c d e              | f g h i | edited: a, b, c and 2 more; missing: f, g, h and 1 more"
      })
  void editedAndMissingFilesAreDrift(String edited, String missing, String text) {
    Install.Files files = new Install.Files(Optional.of(SHA256), words(edited), words(missing));
    assertThat(between(Sighting.of("1.8.3").with(files), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.FILES, text, "as in the bundle", Cause.DRIFT));
  }

  @Test
  void changedModesAndFilesThatComposeWouldReadAreDrift() {
    Install.Files files =
        new Install.Files(
            Optional.of(SHA256),
            List.of(),
            List.of(),
            List.of("bin/x"),
            List.of("notes.txt", "certs/", "compose.override.yml"));
    String text = "mode changed: bin/x; added: compose.override.yml";
    assertThat(between(Sighting.of("1.8.3").with(files), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.FILES, text, "as in the bundle", Cause.DRIFT));
  }

  @Test
  void aFileThatNobodyReadsIsNoDrift() {
    Install.Files files =
        new Install.Files(
            Optional.of(SHA256), List.of(), List.of(), List.of(), List.of("notes.txt", "certs/"));
    assertThat(between(Sighting.of("1.8.3").with(files), goal("1.8.3", KEPT))).isEmpty();
  }

  @Test
  void aStackThatDoesNotRunIsDrift() {
    assertThat(between(Sighting.of("1.8.3").with(Stack.NONE), goal("1.8.3", KEPT)))
        .containsExactly(new Change(Field.RUNNING, "no container", "running", Cause.DRIFT));
  }

  @Test
  void aStackIsHeldAgainstItsOwnKeysAndNotAgainstTheGoal() {
    Sighting sighting = Sighting.of("1.8.2").with(Sighting.running(Samples.imageKey("1.8.3")));
    assertThat(between(sighting, goal("1.8.3", KEPT)))
        .containsExactly(
            new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT),
            new Change(
                Field.RUNNING,
                "no container runs ghcr.io/matchylabs/walter:1.8.2",
                "running",
                Cause.DRIFT));
  }

  @Test
  void aMachineWithoutAnInstallGetsEverything() {
    Publication wanted = Samples.publication(Mode.INTERNAL_TLS, "b.example.com", 8443);
    assertThat(Differences.fromNothing(goal("1.8.3", wanted), BUNDLE, Optional.empty()))
        .containsExactly(
            new Change(Field.RELEASE, "", "1.8.3", Cause.INTENT),
            new Change(Field.MODE, "", "internal-tls", Cause.INTENT),
            new Change(Field.HOST, "", "b.example.com", Cause.INTENT),
            new Change(Field.HTTPS_PORT, "443", "8443", Cause.INTENT),
            new Change(Field.BUNDLE, "", "2026.11.1", Cause.INTENT));
  }

  @Test
  void anInstallThatVanishedIsDrift() {
    Optional<Applied> applied = Optional.of(Sighting.applied(Samples.imageKey("1.8.3")));
    assertThat(Differences.fromNothing(goal("1.8.3", KEPT), BUNDLE, applied))
        .containsExactly(
            new Change(Field.RELEASE, "", "1.8.3", Cause.DRIFT),
            new Change(Field.BUNDLE, "", "2026.11.1", Cause.DRIFT));
  }

  @Test
  void aCustomImageOnAnEmptyMachineIsAnImage() {
    ImageRef custom = new ImageRef("walter:nightly");
    assertThat(Differences.fromNothing(goal(custom, KEPT), BUNDLE, Optional.empty()))
        .containsExactly(
            new Change(Field.IMAGE, "", "walter:nightly", Cause.INTENT),
            new Change(Field.BUNDLE, "", "2026.11.1", Cause.INTENT));
  }

  private static List<Change> between(Sighting sighting, Goal goal) {
    return Differences.between(
        (Install.Present) sighting.seen().install(),
        goal,
        BUNDLE,
        sighting.seen().machineState().applied());
  }

  /** Runs whatever its image key names. */
  private static Sighting stackless(Sighting sighting) {
    String image = ((Install.Present) sighting.seen().install()).keys().image().orElseThrow();
    return sighting.with(Sighting.running(image));
  }

  private static Goal goal(String release, Publication wanted) {
    return goal(Samples.image(release), wanted);
  }

  private static Goal goal(ImageRef image, Publication wanted) {
    return new Goal(image, Optional.empty(), SHA256, wanted, BackupKind.VOLUMES);
  }

  private static Install.Files files(String sha256) {
    return new Install.Files(Optional.of(sha256), List.of(), List.of());
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
