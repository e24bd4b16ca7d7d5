package io.walterfleet.health;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class AuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "walter.test, 443, walter.test, walter.test",
    "walter.test, 8443, walter.test:8443, walter.test",
    "edge01, 443, edge01, edge01",
    "my_host.test, 443, my_host.test, ''",
    "store_4.example.com, 8443, store_4.example.com:8443, ''",
    "walter.test., 443, walter.test., walter.test",
    "my-.test, 443, my-.test, ''",
    "bücher.test, 443, xn--bcher-kva.test, xn--bcher-kva.test",
    "10.0.0.1, 8443, 10.0.0.1:8443, ''",
    "fd00::1, 443, [fd00::1], ''",
    "[fd00::1], 8443, [fd00::1]:8443, ''",
    "::ffff:10.0.0.1, 443, [::ffff:10.0.0.1], ''"
  })
  void aNameIsAskedForInTlsAndAnAddressIsNot(
      String host, int port, String shown, String serverName) {
    Authority authority = Authority.of(host, port).orElseThrow();
    assertThat(authority.authority()).isEqualTo(shown);
    assertThat(authority.serverName().map(SNIHostName::getAsciiName).orElse(""))
        .isEqualTo(serverName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a/b",
        "a\r\nX: y",
        "me@walter.test",
        ".walter.test",
        "-a",
        ".",
        "a..b",
        "walter.test..",
        "x123456789x123456789x123456789x123456789x123456789x123456789x123.test",
        "a:b:g"
      })
  void whatIsNeitherANameNorAnAddressIsNoSite(String host) {
    assertThat(Authority.of(host, 443)).isEmpty();
  }
}
