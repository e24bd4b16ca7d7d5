package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.testing.Samples;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class ResolutionTest {
  private static final Optional<Release> NOTHING = Optional.empty();

  @ParameterizedTest
  @CsvSource({
    "patch, 1.8.2, 1.8.3",
    "patch, 1.8.3, 1.8.3",
    "patch, 1.7.5, 1.7.9",
    "patch, 1.8.99, 1.8.3",
    "patch, 2.0.0, 2.0.1",
    "minor, 1.8.2, 1.8.3",
    "minor, 1.7.5, 1.8.3",
    "minor, 1.6.14, 1.8.3",
    "minor, 1.2.0, 1.8.3",
    "minor, 2.0.0, 2.0.1",
    "stable, 1.7.5, 1.8.3",
    "stable, 2.0.1, 1.8.3",
    "1.7.5, 1.7.9, 1.7.5",
    "2.0.1, 1.8.3, 2.0.1"
  })
  void aTargetMeansOneRelease(String word, String base, String expected) {
    Resolution resolution = Resolution.of(wanting(word), Samples.MANIFEST, Release.of(base), false);
    assertThat(resolution).isEqualTo(image(expected));
  }

  @ParameterizedTest
  @CsvSource({"patch", "minor", "stable"})
  void aNewMachineGetsTheLatestStable(String word) {
    assertThat(Resolution.of(wanting(word), Samples.MANIFEST, NOTHING, true))
        .isEqualTo(image("1.8.3"));
  }

  @ParameterizedTest
  @CsvSource({"patch, 1.7.9", "minor, 1.8.3"})
  void aMachineThatLostItsInstallCountsFromWhatItHad(String word, String expected) {
    assertThat(Resolution.of(wanting(word), Samples.MANIFEST, Release.of("1.7.5"), true))
        .isEqualTo(image(expected));
  }

  @Test
  void anImageIsTakenAsItIs() {
    ImageRef image = new ImageRef("registry.example.com/walter:nightly");
    Desired desired = Samples.wanting(new Target.Image(image));
    assertThat(Resolution.of(desired, Samples.MANIFEST, NOTHING, false))
        .isEqualTo(new Resolution.Image(image, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"patch", "minor"})
  void anImageWithoutAReleaseGivesNothingToCountFrom(String word) {
    assertThat(Resolution.of(wanting(word), Samples.MANIFEST, NOTHING, false))
        .isEqualTo(
            new Resolution.Refused(
                "the machine's image names no release, so '" + word + "' has nothing to count from",
                "say 'release: stable' or an exact release"));
  }

  @Test
  void aReleaseThatIsNotInTheManifestIsRefused() {
    assertThat(Resolution.of(wanting("1.8.9"), Samples.MANIFEST, NOTHING, false))
        .isEqualTo(
            new Resolution.Refused(
                "release 1.8.9 is not in the manifest",
                "see what there is: walter-fleet versions"));
  }

  @Test
  void anUnsupportedReleaseNeedsLeave() {
    assertThat(Resolution.of(wanting("1.6.14"), Samples.MANIFEST, NOTHING, false))
        .isEqualTo(unsupported("1.6"));
    assertThat(Resolution.of(allowing("1.6.14"), Samples.MANIFEST, NOTHING, false))
        .isEqualTo(image("1.6.14"));
  }

  @Test
  void aSeriesThatTheManifestDoesNotNameIsUnsupported() {
    assertThat(Resolution.of(wanting("1.5.0"), Samples.MANIFEST, NOTHING, false))
        .isEqualTo(unsupported("1.5"));
    assertThat(Resolution.of(allowing("1.5.0"), Samples.MANIFEST, NOTHING, false))
        .isEqualTo(image("1.5.0"));
  }

  @Test
  void patchStaysInNoUnsupportedSeries() {
    assertThat(Resolution.of(allowing("patch"), Samples.MANIFEST, Release.of("1.6.3"), false))
        .isEqualTo(
            new Resolution.Refused(
                "series 1.6 of the machine's release is not supported any more",
                "say 'release: minor' to leave it; 'patch' stays in an unsupported series only with"
                    + " an exact release and 'allowUnsupported: true'"));
  }

  @Test
  void patchNeedsASeriesThatTheManifestKnows() {
    assertThat(Resolution.of(wanting("patch"), Samples.MANIFEST, Release.of("1.5.0"), false))
        .isEqualTo(
            new Resolution.Refused(
                "the manifest does not know series 1.5 of the machine's release 1.5.0",
                "say 'release: minor', 'release: stable' or an exact release"));
  }

  @ParameterizedTest
  @CsvSource({"3.0.0", "9.0.0"})
  void minorNeverLeavesTheMajor(String base) {
    assertThat(Resolution.of(wanting("minor"), Samples.MANIFEST, Release.of(base), false))
        .isEqualTo(
            new Resolution.Refused(
                "the manifest has no supported release of major " + base.charAt(0),
                "say 'release: stable' or an exact release, after reading the upgrade notes"));
  }

  @ParameterizedTest
  @CsvSource({"patch", "minor"})
  void aLatestPatchThatIsNotPublishedIsRefused(String word) {
    assertThat(Resolution.of(wanting(word), Samples.MANIFEST, Release.of("4.0.1"), false))
        .isEqualTo(
            new Resolution.Refused(
                "release 4.0.7 is not among the manifest's releases",
                "the manifest is incomplete: tell who publishes it"));
  }

  private static Resolution image(String release) {
    Optional<String> digest =
        release.equals("1.8.3") ? Optional.of(Samples.DIGEST) : Optional.empty();
    return new Resolution.Image(Samples.image(release), digest);
  }

  private static Resolution unsupported(String series) {
    return new Resolution.Refused(
        "series " + series + " is not supported any more",
        "choose a supported release, or say 'allowUnsupported: true'");
  }

  private static Desired wanting(String word) {
    return Samples.wanting(target(word));
  }

  private static Desired allowing(String word) {
    return Samples.wanting(
        target(word), Publication.AS_IT_IS, new Permissions(false, false, true, false));
  }

  private static Target target(String word) {
    return switch (word) {
      case "patch" -> new Target.Patch();
      case "minor" -> new Target.Minor();
      case "stable" -> new Target.Stable();
      default -> new Target.Exact(Samples.release(word));
    };
  }
}
