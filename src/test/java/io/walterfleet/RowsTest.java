package io.walterfleet;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Fingerprint;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rollout.BackupProver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What cannot ask a row of the program, files that others read, says the same as the rows. */
@Tag("unit")
class RowsTest {
  private static final List<String> STEPS =
      Stream.of(StepKind.values()).map(StepKind::word).toList();

  private static final List<String> PUBLISHED =
      ManagedKey.published().stream().map(ManagedKey::word).toList();

  @ParameterizedTest
  @CsvSource({
    "plan,/$defs/machine/properties/steps/items/enum",
    "drift,/$defs/machine/properties/steps/items/enum"
  })
  void aSchemaHasTheStepsOfTheRows(String schema, String pointer) throws IOException {
    assertThat(words(schema, pointer)).isEqualTo(STEPS);
  }

  @Test
  void eventsTellOfEveryStepAndOfWhatIsNone() throws IOException {
    assertThat(words("event", "/$defs/step/enum"))
        .isEqualTo(
            Stream.concat(STEPS.stream(), Stream.of("rollback", "clear", BackupProver.STEP))
                .toList());
  }

  @Test
  void aRehearsalAssumesATimeForEveryStep() throws IOException {
    assertThat(words("rehearsal", "/properties/assumed/required")).isEqualTo(Act.words());
    assertThat(Act.words())
        .containsAll(STEPS.stream().filter(step -> !step.equals("gate")).toList());
  }

  @Test
  void theGlossaryNamesTheStepsInTheirOrder() throws IOException {
    assertThat(Files.readString(Path.of("src/docs/GLOSSARY.md")))
        .contains(STEPS.stream().collect(joining(", ")));
  }

  @ParameterizedTest
  @EnumSource
  void aStepHasAScriptAndAColour(StepKind step) throws IOException {
    Path resources = Path.of("src/main/resources");

    assertThat(Files.exists(resources.resolve("remote/" + step.word() + ".sh")))
        .isEqualTo(step.isScript());
    assertThat(Files.readString(resources.resolve("page/run.css")))
        .containsPattern("[.]" + step.word() + "(, [^{]*)? \\{ --tone");
  }

  @Test
  void everyPublishedKeyIsAFieldOfAChange() throws IOException {
    assertThat(ManagedKey.published()).allMatch(key -> Field.of(key).key().isPresent());
    List<String> fields = Stream.of(Field.values()).map(Field::word).toList();
    assertThat(words("plan", "/$defs/change/properties/field/enum")).isEqualTo(fields);
    assertThat(words("drift", "/$defs/change/properties/field/enum")).isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource({
    "plan,/$defs/target/properties",
    "status,/$defs/machine/properties",
    "inventory,/$defs/machine/properties"
  })
  void aSchemaHasThePublishedKeys(String schema, String pointer) throws IOException {
    assertThat(names(schema, pointer)).containsAll(PUBLISHED);
  }

  @Test
  void aPlanTellsWhatItsFingerprintShows() throws IOException {
    assertThat(names("plan", "/$defs/machine/properties/was/properties"))
        .containsExactlyElementsOf(Fingerprint.SHOWN);
  }

  @ParameterizedTest
  @EnumSource
  void theManualsNameAKey(ManagedKey key) throws IOException {
    assertThat(Files.readString(Path.of("src/docs/REMOTE.md")))
        .contains(key.word() + "=" + key.usualName());
  }

  private static List<String> names(String schema, String pointer) throws IOException {
    return List.copyOf(tree(schema).at(pointer).propertyNames());
  }

  private static List<String> words(String schema, String pointer) throws IOException {
    return tree(schema).at(pointer).valueStream().map(JsonNode::asString).toList();
  }

  private static JsonNode tree(String schema) throws IOException {
    String text = Files.readString(Path.of("schema/" + schema + ".schema.json"));
    return JsonMapper.shared().readTree(text);
  }
}
