package io.walterfleet.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.health.Answer.Response;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class AnswersTest {
  private static final Nothing NOBODY = new Nothing("nothing listens at port 443 of the machine");

  @ParameterizedTest
  @CsvSource({
    "200, 200, 200, '', ready",
    "200, 200, 302, /login, ready",
    "200, 200, 401, '', ready",
    "200, 200, 404, '', ready",
    "200, 503, 302, /migration-required, blocked",
    "200, 503, 307, https://walter.test:8443/migration-required?from=/, blocked",
    "200, 503, 303, /migration-required/, blocked",
    "200, 503, 503, '', /health/ready answered 503",
    "200, 503, 302, /login, /health/ready answered 503",
    "200, 503, 302, '', /health/ready answered 503",
    "200, 503, 302, /migration-required-not, /health/ready answered 503",
    "200, 503, 302, ::no address::, /health/ready answered 503",
    "200, 503, 200, /migration-required, /health/ready answered 503",
    "200, 500, 302, /migration-required, /health/ready answered 500",
    "200, 302, 302, /migration-required, /health/ready answered 302",
    "503, 503, 302, /migration-required, /health/live answered 503",
    "502, 502, 502, '', /health/live answered 502",
    "404, 200, 200, '', /health/live answered 404",
    "204, 200, 200, '', /health/live answered 204",
    "200, 200, 502, '', / answered 502",
    "200, 200, 302, /migration-required, / answered 302 (to /migration-required)"
  })
  void threeAnswersTellTheState(int live, int ready, int page, String location, String expected) {
    Answers answers =
        new Answers(
            new Response(live, Optional.empty()),
            new Response(ready, Optional.empty()),
            new Response(page, Optional.of(location).filter(text -> !text.isEmpty())));
    assertThat(answers.health()).isEqualTo(health(expected));
  }

  @Test
  void whereNobodyAnswersTheReasonIsKept() {
    Response fine = new Response(200, Optional.empty());
    Health starting = new Health.Starting(NOBODY.reason());
    assertThat(Answers.only(NOBODY).health()).isEqualTo(starting);
    assertThat(new Answers(fine, NOBODY, fine).health()).isEqualTo(starting);
    assertThat(new Answers(fine, fine, NOBODY).health()).isEqualTo(starting);
  }

  private static Health health(String word) {
    return switch (word) {
      case "ready" -> new Health.Ready();
      case "blocked" -> new Health.MigrationBlocked();
      default -> new Health.Starting(word);
    };
  }
}
