package io.walterfleet;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.Mode;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Fingerprint;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rollout.BackupProver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cannot ask a row of the program, files that others read, says the same as the rows. {@code
 * -Drows.rewrite=true} writes the rows into these files.
 */
@Tag("unit")
class RowsTest {
  private static final List<String> STEPS =
      Stream.of(StepKind.values()).map(StepKind::word).toList();

  private static final List<String> PUBLISHED =
      ManagedKey.published().stream().map(ManagedKey::word).toList();

  /**
   * A place that lists rows.
   *
   * @param pattern whose group is the list
   */
  record Listed(String file, String pattern, String rows) {}

  static List<Listed> places() {
    String steps = quoted(STEPS);
    String fields = quoted(Stream.of(Field.values()).map(Field::word).toList());
    String oneOfSteps = "\"items\": \\{\"enum\": \\[(\"stage\"[^]]*)]";
    String oneOfFields = "\"field\": \\{\"enum\": \\[([^]]*)]";
    String acts = quoted(with(STEPS, "rollback", "clear", BackupProver.STEP));
    List<String> own = STEPS.stream().filter(step -> !step.matches("stage|gate")).toList();
    String remote = "src/docs/REMOTE.md";
    return List.of(
        new Listed("schema/plan.schema.json", oneOfSteps, steps),
        new Listed("schema/drift.schema.json", oneOfSteps, steps),
        new Listed("schema/event.schema.json", "\"step\": \\{\"enum\": \\[([^]]*)]", acts),
        new Listed(
            "schema/rehearsal.schema.json",
            "\"required\": \\[(\"connect\"[^]]*)]",
            quoted(Act.words())),
        new Listed("src/docs/GLOSSARY.md", "\\| step \\| (.*?), in", String.join(", ", STEPS)),
        new Listed(remote, "A step \\((.*?)\\)", code(with(own, "rollback", "clear"), "")),
        new Listed("schema/plan.schema.json", oneOfFields, fields),
        new Listed("schema/drift.schema.json", oneOfFields, fields),
        new Listed(
            "schema/plan.schema.json",
            "\"was\": \\{.*?\"properties\": \\{\n(.*?)\n +}\n",
            lines(Fingerprint.SHOWN, 12, word -> "{\"type\": \"string\"}")),
        new Listed(
            "schema/plan.schema.json",
            "\"target\": \\{\n.*?\"bundle\": [^\n]*\n(.*?),\n +\"backup\"",
            lines(PUBLISHED, 8, RowsTest::form)),
        new Listed(
            "schema/status.schema.json",
            "\"image\": [^\n]*\n(.*?),\n +\"bundle\"",
            lines(PUBLISHED, 8, word -> "{\"type\": \"string\"}")),
        new Listed(
            remote,
            "\\(`(image=[^`]*)`\\)",
            Stream.of(ManagedKey.values())
                .map(key -> key.word() + "=" + key.usualName())
                .collect(joining(" "))),
        new Listed(
            remote,
            "`wf_goal` \\| `([^`]*)`",
            with(List.of("image"), PUBLISHED.toArray(String[]::new)).stream()
                .map(word -> word + "=…")
                .collect(joining(" "))),
        new Listed(remote, "`env(\\.image`.*?) \\|", code(ManagedKey.words(), ".").substring(1)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void aFileListsTheRows(Listed place) throws IOException {
    Path file = Path.of(place.file());
    String text = Files.readString(file);
    Matcher list = Pattern.compile(place.pattern(), Pattern.DOTALL).matcher(text);
    assertThat(list.find()).as(place.toString()).isTrue();
    if (Boolean.getBoolean("rows.rewrite")) {
      Files.writeString(
          file, text.substring(0, list.start(1)) + place.rows() + text.substring(list.end(1)));
    } else {
      assertThat(list.group(1)).as(place.file()).isEqualTo(place.rows());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepHasAScriptAndAColour(StepKind step) throws IOException {
    Path resources = Path.of("src/main/resources");

    assertThat(Files.exists(resources.resolve("remote/" + step.word() + ".sh")))
        .isEqualTo(step.isScript());
    assertThat(Files.readString(resources.resolve("page/run.css")))
        .containsPattern("[.](step|" + step.word() + ")(, [^{]*)? \\{ --tone");
    assertThat(Files.readString(resources.resolve("page/run.js")))
        .contains("class: `step ${one.step}");
  }

  /** What is unknown goes by the fact's own name, and long rows name the end of a word alone. */
  @ParameterizedTest
  @ValueSource(strings = {"survey.sh", "survey-docker.sh", "lock-read.sh"})
  void theManualHasARowForEveryFact(String script) throws IOException {
    String text = Files.readString(Path.of("src/main/resources/remote", script));
    String manual = Files.readString(Path.of("src/docs/REMOTE.md"));

    List<String> facts =
        Pattern.compile("(?m)^[^#\n]*?\\bsay ([a-z][A-Za-z.]*) ")
            .matcher(text)
            .results()
            .map(fact -> fact.group(1))
            .filter(fact -> !fact.startsWith("unknown."))
            .toList();

    assertThat(facts)
        .isNotEmpty()
        .allMatch(
            fact ->
                manual.contains('`' + fact)
                    || manual.contains("`." + fact.substring(fact.indexOf('.') + 1) + '`'));
  }

  @Test
  void everyPublishedKeyIsAFieldOfAChange() {
    assertThat(ManagedKey.published()).allMatch(key -> Field.of(key).key().isPresent());
  }

  /** What a plan holds of a key that a machine shall have. */
  private static String form(String word) {
    ManagedKey key =
        ManagedKey.published().stream()
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow();
    return switch (key.kind()) {
      case IMAGE -> "{\"type\": \"string\"}";
      case MODE ->
          "{\"enum\": [" + quoted(Stream.of(Mode.values()).map(Mode::word).toList()) + "]}";
      case HOST -> "{\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9._:-]{1,253}$\"}";
      case PORT -> "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 65535}";
    };
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> '"' + word + '"').collect(joining(", "));
  }

  private static String code(List<String> words, String before) {
    return words.stream().map(word -> "`" + before + word + "`").collect(joining(", "));
  }

  private static String lines(List<String> words, int indent, Function<String, String> form) {
    return words.stream()
        .map(word -> " ".repeat(indent) + '"' + word + "\": " + form.apply(word))
        .collect(joining(",\n"));
  }
}
