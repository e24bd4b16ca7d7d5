package io.walterfleet.doctor;

import static io.walterfleet.doctor.Finding.Verdict.CANNOT_BE_SEEN;
import static io.walterfleet.doctor.Finding.Verdict.DIFFERS;
import static io.walterfleet.doctor.Finding.Verdict.HOLDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.doctor.Finding.Verdict;
import io.walterfleet.fleet.Conventions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of each assumption, whatever was seen. */
@Tag("unit")
class FindingsTest {
  private static final Map<String, List<String>> USUAL =
      Map.ofEntries(
          Map.entry("directory", List.of("yes")),
          Map.entry("command", List.of("yes")),
          Map.entry("env.file", List.of("yes")),
          Map.entry("compose.file", List.of("compose.yml")),
          Map.entry("key.image", List.of("WALTER_IMAGE")),
          Map.entry("key.host", List.of("PHX_HOST")),
          Map.entry("key.mode", List.of("WALTER_MODE")),
          Map.entry("published.https", List.of("443")),
          Map.entry("published.http", List.of("80")),
          Map.entry("env.others", List.of("7")),
          Map.entry("project", List.of("walter-onprem")),
          Map.entry("database.volume", List.of("walter_postgres")),
          Map.entry("walter.volume", List.of("walter_state", "walter_postgres")),
          Map.entry("bundle.service", List.of("postgres", "walter", "setup")),
          Map.entry("service", List.of("postgres", "walter")));

  @Test
  void allHoldsWhereAllIsUsual() {
    assertThat(verdicts(USUAL).values()).containsOnly(HOLDS).hasSize(14);
    assertThat(Learned.of(of(USUAL)).yaml()).isEmpty();
  }

  @Test
  void nothingIsGuessedWhereNothingIsSeen() {
    assertThat(verdicts(Map.of()).values()).containsOnly(CANNOT_BE_SEEN).hasSize(14);
  }

  @Test
  void eachFactDecidesItsOwnAssumption() {
    Map<String, Verdict> one = new LinkedHashMap<>();
    one.put("command", verdict("command", "the vendor's command", "no"));
    one.put("env.file", verdict("env.file", "the deployment's state", "no"));
    one.put("another key", verdict("key.image", "envKeys.image", "IMAGE"));
    one.put("two keys", verdict("key.image", "envKeys.image", "IMAGE", "TAG"));
    one.put("two, the right one", verdict("key.image", "envKeys.image", "TAG", "WALTER_IMAGE"));
    one.put("another port", verdict("key.httpsPort", "envKeys.httpsPort", "PORT"));
    one.put("an unusual port", verdict("published.https", "envKeys.httpsPort", "8443"));
    one.put("a wrong port", verdict("has.httpsPort", "envKeys.httpsPort", "yes"));
    one.put("no other keys", verdict("env.others", "other keys of .env.deploy", "0"));
    one.put("a bind mount", verdict("database.mount", "stack.postgresVolume", "bind"));
    one.put("another volume", verdict("database.volume", "stack.postgresVolume", "data"));
    one.put("many volumes", verdict("walter.volume", "stack.stateVolume", "a", "b"));
    one.put("one idle", verdict("bundle.service", "stack.setupService", "walter", "migrate"));
    one.put("two idle", verdict("bundle.service", "stack.setupService", "a", "b"));
    one.put("none idle", verdict("bundle.service", "stack.setupService", "walter"));
    assertThat(one)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("command", DIFFERS),
                Map.entry("env.file", DIFFERS),
                Map.entry("another key", DIFFERS),
                Map.entry("two keys", CANNOT_BE_SEEN),
                Map.entry("two, the right one", HOLDS),
                Map.entry("another port", DIFFERS),
                Map.entry("an unusual port", CANNOT_BE_SEEN),
                Map.entry("a wrong port", CANNOT_BE_SEEN),
                Map.entry("no other keys", CANNOT_BE_SEEN),
                Map.entry("a bind mount", DIFFERS),
                Map.entry("another volume", DIFFERS),
                Map.entry("many volumes", CANNOT_BE_SEEN),
                Map.entry("one idle", DIFFERS),
                Map.entry("two idle", CANNOT_BE_SEEN),
                Map.entry("none idle", CANNOT_BE_SEEN)));
  }

  @Test
  void nothingThatAMachineSaysCanBeMoreThanAName() {
    for (String word : List.of("a\n  jump: evil", "a: b", "\"", "", "a".repeat(129), "a\u2028b")) {
      List<Finding> findings = of(with("project", word));
      assertThat(Learned.of(findings).yaml()).as(word).isEmpty();
      assertThat(verdict("project", "stack.project", word)).isEqualTo(CANNOT_BE_SEEN);
    }
    assertThat(Learned.of(of(with("project", "true"))).yaml())
        .isEqualTo("stack:\n  project: \"true\"\n");
  }

  @Test
  void whatDiffersOnSomeMachinesOnlyIsNotWritten() {
    List<Finding> here = of(with("project", "acme"));
    List<Finding> there = of(USUAL);

    assertThat(Learned.of(here).yaml()).isEqualTo("stack:\n  project: \"acme\"\n");
    assertThat(Learned.of(here).over(Conventions.DEFAULT).stack().project()).isEqualTo("acme");
    Learned both = Learned.of(Stream.of(here, there).flatMap(List::stream).toList());
    assertThat(both).isEqualTo(new Learned(Map.of(), List.of("stack.project")));
  }

  private static Map<String, List<String>> with(String fact, String... values) {
    Map<String, List<String>> facts = new HashMap<>(USUAL);
    facts.put(fact, List.of(values));
    return facts;
  }

  private static List<Finding> of(Map<String, List<String>> facts) {
    return MachineFindings.of(facts, "walter-onprem", Conventions.DEFAULT);
  }

  private static Map<String, Verdict> verdicts(Map<String, List<String>> facts) {
    return of(facts).stream().collect(Collectors.toMap(Finding::subject, Finding::verdict));
  }

  private static Verdict verdict(String fact, String subject, String... values) {
    return verdicts(with(fact, values)).getOrDefault(subject, HOLDS);
  }
}
