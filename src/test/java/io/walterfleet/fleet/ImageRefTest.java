package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ImageRefTest {
  private static final String DIGEST = "sha256:" + "0f".repeat(32);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "ghcr.io/matchylabs/walter:1.8.3, ghcr.io/matchylabs/walter, 1.8.3",
        "walter:1.8.3, walter, 1.8.3",
        "registry.example.com:5000/walter:1.8.3, registry.example.com:5000/walter, 1.8.3",
        "localhost:5000/a/b/c_d/e-f:nightly, localhost:5000/a/b/c_d/e-f, -",
        "ghcr.io/matchylabs/walter:v1.8.3, ghcr.io/matchylabs/walter, -",
        "ghcr.io/matchylabs/walter:1.8.3-rc1, ghcr.io/matchylabs/walter, -",
        "Registry.Example.com/walter:_x, Registry.Example.com/walter, -",
        "a.b__c---d:1.0.0, a.b__c---d, 1.0.0"
      })
  void aTagMakesAFullReference(String text, String repository, String release) {
    ImageRef image = ImageRef.of(text).orElseThrow();
    assertThat(image).isEqualTo(new ImageRef(text)).hasToString(text);
    assertThat(image.repository()).isEqualTo(repository);
    assertThat(image.release()).isEqualTo(Optional.ofNullable(release).flatMap(Release::of));
  }

  @Test
  void aDigestMakesAFullReferenceThatNamesNoRelease() {
    ImageRef image = ImageRef.of("ghcr.io/matchylabs/walter@" + DIGEST).orElseThrow();
    assertThat(image.repository()).isEqualTo("ghcr.io/matchylabs/walter");
    assertThat(image.release()).isEmpty();
  }

  @Test
  void aTagAndADigestMayStandTogether() {
    ImageRef image = ImageRef.of("walter:1.8.3@" + DIGEST).orElseThrow();
    assertThat(image.repository()).isEqualTo("walter");
    assertThat(image.release()).contains(new Release(1, 8, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "walter",
        "ghcr.io/matchylabs/walter",
        "registry.example.com:5000/walter",
        "walter:",
        ":1.8.3",
        "walter:1.8.3@",
        "walter@sha256:0f",
        "walter@sha512:00",
        "ghcr.io//walter:1",
        "/walter:1",
        "ghcr.io/Matchylabs/walter:1",
        "ghcr.io/walter-:1",
        "walter:-1",
        "walter:.1",
        "walter:1 2",
        "walter:1\n",
        " walter:1",
        "walter:1;reboot",
        "walter:$(reboot)",
        "registry:123456/walter:1",
        "-registry/walter:1"
      })
  void anythingElseIsRefused(String text) {
    assertThat(ImageRef.of(text)).isEmpty();
    assertThatThrownBy(() -> new ImageRef(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a full image reference: " + text);
  }

  @Test
  void aTagHasAtMost128Characters() {
    assertThat(ImageRef.of("walter:" + "x".repeat(128))).isPresent();
    assertThat(ImageRef.of("walter:" + "x".repeat(129))).isEmpty();
  }

  @Test
  void aReferenceHasAtMost512Characters() {
    assertThat(ImageRef.of("w".repeat(510) + ":1")).isPresent();
    assertThat(ImageRef.of("w".repeat(511) + ":1")).isEmpty();
  }
}
