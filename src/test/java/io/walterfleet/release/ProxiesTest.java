package io.walterfleet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.http.Login;
import io.walterfleet.http.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ProxiesTest {
  @Test
  void theEnvironmentNamesThem() throws Exception {
    assertThat(
            Proxies.of(
                Map.of(
                    "HTTP_PROXY", "http://plain.test",
                    "https_proxy", "me:p%3Aw+@secure.test:3128",
                    "HTTPS_PROXY", "http://unread.test",
                    "NO_PROXY", "a.test, .B.test 10.0.0.1")))
        .isEqualTo(
            new Proxies(
                Optional.of(new Proxy("plain.test", 80, Optional.empty())),
                Optional.of(new Proxy("secure.test", 3128, Optional.of(new Login("me", "p:w+")))),
                List.of("a.test", ".b.test", "10.0.0.1")));
  }

  @Test
  void noVariableIsNoProxy() throws Exception {
    assertThat(Proxies.of(Map.of("HTTP_PROXY", " ", "PATH", "/bin"))).isEqualTo(Proxies.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://me:geheim@p.test:1080",
        "https://geheim@p.test",
        "://geheim",
        "geheim p",
        "http://me:geheim@p.test:99999",
        "http://me:geheim@p.test:0"
      })
  void whatIsNoProxyIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", text)))
        .isInstanceOf(ReleaseException.class)
        .hasMessage(
            "the environment variable HTTPS_PROXY does not name a proxy that can be used\n"
                + "    fix: set it to http://HOST:PORT or http://USER:PASSWORD@HOST:PORT,"
                + " or unset it");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.test/, '', http.test:1",
    "https://a.test/, '', https.test:2",
    "https://a.test/, a.test, none",
    "https://www.a.test/, a.test, none",
    "https://www.a.test/, .a.test, none",
    "https://www.a.test/, *.a.test, none",
    "https://aa.test/, a.test, https.test:2",
    "https://A.TEST/, a.test, none",
    "https://a.test/, a.test:443, none",
    "https://a.test/, a.test:8443, https.test:2",
    "https://a.test:8443/, a.test:8443, none",
    "http://a.test/, a.test:80, none",
    "https://a.test/, *, none",
    "https://[fd00::1]/, fd00::1, none",
    "https://[fd00::1]:8443/, [fd00::1]:8443, none",
    "https://[fd00::1]/, [fd00::1], none",
    "http://localhost:8080/, '', none",
    "http://127.0.0.1:8080/, '', none",
    "http://127.9.9.9/, '', none",
    "https://[::1]/, '', none"
  })
  void theOneForAnAddressIsFound(URI uri, String noProxy, String expected) throws Exception {
    Proxies proxies =
        Proxies.of(
            Map.of(
                "HTTP_PROXY", "http.test:1", "HTTPS_PROXY", "https.test:2", "NO_PROXY", noProxy));
    assertThat(
            proxies
                .of(uri.getScheme(), uri.getHost(), uri.getPort())
                .map(Proxy::toString)
                .orElse("none"))
        .isEqualTo(expected);
  }

  @Test
  void aLoginIsNeverShown() {
    Proxy proxy = new Proxy("p.test", 80, Optional.of(new Login("me", "geheim")));
    assertThat(new Proxies(Optional.of(proxy), Optional.empty(), List.of()).toString())
        .isEqualTo("Proxies[http=Optional[p.test:80], https=Optional.empty, noProxy=[]]");
    assertThat(new Login("me", "geheim")).hasToString("(a login)");
  }
}
