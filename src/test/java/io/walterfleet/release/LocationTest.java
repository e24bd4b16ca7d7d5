package io.walterfleet.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "https://vendor.test/m.json, https://vendor.test/m.json",
    "HTTP://vendor.test:8080/m, HTTP://vendor.test:8080/m",
    "/srv/m.json, /srv/m.json",
    "m.json, m.json",
    "C:m.json, C:m.json",
    "file:///srv/my%20m.json, /srv/my m.json",
    "file:/srv/m.json, /srv/m.json"
  })
  void aUrlOrAPathIsALocation(String text, String exact) {
    assertThat(Location.of(text).map(Location::exact)).contains(exact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https:///m",
        "https://me:pw@vendor.test/m",
        "https://a b/",
        "ftp://vendor.test/m",
        "https://vendor.test:99999/m",
        "a\0b",
        "https:/m"
      })
  void anythingElseIsNot(String text) {
    assertThat(Location.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://v.test/r/m.json, b.tar.gz, https://v.test/r/b.tar.gz",
    "https://v.test/r/m.json, ../b.tar.gz, https://v.test/b.tar.gz",
    "https://v.test/r/m.json, /b.tar.gz, https://v.test/b.tar.gz",
    "https://v.test/r/m.json, //w.test/b, https://w.test/b",
    "https://v.test/r/m.json, http://w.test/b, http://w.test/b",
    "/srv/m.json, b.tar.gz, /srv/b.tar.gz",
    "/srv/m.json, ../b.tar.gz, /srv/../b.tar.gz",
    "/srv/m.json, /b.tar.gz, /b.tar.gz",
    "/srv/m.json, https://w.test/b, https://w.test/b",
    "m.json, b.tar.gz, b.tar.gz"
  })
  void aReferenceIsSeenFromWhereItStands(String base, String reference, String exact) {
    assertThat(Location.of(base).flatMap(at -> at.resolve(reference)).map(Location::exact))
        .contains(exact);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "mailto:a@b", "https://me@w.test/", "a b", "%"})
  void theWebNeverLeadsToFilesOrElsewhere(String reference) {
    assertThat(Location.of("https://v.test/m.json").orElseThrow().resolve(reference)).isEmpty();
  }

  @Test
  void aQueryIsNotShown() {
    assertThat(Location.of("https://v.test/m?token=geheim").orElseThrow())
        .hasToString("https://v.test/m");
  }

  @Test
  void whatATerminalObeysIsNotShown() {
    assertThat(Location.of("a\u001b[2Jb\u202e").orElseThrow()).hasToString("a\\u{1b}[2Jb\\u{202e}");
  }
}
