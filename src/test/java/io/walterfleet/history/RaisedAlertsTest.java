package io.walterfleet.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Raised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receivers were told, from one process to another. */
@Tag("unit")
class RaisedAlertsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:05:00Z");
  private static final Concern ONE = new Concern(Occasion.DRIFT, "store-1");
  private static final Concern TWO = new Concern(Occasion.FAILED, "store-2");

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  @Test
  void anotherProcessKnowsWhatWasToldAndWhatWasOnlyTried() {
    another().raise("chat", List.of(ONE, TWO), NOW);
    another().told("chat", List.of(ONE));
    another().raise("chat", List.of(ONE), NOW.plusSeconds(60));
    assertThat(another().at("chat"))
        .containsExactly(new Raised("chat", ONE, NOW, true), new Raised("chat", TWO, NOW, false));
    assertThat(another().at("pager")).isEmpty();
    another().over("chat", List.of(ONE));
    assertThat(another().at("chat")).containsExactly(new Raised("chat", TWO, NOW, false));
    assertThat(notes).isEmpty();
  }

  @Test
  void whatIsOverBeforeItArrivedIsToldApart() {
    RaisedAlerts first = another();
    first.raise("pager", List.of(ONE, TWO), NOW);
    another().over("pager", List.of(ONE));
    assertThat(first.told("pager", List.of(ONE, TWO))).containsExactly(ONE);
  }

  @Test
  void processesAtOnceLoseNothing() {
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i ->
                new RaisedAlerts(folder.resolve("alerts"), true, "emea", note -> {})
                    .raise("chat", List.of(new Concern(Occasion.DRIFT, "m" + i)), NOW));
    assertThat(another().at("chat")).hasSize(40);
  }

  @Test
  void theNewestAreKeptAndNoneForEver() {
    RaisedAlerts alerts = another();
    alerts.raise("chat", List.of(ONE), NOW.minus(RaisedAlerts.YEAR).minusSeconds(1));
    alerts.raise("chat", many(RaisedAlerts.KEPT), NOW);
    assertThat(alerts.at("chat")).hasSize(RaisedAlerts.KEPT);
    alerts.raise("chat", List.of(TWO), NOW);
    assertThat(alerts.at("chat")).hasSize(RaisedAlerts.KEPT);
    assertThat(alerts.at("chat").get(RaisedAlerts.KEPT - 1).concern()).isEqualTo(TWO);
  }

  @Test
  void nobodyElseCanReadItAndFleetsAreApart() throws IOException {
    another().raise("chat", List.of(ONE), NOW);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("alerts"))))
        .isEqualTo("rwx------");
    assertThat(new RaisedAlerts(folder.resolve("alerts"), true, "apac", notes::add).at("chat"))
        .isEmpty();
  }

  @Test
  void oneThatNobodyCanReadIsWrittenAnew() throws IOException {
    another().raise("chat", List.of(ONE), NOW);
    Path file = file();
    for (String broken : List.of("{", "{\"format\":\"walter-fleet/alerts/v2\"}", "[]")) {
      notes.clear();
      Files.writeString(file, broken);
      another().raise("chat", List.of(TWO), NOW);
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0))
          .startsWith("what receivers of notifications were told before is not known: " + file)
          .endsWith("; it is written anew");
      assertThat(another().at("chat")).containsExactly(new Raised("chat", TWO, NOW, false));
    }
  }

  @Test
  void whereItCannotBeWrittenThisProcessRemembers() throws IOException {
    Files.writeString(folder.resolve("alerts"), "a file");
    RaisedAlerts alone = another();
    alone.raise("chat", List.of(ONE), NOW);
    alone.told("chat", List.of(ONE));
    assertThat(alone.at("chat")).containsExactly(new Raised("chat", ONE, NOW, true));
    assertThat(notes)
        .containsExactly(
            "what receivers of notifications are told is not kept: "
                + folder.resolve("alerts").resolve(LastPlans.name("emea") + ".json")
                + " cannot be written (something else stands there); another run cannot tell them"
                + " that it is over");
  }

  @Test
  void whatAnotherUserCanHaveWrittenIsNeitherReadNorWrittenOver() {
    another().raise("chat", List.of(ONE), NOW);
    RaisedAlerts foreign = new RaisedAlerts(folder.resolve("alerts"), false, "emea", notes::add);
    assertThat(foreign.at("chat")).isEmpty();
    foreign.raise("chat", List.of(TWO), NOW);
    assertThat(another().at("chat")).containsExactly(new Raised("chat", ONE, NOW, false));
    assertThat(notes).hasSize(1);
  }

  private static List<Concern> many(int number) {
    return IntStream.range(0, number).mapToObj(i -> new Concern(Occasion.FAILED, "m" + i)).toList();
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("alerts"))) {
      return files.filter(one -> one.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  private RaisedAlerts another() {
    return new RaisedAlerts(folder.resolve("alerts"), true, "emea", notes::add);
  }
}
