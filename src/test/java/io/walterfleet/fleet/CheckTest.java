package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a check is fit to show. */
@Tag("unit")
class CheckTest {
  @ParameterizedTest
  @CsvSource({
    "https://lb.example.com/welcome?token=canary, the page at lb.example.com",
    "https://user:canary@lb.example.com:8443/x, the page at lb.example.com",
    "https://{host}/welcome, the page at {host}",
    "https://lb.example.com#canary, the page at lb.example.com",
    "https://[::1]:8443/, the page at [::1]",
  })
  void aPageIsCalledByItsHostAlone(String url, String name) {
    assertThat(new Check.Page(url, 200).name()).isEqualTo(name);
  }

  @Test
  void aProgramIsCalledByItsFirstWordAndAQueryByItsServer() {
    assertThat(new Check.Program(List.of("./probe", "canary")).name())
        .isEqualTo("the command ./probe");
    assertThat(
            new Check.Query("https://p.example.com/canary", "up", Threshold.of("< 1").orElseThrow())
                .name())
        .isEqualTo("the query at p.example.com");
  }
}
