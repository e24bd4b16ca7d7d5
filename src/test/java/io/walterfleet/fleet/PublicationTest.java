package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.plan.testing.Samples;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class PublicationTest {
  private static final Publication WHOLE =
      Samples.publication(
          Optional.of(Mode.INTERNAL_TLS), Optional.of("a.example.com"), OptionalInt.of(8443));

  @Test
  void itsKeysHaveTheValuesOfTheFile() {
    assertThat(WHOLE.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                ManagedKey.MODE,
                "internal-tls",
                ManagedKey.HOST,
                "a.example.com",
                ManagedKey.HTTPS_PORT,
                "8443"));
    assertThat(WHOLE.mode()).contains(Mode.INTERNAL_TLS);
    assertThat(WHOLE.httpsPort()).hasValue(8443);
    assertThat(Publication.AS_IT_IS.httpsPort()).isEmpty();
  }

  @Test
  void aKeyThatIsLeftOutIsKeptAsTheMachineHasIt() {
    Publication without = WHOLE.without(ManagedKey.HOST);
    assertThat(without.host()).isEmpty();
    assertThat(without.mode()).isEqualTo(WHOLE.mode());
    assertThat(without.without(ManagedKey.HOST)).isEqualTo(without);
  }

  @ParameterizedTest
  @EnumSource(names = {"IMAGE", "HTTP_PORT"})
  void whatTheReleaseSaysOrNobodyIsNoPublication(ManagedKey key) {
    assertThatThrownBy(() -> new Publication(Map.of(key, "8080")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a publication has keys that it does not say");
  }
}
