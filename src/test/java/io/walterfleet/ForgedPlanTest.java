package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A saved plan that says what the inventory does not permit is refused; nothing is contacted. */
@Tag("scripts")
class ForgedPlanTest {
  private static final String OTHERS = "changes' do not lead from its fingerprint to its target";

  private TestSite site;
  private String inventory;
  private Path plan;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    site = new TestSite(folder);
    inventory = site.inventory(List.of("store-1", "store-2"), "rollout: {maxFailed: 0}\n");
    site.installed("store-1", "1.8.2");
    site.installed("store-2", "1.8.2");
    plan = folder.resolve("plan.json");
    site.run("plan", "--out", plan.toString(), "-i", inventory);
  }

  /** What is replaced, by what, and the reason of the refusal. */
  static Stream<Arguments> forgeries() {
    String sha = "0".repeat(64);
    return Stream.of(
        forged(
            "\"fingerprint\" : \"(install=\\w+),.*?\"",
            "\"fingerprint\" : \"$1\"",
            "lacks a field"),
        forged("(\"fingerprint\" : \".*?),host=\\w+", "$1", "'fingerprint' lacks a field"),
        forged("(\"fingerprint\" : \".*?)host=\\w+", "$1host=", "'fingerprint' lacks a field"),
        forged("(\"fingerprint\" : \".*?),applied=\\w+", "$1,applied=" + "1".repeat(16), "lacks a"),
        forged("(\"image\" : \").*?(?=\")", "$1evil.example/walter:1.8.3", "'image' or 'digest'"),
        forged("walter:1.8.3(?=\")", "walter:1.8.2", OTHERS),
        forged("\"to\" : \"1.8.3\"", "\"to\" : \"1.8.2\"", OTHERS),
        forged(
            "(\"target\" : \\{)", "$1\"digest\" : \"sha256:" + sha + "\",", "'image' or 'digest'"),
        forged("(\"target\" : \\{)", "$1\"host\" : \"evil.example\",", OTHERS),
        forged("(\"target\" : \\{)", "$1\"mode\" : \"public-tls\",", OTHERS),
        forged("(\"target\" : \\{)", "$1\"httpsPort\" : 9443,", OTHERS),
        forged("(\"backup\" : \")none", "$1dump", "'steps' are not those"),
        forged("\"pull\", ", "", "'steps' are not those of its changes"),
        forged(", \"gate\"", "", "'steps' are not those of its changes"),
        forged("\"migrate\", ", "", "'steps' are not those of its changes"),
        forged("\"stage\", \"pull\"", "\"stage\", \"pull\", \"backup\"", "'steps' are not those"),
        forged("(?s)\"changes\" : \\[.*?\\]", "\"changes\" : [ ]", OTHERS),
        forged("(\"maxFailed\" : )0", "$11000000", "'maxFailed' is not the inventory's"),
        forged(
            "(?s)(\"wave\" : \"remaining\",\\s+\"machines\" : \\[ \"store-1\").*?\"store-2\"",
            "$1, \"store-2\"",
            "'batches' are not the inventory's"),
        forged("\"wave\" : \"remaining\"", "\"wave\" : \"first\"", "'batches' are not the"),
        forged("\"address\" : \"store-1\"", "\"address\" : \"store-2\"", "has another address"),
        forged("\"group\" : \"stores\"", "\"group\" : \"x\"", "is in another group"),
        forged("(\"name\" : \")store-1|\"store-1\"", "$1store-9", ""),
        forged("(\"bundle\" : \"sha256:)\\w+", "$1" + sha, "another 'bundle' than the plan"),
        forged("(\"sha256\" : \")\\w+", "$1" + sha, "another 'bundle' than the plan"),
        forged("\"version\" : \"2026.11.1\"", "\"version\" : \"2026.11.9\"", OTHERS),
        forged("(\"url\" : \").*?\"", "$1https://evil.example/b.tgz\"", "from another place than"),
        forged("(\"url\" : \").*?\"", "$1/tmp/evil/bundle.tar.gz\"", "from another place than"),
        forged("(\"inventory\" : \"sha256:)\\w+", "$1" + sha, "an inventory with other contents"),
        forged("\"inventory\" : .*\n", "", "inventory"),
        forged("(\"fleet\" : \")test", "$1prod", "it was made for fleet 'prod'"));
  }

  private static Arguments forged(String text, String instead, String reason) {
    return Arguments.of(text, instead, reason);
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void isRefusedBeforeAnythingIsContacted(String text, String instead, String reason)
      throws IOException {
    String json = Files.readString(plan);
    String forged = json.replaceAll(text, instead);
    assertThat(forged).isNotEqualTo(json);
    Files.writeString(plan, forged);
    int before = site.remote().connectionsOpened("store-1");

    Ran ran = site.run("apply", plan.toString(), "--yes", "-i", inventory);

    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(64);
    assertThat(ran.err())
        .startsWith("walter-fleet: SITE/plan.json: ")
        .contains(reason, "(nothing was changed)\n    fix: ");
    assertThat(ran.out()).isEmpty();
    assertThat(site.remote().connectionsOpened("store-1")).isEqualTo(before);
    assertThat(site.remote().connectionsOpened("store-2")).isEqualTo(before);
  }

  @Test
  void theOneThatWasMadeIsCarriedOut() {
    assertThat(site.run("apply", plan.toString(), "--yes", "-q", "-i", inventory).out())
        .isEqualTo("2 machines: 2 applied in 0.0 s\n");
  }

  @Test
  void itIsBoundToTheWholeInventory() throws IOException {
    Files.writeString(Path.of(inventory), Files.readString(Path.of(inventory)) + "# more\n");
    Ran ran = site.run("apply", plan.toString(), "--yes", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err()).contains("it was made from an inventory with other contents");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "defaults: {backup: none} | defaults: {backup: dump}",
        "rollout: {maxFailed: 0} | rollout: {maxFailed: 1}",
        "rollout: {maxFailed: 0} | rollout: {maxFailed: 0, batch: [2]}",
        "defaults: {backup: none} | defaults: {backup: none, mode: public-tls}",
        "defaults: {backup: none} | defaults: {backup: none, release: '1.8.2'}",
        "defaults: {backup: none} | defaults: {backup: none, image: 'e.example/w:1'}",
      })
  void whatTheInventoryWantsElseIsRefusedWhateverHashTheFileHas(String text, String instead)
      throws IOException {
    Files.writeString(
        Path.of(inventory), Files.readString(Path.of(inventory)).replace(text, instead));
    String hash =
        site.run("plan", "--format", "json", "-i", inventory)
            .out()
            .replaceAll("(?s).*(\"inventory\" : \"\\S+\").*", "$1");
    Files.writeString(plan, Files.readString(plan).replaceAll("\"inventory\" : \"\\S+\"", hash));
    Ran ran = site.run("apply", plan.toString(), "--yes", "-i", inventory);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(64);
    assertThat(ran.err()).doesNotContain("other contents").contains("(nothing was changed)");
  }
}
