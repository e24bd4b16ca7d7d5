package io.walterfleet.app;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Seconds;
import io.walterfleet.fleet.Threshold;
import io.walterfleet.format.QueryAnswer;
import io.walterfleet.http.Content;
import io.walterfleet.http.Exchange;
import io.walterfleet.http.HttpFailure;
import io.walterfleet.http.ProxyRoutes;
import io.walterfleet.http.WebClient;
import io.walterfleet.local.Programs;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.SecretMasker;
import io.walterfleet.rollout.CheckRunner;
import io.walterfleet.rollout.CheckRunner.Answer.Kind;
import io.walterfleet.rollout.HookRunner.Facts;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Asks checks: pages, programs of this computer, and Prometheus. */
final class ControllerChecks implements CheckRunner {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FOR_A_PROGRAM = Duration.ofSeconds(30);
  private static final int MOST = 1 << 20;
  private static final int LONGEST = 200;
  private static final String PREFIX = "WALTER_FLEET_CHECK_";

  private final Programs programs;
  private final ProxyRoutes routes;
  private final WebClient client;
  private final SecretMasker secretMasker;

  ControllerChecks(Programs programs, ProxyRoutes routes, SecretMasker secretMasker) {
    this.secretMasker = secretMasker;
    this.programs = programs;
    this.routes = routes;
    this.client = new WebClient(PATIENCE, routes, WebClient::javaTrust);
  }

  @Override
  public Answer ask(Check.Question question, Facts facts) throws InterruptedException {
    if (question instanceof Check.Page page) {
      return page(page, facts);
    }
    return question instanceof Check.Program program
        ? program(program, facts)
        : query((Check.Query) question, facts);
  }

  private Answer page(Check.Page page, Facts facts) throws InterruptedException {
    return heard(
        filled(page.url(), facts, ControllerChecks::encoded),
        Content.UNREAD,
        status ->
            status == page.expect()
                ? new Answer(Kind.PASS, "answered " + status)
                : new Answer(Kind.FAIL, "answered " + status + ", not " + page.expect()));
  }

  private Answer query(Check.Query query, Facts facts) throws InterruptedException {
    String asked = filled(query.query(), facts, ControllerChecks::quoted);
    StringBuilder text = new StringBuilder();
    Content content =
        (status, body) ->
            text.append(new String(body.readNBytes(MOST + 1), StandardCharsets.UTF_8));
    return heard(
        query.server().replaceFirst("/+$", "") + "/api/v1/query?query=" + encoded(asked),
        content,
        status ->
            status == 200 && text.length() <= MOST
                ? judged(QueryAnswer.values(text.toString()), query.fail())
                : new Answer(Kind.INCONCLUSIVE, "answered " + status + ", and no values"));
  }

  private static Answer judged(Optional<List<Double>> values, Threshold fail) {
    if (values.isEmpty() || values.get().isEmpty()) {
      return new Answer(Kind.INCONCLUSIVE, values.isEmpty() ? "answered no values" : "has no data");
    }
    if (values.get().stream().anyMatch(value -> value.isNaN())) {
      return new Answer(Kind.INCONCLUSIVE, "is not a number (NaN)");
    }
    return values.get().stream()
        .filter(fail::has)
        .findFirst()
        .map(value -> new Answer(Kind.FAIL, "is " + value + ", which is " + fail))
        .orElse(new Answer(Kind.PASS, "is " + values.get().get(0)));
  }

  private interface Judge {
    Answer of(int status);
  }

  private Answer heard(String url, Content content, Judge judge) throws InterruptedException {
    try (Exchange exchange = client.get(URI.create(url), content)) {
      return judge.of(exchange.await(PATIENCE).status());
    } catch (IllegalArgumentException unusable) {
      return new Answer(Kind.INCONCLUSIVE, "has no URL that can be asked for this machine");
    } catch (TimeoutException silent) {
      return new Answer(Kind.INCONCLUSIVE, "did not answer within " + Seconds.of(PATIENCE));
    } catch (ExecutionException failed) {
      IOException why =
          failed.getCause() instanceof IOException broken ? broken : new IOException(failed);
      return new Answer(
          Kind.INCONCLUSIVE,
          "did not answer: "
              + HttpFailure.of(why, PATIENCE).reason()
              + routes.through(URI.create(url)));
    }
  }

  private Answer program(Check.Program program, Facts facts) throws InterruptedException {
    Map<String, String> variables = new LinkedHashMap<>();
    facts
        .named()
        .forEach((name, value) -> variables.put(PREFIX + name.toUpperCase(Locale.ROOT), value));
    Ended ended =
        programs.run(
            new Programs.Program(program.words(), variables, "", FOR_A_PROGRAM), () -> false);
    String said = Controls.escaped(secretMasker.hide(ended.lastLine()), LONGEST);
    String words = ended.words() + (said.isEmpty() ? "" : ": " + said);
    return new Answer(
        switch (ended.kind()) {
          case DONE -> Kind.PASS;
          case FAILED -> Kind.FAIL;
          case TIMED_OUT, ENDED -> Kind.INCONCLUSIVE;
        },
        words);
  }

  /** The text with each fact that it names, written so that it stays one word there. */
  private static String filled(String text, Facts facts, UnaryOperator<String> writing) {
    String filled = text;
    for (Map.Entry<String, String> fact : facts.named().entrySet()) {
      filled = filled.replace("{" + fact.getKey() + "}", writing.apply(fact.getValue()));
    }
    return filled;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As it stands between quotes of either kind in a query. */
  private static String quoted(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("'", "\\'")
        .replace("\n", "\\n");
  }
}
