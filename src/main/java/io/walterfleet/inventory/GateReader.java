package io.walterfleet.inventory;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code gate}: when a machine counts as healthy after a change. */
final class GateReader {
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 599;
  private static final int OK = 200;
  private static final List<String> KINDS = List.of("url", "command", "prometheus");

  private GateReader() {}

  static Gate read(Section gate) {
    Duration timeout = positive(gate, "timeout").orElse(Gate.DEFAULT.timeout());
    Duration interval = positive(gate, "interval").orElse(Gate.DEFAULT.interval());
    Duration healthyFor =
        gate.at("healthyFor").flatMap(Durations::read).orElse(Gate.DEFAULT.healthyFor());
    if (healthyFor.compareTo(timeout) >= 0) {
      gate.cursor()
          .refuse(
              "can never pass: 'healthyFor' must be shorter than 'timeout'",
              "make 'timeout' longer or 'healthyFor' shorter");
    }
    Gate.Via via = gate.choice("via", Gate.Via.values(), Gate.Via::word).orElse(Gate.DEFAULT.via());
    List<Check> checks =
        gate.items("checks").stream()
            .flatMap(item -> check(Section.of(item, Keys.CHECK)).stream())
            .toList();
    return new Gate(timeout, interval, healthyFor, via, checks);
  }

  private static Optional<Check> check(Section section) {
    Duration holds = section.at("for").flatMap(Durations::read).orElse(Duration.ZERO);
    if (KINDS.stream().filter(key -> section.at(key).isPresent()).count() != 1) {
      return section
          .cursor()
          .refuse(
              "must have one of 'url', 'command' and 'prometheus'",
              "write {url: https://example.com/, expect: 200}, {command: [\"./probe\"]} or"
                  + " {prometheus: https://prometheus.example.com, query: up, fail: \"< 1\"}");
    }
    return Stream.of(page(section), program(section), query(section))
        .flatMap(Optional::stream)
        .findFirst()
        .map(question -> new Check(question, holds));
  }

  private static Optional<Check.Question> page(Section section) {
    int expect =
        section.at("expect").flatMap(cursor -> cursor.number(LEAST_STATUS, MOST_STATUS)).orElse(OK);
    return section
        .at("url")
        .flatMap(cursor -> Paths.template(cursor, mayBeHttp(section)))
        .map(url -> new Check.Page(url, expect));
  }

  private static Optional<Check.Question> program(Section section) {
    return section
        .at("command")
        .map(cursor -> HooksReader.words(cursor, "[\"./probe\", \"deep\"]"))
        .filter(words -> !words.isEmpty())
        .map(Check.Program::new);
  }

  private static Optional<Check.Question> query(Section section) {
    Optional<Cursor> server = section.at("prometheus");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> query =
        section.required("query", "write a query of Prometheus").flatMap(Cursor::text);
    Optional<Threshold> fail =
        section
            .required("fail", "say which values are bad, such as \"> 0.05\"")
            .flatMap(GateReader::threshold);
    return server
        .flatMap(cursor -> Paths.secretAddress(cursor, mayBeHttp(section)))
        .flatMap(
            url -> query.flatMap(text -> fail.map(limit -> new Check.Query(url, text, limit))));
  }

  private static Optional<Threshold> threshold(Cursor cursor) {
    return cursor.said(
        Threshold::of,
        "is no limit",
        "write >, >=, <, <=, == or != and a number, in quotes, such as \"> 0.05\"");
  }

  private static boolean mayBeHttp(Section section) {
    return section.at("allowHttp").flatMap(Cursor::truth).orElse(false);
  }

  private static Optional<Duration> positive(Section gate, String key) {
    return gate.at(key).flatMap(Durations::readPositive);
  }
}
