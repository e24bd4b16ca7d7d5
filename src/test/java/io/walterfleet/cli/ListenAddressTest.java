package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    "9464, 127.0.0.1:9464",
    ":9464, 127.0.0.1:9464",
    "0.0.0.0:9464, 0.0.0.0:9464",
    "monitor.example.com:80, monitor.example.com:80",
    "[::1]:9464, [::1]:9464",
    "0, 127.0.0.1:0",
  })
  void anAddressIsUnderstood(String words, String address) {
    assertThat(ListenAddress.of(words).map(ListenAddress::toString)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "65536", "1.2.3.4:", "a b:1", "::1:9464", "123456", "-1"})
  void anythingElseIsNot(String words) {
    assertThat(ListenAddress.of(words)).isEmpty();
  }

  @Test
  void withoutAHostItIsOnLoopback() {
    assertThat(ListenAddress.of(":0").orElseThrow().socket().getAddress().isLoopbackAddress())
        .isTrue();
  }
}
