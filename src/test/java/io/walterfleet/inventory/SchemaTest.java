package io.walterfleet.inventory;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema for editors and the reader say the same. */
@Tag("unit")
class SchemaTest {
  private static final String TEXT = Texts.read(Path.of("schema/inventory.schema.json"));
  private static final JsonNode TREE = JsonMapper.shared().readTree(TEXT);
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TREE);

  /** Where the schema has the keys of a section; a machine's own 'ssh' is written a second time. */
  private static final Map<Keys, List<String>> SECTIONS =
      Map.ofEntries(
          entry(Keys.INVENTORY, List.of("")),
          entry(Keys.RELEASES, List.of("/properties/releases")),
          entry(Keys.SSH, List.of("/$defs/ssh", "/$defs/machine/properties/ssh")),
          entry(Keys.DEFAULTS, List.of("/$defs/defaults")),
          entry(Keys.GROUP, List.of("/$defs/group")),
          entry(Keys.MACHINE, List.of("/$defs/machine")),
          entry(Keys.ROLLOUT, List.of("/properties/rollout")),
          entry(Keys.WAVE, List.of("/properties/rollout/properties/waves/items/anyOf/1")),
          entry(Keys.GATE, List.of("/properties/rollout/properties/gate")),
          entry(Keys.CHECK, List.of("/$defs/check")),
          entry(Keys.BACKUPS, List.of("/properties/backups")),
          entry(Keys.MAINTENANCE, List.of("/properties/maintenance")),
          entry(Keys.FREEZE, List.of("/properties/maintenance/properties/freezes/items")),
          entry(Keys.WINDOW, List.of("/properties/maintenance/properties/windows/items")),
          entry(Keys.PLAN, List.of("/properties/plan")),
          entry(Keys.APPROVALS, List.of("/properties/approvals")),
          entry(Keys.HOOKS, List.of("/properties/hooks")),
          entry(Keys.NOTIFY, List.of("/properties/notify/items")),
          entry(Keys.MAIL, List.of("/properties/notify/items/properties/mail")),
          entry(Keys.STACK, List.of("/properties/stack")),
          entry(Keys.ENV_KEYS, List.of("/properties/envKeys")));

  @TempDir private Path directory;

  static Stream<Case> whatTheSchemaCanSee() {
    return Case.all().stream().filter(bad -> bad.blindness().isEmpty());
  }

  static Stream<Case> whatOnlyTheReaderCanSee() {
    return Case.all().stream()
        .filter(bad -> bad.blindness().isPresent())
        .filter(bad -> !bad.blindness().get().equals("not YAML"));
  }

  static Stream<String> good() {
    return Good.texts();
  }

  @ParameterizedTest
  @MethodSource("whatTheSchemaCanSee")
  void refusesWhatTheReaderRefuses(Case bad) {
    assertThat(errors(bad.yaml())).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("whatOnlyTheReaderCanSee")
  void isBlindOnlyWhereACaseSaysWhy(Case bad) {
    assertThat(errors(bad.yaml())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("good")
  void acceptsWhatTheReaderAccepts(String yaml) {
    assertThat(Texts.shown(directory, Texts.reading(directory, yaml))).isEqualTo("valid");
    assertThat(errors(yaml)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void hasTheReadersKeysAndNoOthers(Keys keys) {
    for (String pointer : SECTIONS.getOrDefault(keys, List.of("missing"))) {
      JsonNode section = TREE.at(pointer);

      assertThat(section.get("properties").propertyNames())
          .containsExactlyInAnyOrderElementsOf(keys.names());
      assertThat(section.get("additionalProperties").asBoolean()).isFalse();
    }
  }

  @Test
  void describesEveryKey() {
    Set<String> mute = new TreeSet<>();
    SECTIONS.values().stream()
        .flatMap(List::stream)
        .map(TREE::at)
        .forEach(section -> addMute(section.get("properties"), mute));

    assertThat(mute).isEmpty();
  }

  private static void addMute(JsonNode properties, Set<String> mute) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode value = property.getValue();
      boolean described = value.has("description") || target(value).has("description");
      if (!described) {
        mute.add(property.getKey());
      }
    }
  }

  private static JsonNode target(JsonNode value) {
    return value.has("$ref") ? TREE.at(value.get("$ref").asString().substring(1)) : value;
  }

  private static List<Error> errors(String yaml) {
    return SCHEMA.validate(EditorView.of(yaml));
  }
}
