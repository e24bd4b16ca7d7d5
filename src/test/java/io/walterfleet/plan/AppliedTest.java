package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.testing.Samples;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class AppliedTest {
  private static final Applied IMAGE_ALONE =
      new Applied(Map.of(ManagedKey.IMAGE, "walter:1.8.3"), Optional.of("b"));

  @Test
  void whateverIsAppliedHasAnImage() {
    assertThat(IMAGE_ALONE.image()).isEqualTo("walter:1.8.3");
    assertThat(IMAGE_ALONE.get(ManagedKey.HOST)).isEmpty();
    assertThatThrownBy(() -> new Applied(Map.of(ManagedKey.HOST, "a"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("whatever is applied has an image");
  }

  /** A record may hold more than a plan can say; saved plans are compared without it. */
  @Test
  void aKeyThatNoPlanSaysIsNotInItsFingerprint() {
    Applied more =
        new Applied(
            Map.of(ManagedKey.IMAGE, "walter:1.8.3", ManagedKey.HTTP_PORT, "80"), Optional.of("b"));
    assertThat(FingerprintText.of(more))
        .isEqualTo(FingerprintText.of(IMAGE_ALONE))
        .isEqualTo(
            "Applied[image=walter:1.8.3, mode=Optional.empty, host=Optional.empty,"
                + " httpsPort=Optional.empty, bundle=Optional[b]]");
    assertThat(
            FingerprintText.of(
                Samples.applied(
                    "i", Optional.of("m"), Optional.of("h"), Optional.of("p"), Optional.empty())))
        .isEqualTo(
            "Applied[image=i, mode=Optional[m], host=Optional[h], httpsPort=Optional[p],"
                + " bundle=Optional.empty]");
  }
}
