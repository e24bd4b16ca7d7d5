package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.OutputOptions.Format;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a command says with {@code --format json} names its format, and is as that one's schema
 * says.
 */
@Tag("scripts")
class FormatsTest {
  private static final Pattern NAMED = Pattern.compile("walter-fleet/([a-z]+)/v1");

  /** Command lines that say all that a command can. */
  private static final Map<String, List<String>> LINES =
      Map.ofEntries(
          Map.entry("validate", List.of("validate -i FLEET", "validate -i BROKEN")),
          Map.entry("versions", List.of("versions -i FLEET")),
          Map.entry("plan", List.of("plan -i FLEET", "plan --health -i FLEET")),
          Map.entry("rehearse", List.of("rehearse -i FLEET")),
          Map.entry("apply", List.of("apply --yes -i FLEET")),
          Map.entry("status", List.of("status -i FLEET")),
          Map.entry("drift", List.of("drift -i FLEET", "drift --correct --yes -i FLEET")),
          Map.entry("watch", List.of("watch --every 1h --correct -i FLEET")),
          Map.entry("backups", List.of("backups -i FLEET")),
          Map.entry("history", List.of("history", "history last")),
          Map.entry("logs", List.of("logs store-1 -i FLEET")),
          Map.entry("doctor", List.of("doctor store-1 -i FLEET")));

  @TempDir Path folder;

  @Test
  void eachIsNamedAndHasASchema() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    String fleet = site.inventory(List.of("store-1"), "");
    Path broken = Files.writeString(folder.resolve("broken.yml"), "fleet: [\n");
    assertThat(LINES.keySet()).isEqualTo(commandsWithJson(site));
    site.pausing(site::interrupt);
    assertThat(site.run("apply", "--yes", "-q", "-i", fleet).exitCode()).isZero();
    for (String line : (Iterable<String>) LINES.values().stream().flatMap(List::stream)::iterator) {
      site.edit("store-1", "store-1.example.com", "moved.example.com");
      Ran ran =
          site.run(
              (line + " --format json")
                  .replace("FLEET", fleet)
                  .replace("BROKEN", broken.toString())
                  .split(" "));
      assertThat(ran.out()).as(line + ": " + ran.err()).isNotBlank();
      for (JsonNode document : documents(ran.out())) {
        String format = document.path("format").asString("");
        Matcher named = NAMED.matcher(format);
        assertThat(named.matches()).as(line + ": " + document).isTrue();
        assertThat(Schemas.complaints(named.group(1) + ".schema.json", document.toString()))
            .as(line)
            .isEmpty();
      }
    }
    site.forgetWishes();
  }

  @Test
  void eachIsOneOfSomeCommand() throws IOException {
    assertThat(commands(new TestSite(folder)).values())
        .flatExtracting(FleetCommand::formats)
        .contains(Format.values());
  }

  @Test
  void eachFormatHasOneSchema() throws IOException {
    try (Stream<Path> schemas = Files.list(Path.of("schema"))) {
      for (Path schema : schemas.toList()) {
        Matcher named = NAMED.matcher(Files.readString(schema));
        if (named.find()) {
          assertThat(schema.getFileName()).hasToString(named.group(1) + ".schema.json");
        }
      }
    }
  }

  private static List<JsonNode> documents(String text) {
    return JsonMapper.shared().readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
  }

  /** All but the demo, which refuses to be asked for any. */
  private static Set<String> commandsWithJson(TestSite site) {
    Set<String> names = new HashSet<>();
    commands(site)
        .forEach(
            (name, command) -> {
              if (!name.equals("demo") && command.formats().contains(Format.JSON)) {
                names.add(name);
              }
            });
    return names;
  }

  private static Map<String, FleetCommand> commands(TestSite site) {
    Map<String, FleetCommand> commands = new HashMap<>();
    CommandTree.whole(site.runtime())
        .getSubcommands()
        .forEach(
            (name, line) -> {
              if (line.getCommand() instanceof FleetCommand command) {
                commands.put(name, command);
              }
            });
    return commands;
  }
}
