package io.walterfleet.doctor;

import static io.walterfleet.doctor.Finding.Verdict.CANNOT_BE_SEEN;
import static io.walterfleet.doctor.Finding.Verdict.DIFFERS;
import static io.walterfleet.doctor.Finding.Verdict.HOLDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.doctor.Finding.Verdict;
import io.walterfleet.fleet.ComposeCall;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.StackNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
          Map.entry("service", List.of("postgres", "walter")),
          Map.entry("stack.files", List.of("compose.yml,compose.internal-tls.yml")),
          Map.entry("stack.envFiles", List.of("")),
          Map.entry("stack.call", List.of("same")));

  @Test
  void allHoldsWhereAllIsUsual() {
    assertThat(verdicts(USUAL).values()).containsOnly(HOLDS).hasSize(20);
    assertThat(Learned.of(of(USUAL)).yaml()).isEmpty();
  }

  @Test
  void nothingIsGuessedWhereNothingIsSeen() {
    assertThat(verdicts(Map.of()).values()).containsOnly(CANNOT_BE_SEEN).hasSize(20);
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
    assertThat(Learned.of(here).over(ProductLayout.DEFAULT).stack().project()).isEqualTo("acme");
    Learned both = Learned.of(Stream.of(here, there).flatMap(List::stream).toList());
    assertThat(both).isEqualTo(new Learned(Map.of(), List.of("stack.project")));
  }

  @Test
  void howComposeIsCalledIsSeenByWhatItMade() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("another file", yaml("stack.files", "base.yml,more.yml"));
    keys.put("a file for a mode", yaml("stack.files", "compose.yml,tls/public-tls.yml"));
    keys.put("named by its mode", yaml("stack.files", "compose.yml,compose.public-tls.yaml"));
    keys.put("nothing for a mode", yaml("stack.files", "compose.yml"));
    keys.put("two ways", yaml("stack.files", "compose.yml", "base.yml"));
    keys.put("no path", yaml("stack.files", "compose.yml,a b"));
    keys.put("variables", yaml("stack.envFiles", "config/a.env,b.env"));
    keys.put("a profile", yaml("stack.profile", "mail"));
    keys.put("one that was stopped", yaml("ended", "walter"));
    keys.put("one that is done", yaml("done", "walter"));
    Map<String, List<String>> wrapped = with("stack.wrapper", "bin/selfhost-compose yes");
    keys.put("a wrapper that is not needed", Learned.of(of(wrapped)).yaml());
    wrapped.put("stack.call", List.of("fails"));
    keys.put("a wrapper", Learned.of(of(wrapped)).yaml());
    wrapped.put("stack.wrapper", List.of("bin/a-compose no"));
    keys.put("one without modes", Learned.of(of(wrapped)).yaml());
    wrapped.put("stack.wrapper", List.of("bin/a-compose no", "bin/b-compose no"));
    keys.put("two of them", Learned.of(of(wrapped)).yaml());
    keys.values().removeIf(String::isEmpty);
    assertThat(keys)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("another file", "stack:\n  files: [\"base.yml\", \"more.yml\"]\n"),
                Map.entry("a file for a mode", "stack:\n  overlay: \"tls/{mode}.yml\"\n"),
                Map.entry("variables", "stack:\n  envFiles: [\"config/a.env\", \"b.env\"]\n"),
                Map.entry("a profile", "stack:\n  profiles: [\"mail\"]\n"),
                Map.entry(
                    "a wrapper",
                    "stack:\n  compose: [\"bin/selfhost-compose\", \"--mode\", \"{mode}\"]\n"),
                Map.entry("one without modes", "stack:\n  compose: [\"bin/a-compose\"]\n")));
  }

  @Test
  void withTheKeysThatWereWrittenAllHolds() {
    Map<String, List<String>> facts = with("stack.files", "base.yml,tls/public-tls.yml,more.yml");
    facts.put("stack.envFiles", List.of("a.env"));
    facts.put("stack.profile", List.of("mail"));
    ProductLayout learned = Learned.of(of(facts)).over(ProductLayout.DEFAULT);
    assertThat(learned.stack().call())
        .isEqualTo(
            new ComposeCall(
                List.of("base.yml", "more.yml"),
                Optional.of("tls/{mode}.yml"),
                List.of("a.env"),
                List.of("mail"),
                List.of(),
                List.of()));
    assertThat(MachineFindings.of(facts, "walter-onprem", learned))
        .extracting(Finding::verdict)
        .containsOnly(HOLDS);
    assertThat(MachineFindings.of(USUAL, "walter-onprem", learned))
        .filteredOn(finding -> finding.verdict() != HOLDS)
        .extracting(finding -> finding.subject() + ": " + finding.there())
        .containsExactly(
            "stack.files: compose.yml",
            "stack.overlay: compose.{mode}.yml",
            "stack.envFiles: none",
            "stack.profiles: -");
  }

  @Test
  void whatTheInventorySaysOfServicesIsHeldAgainstThem() {
    ComposeCall said =
        new ComposeCall(
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of("walter", "absent"),
            List.of("bin/own", "{mode}"));
    StackNames names =
        new StackNames("walter-onprem", "walter_postgres", "walter_state", "setup", said);
    Map<String, List<String>> facts = with("ended", "walter");
    facts.put("stack.call", List.of("differs"));
    facts.put("stack.wrapper", List.of("bin/own no"));
    assertThat(
            MachineFindings.of(facts, "walter-onprem", new ProductLayout(EnvKeys.DEFAULT, names)))
        .filteredOn(finding -> finding.verdict() != HOLDS)
        .extracting(finding -> finding.subject() + ": " + finding.there() + ": " + finding.value())
        .containsExactly("stack.oneShots: no absent: []", "stack.compose: bin/own: [bin/own]");
  }

  private static String yaml(String fact, String... values) {
    return Learned.of(of(with(fact, values))).yaml();
  }

  private static Map<String, List<String>> with(String fact, String... values) {
    Map<String, List<String>> facts = new HashMap<>(USUAL);
    facts.put(fact, List.of(values));
    return facts;
  }

  private static List<Finding> of(Map<String, List<String>> facts) {
    return MachineFindings.of(facts, "walter-onprem", ProductLayout.DEFAULT);
  }

  private static Map<String, Verdict> verdicts(Map<String, List<String>> facts) {
    return of(facts).stream().collect(Collectors.toMap(Finding::subject, Finding::verdict));
  }

  private static Verdict verdict(String fact, String subject, String... values) {
    return verdicts(with(fact, values)).getOrDefault(subject, HOLDS);
  }
}
