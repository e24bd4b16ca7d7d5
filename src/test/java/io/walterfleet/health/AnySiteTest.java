package io.walterfleet.health;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SNIHostName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever a machine publishes as its host. */
@Tag("unit")
class AnySiteTest {
  @Property
  void noHostThrows(@ForAll("hosts") String host) {
    Authority.of(host, 443)
        .ifPresent(
            authority -> {
              assertThat(authority.authority()).isNotEmpty();
              assertThat(authority.serverName().map(SNIHostName::getAsciiName).orElse("x"))
                  .isNotEmpty();
              assertThat(authority.hasUrl()).isIn(true, false);
            });
  }

  @Provide
  Arbitrary<String> hosts() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of(
                ".", "..", "_", "-", "xn--", "a", ":", "[", "]", "1.2.3.4", "a".repeat(64)),
            Arbitraries.strings().ofMaxLength(3),
            Arbitraries.of(
                "\u3002", "\u00fc", "\u200d", "\u202e", "\ud83d\ude00", "\ud83d", "\u00df"));
    return piece.list().ofMaxSize(6).map(parts -> String.join("", parts));
  }
}
