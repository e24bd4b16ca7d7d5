package io.walterfleet.fleet;

import static io.walterfleet.fleet.ManagedKeys.UNREADABLE_FORM;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.testing.Samples;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is held only in the form of what its key is for. */
@Tag("unit")
class ManagedKeysTest {
  private static ManagedKeys all(String value) {
    Optional<String> text = Optional.of(value);
    return Samples.keys(text, text, text, text, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://walter:hunter22@db/walter",
        "q9Xk/2mZ+Lr0vTg==",
        "a secret of words",
        "hunter22 ",
        "line\nline",
        "https://key@sentry.example.com/1",
        "\u202ehost"
      })
  void whatHasNoFormOfItsKeyIsNotHeld(String value) {
    ManagedKeys keys = all(value);

    assertThat(keys).isEqualTo(all(UNREADABLE_FORM)).asString().doesNotContain("hunter22");
  }

  @Test
  void whatIsTooLongForAnyIsNotHeld() {
    assertThat(all("a".repeat(64)).host()).contains(UNREADABLE_FORM);
    assertThat(all("a.".repeat(127)).host()).contains(UNREADABLE_FORM);
    assertThat(all("ghcr.io/" + "a".repeat(600) + ":1").image()).contains(UNREADABLE_FORM);
    assertThat(all("123456").get(ManagedKey.HTTP_PORT)).contains(UNREADABLE_FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"walter.example.com", "wälter.example", "my_host", "10.0.0.1", "::1", "[fe80::1]"})
  void hostsAreHeldAsTheyStand(String host) {
    assertThat(all(host).host()).contains(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ghcr.io/matchylabs/walter", "walter:1.8.3", "a:1/b"})
  void imagesAreHeldAsTheyStandWhetherOrNotTheyAreFull(String image) {
    assertThat(all(image).image()).contains(image);
  }

  @Test
  void aWordAloneIsNoImageAndNoMode() {
    assertThat(all("hunter").image()).contains(UNREADABLE_FORM);
    assertThat(all("hunter").mode()).contains(UNREADABLE_FORM);
    assertThat(all("tls").mode()).contains("tls");
  }

  @Test
  void anEmptyValueIsEmpty() {
    assertThat(all("")).isEqualTo(all("")).extracting(ManagedKeys::host).isEqualTo(Optional.of(""));
  }

  @Test
  void theUsualValuesAreHeldAsTheyStand() {
    ManagedKeys keys =
        Samples.keys(
            Optional.of("ghcr.io/matchylabs/walter:1.8.3"),
            Optional.empty(),
            Optional.of("internal-tls"),
            Optional.of("8443"),
            Optional.of("80"));

    assertThat(keys.image()).contains("ghcr.io/matchylabs/walter:1.8.3");
    assertThat(keys.host()).isEmpty();
    assertThat(keys.mode()).contains("internal-tls");
    assertThat(keys.httpsPort()).contains("8443");
    assertThat(keys.get(ManagedKey.HTTP_PORT)).contains("80");
  }
}
