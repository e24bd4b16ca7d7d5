package io.walterfleet.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Threshold;
import io.walterfleet.http.ProxyRoutes;
import io.walterfleet.local.Processes;
import io.walterfleet.local.SecretMasker;
import io.walterfleet.release.Server;
import io.walterfleet.rollout.CheckRunner.Answer;
import io.walterfleet.rollout.CheckRunner.Answer.Kind;
import io.walterfleet.rollout.HookRunner.Facts;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages, programs and Prometheus answer, and what counts as no answer. */
@Tag("unit")
class ControllerChecksTest {
  private static final Facts FACTS = facts("store-1");

  private final ControllerChecks checks =
      new ControllerChecks(
          new Processes(),
          ProxyRoutes.STRAIGHT,
          new SecretMasker(Map.of("API_TOKEN", "c4n4ry-of-a-token"), List.of()));
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server = Server.plain();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200, 200, PASS, answered 200",
    "204, 200, FAIL, 'answered 204, not 200'",
    "503, 200, FAIL, 'answered 503, not 200'",
    "401, 401, PASS, answered 401"
  })
  void aPageAnswersWithItsStatus(int status, int expect, Kind kind, String words) throws Exception {
    server.on("/store-1", exchange -> exchange.sendResponseHeaders(status, -1));
    assertThat(checks.ask(new Check.Page(server.url("/{machine}"), expect), FACTS))
        .isEqualTo(new Answer(kind, words));
  }

  @Test
  void aPageThatIsRedirectedOrNotThereHasNotPassed() throws Exception {
    server.on("/m", Server.redirect(302, "/n")).on("/n", Server.status(200));
    assertThat(checks.ask(new Check.Page(server.url("/m"), 200), FACTS).kind())
        .isEqualTo(Kind.FAIL);
    assertThat(checks.ask(new Check.Page("http://127.0.0.1:1/", 200), FACTS))
        .isEqualTo(new Answer(Kind.INCONCLUSIVE, "did not answer: the connection was refused"));
    assertThat(checks.ask(new Check.Page("https://{host}/", 200), facts("")).kind())
        .isEqualTo(Kind.INCONCLUSIVE);
  }

  /** Answers of Prometheus to {@code fail: "> 0.05"}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.01"]}]}} | PASS
          {"status":"success","data":{"resultType":"vector","result":[{"value":[1,"0.01"]},{"value":[1,"0.06"]}]}} | FAIL
          {"status":"success","data":{"resultType":"scalar","result":[1,"0.05"]}} | PASS
          {"status":"success","data":{"resultType":"scalar","result":[1,"1e3"]}} | FAIL
          {"status":"success","data":{"resultType":"scalar","result":[1,"+Inf"]}} | FAIL
          {"status":"success","data":{"resultType":"scalar","result":[1,"-Inf"]}} | PASS
          {"status":"success","data":{"resultType":"scalar","result":[1,"NaN"]}} | INCONCLUSIVE
          {"status":"success","data":{"resultType":"vector","result":[{"value":[1,"0.01"]},{"value":[1,"NaN"]}]}} | INCONCLUSIVE
          {"status":"success","data":{"resultType":"vector","result":[]}} | INCONCLUSIVE
          {"status":"success","data":{"resultType":"matrix","result":[]}} | INCONCLUSIVE
          {"status":"success","data":{"resultType":"scalar","result":[1,"much"]}} | INCONCLUSIVE
          {"status":"success","data":{"resultType":"vector","result":[{"value":7}]}} | INCONCLUSIVE
          {"status":"error","error":"no such function"} | INCONCLUSIVE
          {"status":"success"} | INCONCLUSIVE
          [] | INCONCLUSIVE
          hello | INCONCLUSIVE
          """)
  void aQueryPassesOnlyWithNumbersNoneOfWhichIsBad(String body, Kind kind) throws Exception {
    server.on("/api/v1/query", Server.bytes(body.getBytes(UTF_8)));
    assertThat(ask("up").kind()).isEqualTo(kind);
  }

  @Test
  void anErrorOrAnEndlessAnswerIsNoAnswer() throws Exception {
    server.on("/api/v1/query", Server.status(500));
    assertThat(ask("up")).isEqualTo(new Answer(Kind.INCONCLUSIVE, "answered 500, and no values"));
    server.on("/api/v1/query", Server.bytes(new byte[3 << 20]));
    assertThat(ask("up").kind()).isEqualTo(Kind.INCONCLUSIVE);
  }

  /** A name stays one word of a URL and one value of a query, whatever stands in it. */
  @Test
  void noNameGetsOutOfItsPlace() throws Exception {
    String name = "x\"} or vector(1) # /../a?b=c&d'\\";
    server.on("/", Server.status(200));
    checks.ask(new Check.Page(server.url("/m/{machine}/end"), 200), facts(name));
    checks.ask(new Check.Query(server.url(""), "up{machine=\"{machine}\"}", limit()), facts(name));
    List<String> asked = server.asked();
    assertThat(asked.get(0)).endsWith("/end").doesNotContain("?", "\"", "../");
    String query = asked.get(1).substring(asked.get(1).indexOf("query=") + 6);
    assertThat(URLDecoder.decode(query, UTF_8))
        .isEqualTo("up{machine=\"x\\\"} or vector(1) # /../a?b=c&d\\'\\\\\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [ "$WALTER_FLEET_CHECK_MACHINE" = store-1 ] | PASS | done
          echo first; echo last; exit 3               | FAIL | ended with 3: last
          printf 'a\\033[31mb'; exit 1                 | FAIL | ended with 1: a\\u{1b}[31mb
          """)
  void aProgramEndsWithNothing(String script, Kind kind, String words) throws Exception {
    assertThat(checks.ask(new Check.Program(List.of("sh", "-c", script)), FACTS))
        .isEqualTo(new Answer(kind, words));
  }

  @Test
  void whatAProgramSaysOfASecretIsHidden() throws Exception {
    Answer answer =
        checks.ask(
            new Check.Program(List.of("sh", "-c", "echo no: c4n4ry-of-a-token; exit 1")), FACTS);
    assertThat(answer.words()).startsWith("ended with 1: no: ").doesNotContain("c4n4ry");
  }

  @Test
  void aProgramThatIsNotThereHasNotPassed() throws Exception {
    assertThat(checks.ask(new Check.Program(List.of("/no/such/program")), FACTS).kind())
        .isNotEqualTo(Kind.PASS);
  }

  private Answer ask(String query) throws InterruptedException {
    return checks.ask(new Check.Query(server.url(""), query, limit()), FACTS);
  }

  private static Threshold limit() {
    return Threshold.of("> 0.05").orElseThrow();
  }

  private static Facts facts(String machine) {
    return new Facts(Map.of("machine", machine, "host", machine), List.of(machine));
  }
}
