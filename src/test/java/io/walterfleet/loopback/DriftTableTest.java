package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to drift, on a machine of its own: one run says what drifted, one puts it back, and one
 * sees that nothing is left.
 */
@Tag("loopback")
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftTableTest {
  private static final Pattern STEP =
      Pattern.compile(
          "\\{\"type\":\"step-finished\".*\"machine\":\"(machine-\\d+)\",\"step\":\"(\\w+)\".*");
  private static final Pattern KEPT =
      Pattern.compile("(?m)^kept: (machine-\\d+): .* the old (?:one|file) is (.*)$");

  private final List<DriftCase> cases = DriftCases.all();
  private final List<String> pristine = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private Desk desk;
  private Path inventory;
  private Ran seen;
  private Ran correction;
  private Ran second;
  private String events;

  @BeforeAll
  void driftAndCorrect() throws Exception {
    desk = Desk.with(cases.size());
    LoopbackMachine first = desk.machine(0);
    desk.fleet().install("1.8.3", List.of(first));
    desk.fleet().publish("1.9.0", 9, "");
    Path one = desk.write(wanted(false).only(List.of(first)));
    desk.apply(one);
    desk.assertNothingToDo(1, one);
    desk.fleet().liken(first, desk.fleet().machines().subList(1, cases.size()));
    inventory = desk.write(wanted(true));
    for (int i = 0; i < cases.size(); i++) {
      pristine.add(picture(desk.machine(i).install()) + running(desk.machine(i)));
      cases.get(i).act().on(desk.machine(i));
      broken.add(picture(desk.machine(i).home()) + running(desk.machine(i)));
    }
    desk.fleet().clearLogs();
    Path file = desk.folder().resolve("events.jsonl");
    seen = desk.run("drift", "-v", "-i", inventory.toString());
    correction =
        desk.run(
            "drift", "--correct", "--yes", "--events", file.toString(), "-i", inventory.toString());
    second = desk.run("drift", "-v", "-i", inventory.toString());
    events = Files.readString(file);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  static List<DriftCase> cases() {
    return DriftCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatDriftSays(DriftCase one) {
    assertThat(said(seen, one)).isEqualTo(squeezed(one.says()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatCorrectingDoes(DriftCase one) {
    List<String> steps =
        STEP.matcher(events)
            .results()
            .filter(step -> step.group(1).equals(machine(one).name()))
            .map(step -> step.group(2))
            .toList();
    assertThat(String.join(" ", steps)).isEqualTo(one.steps());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMachineThatIsPutBackIsAsItWasAndAnyOtherIsUntouched(DriftCase one) throws IOException {
    int number = index(one);
    LoopbackMachine machine = machine(one);
    if (one.isCorrected()) {
      assertThat(settled(picture(machine.install()) + running(machine)))
          .isEqualTo(settled(pristine.get(number)));
    } else {
      assertThat(picture(machine.home()) + running(machine)).isEqualTo(broken.get(number));
      assertThat(machine.docker().changes()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSecondLookFindsNothingWhereItWasPutBack(DriftCase one) {
    String says =
        one.isCorrected()
            ? one.inventory().isEmpty() ? "  = MACHINE\n" : DriftCases.MOVED_ON
            : one.says();
    assertThat(said(second, one)).isEqualTo(squeezed(says));
  }

  @Test
  void whereAllWasPutBackAnApplyFindsNothingToDo() {
    List<String> back =
        cases.stream()
            .filter(one -> one.isCorrected() && one.inventory().isEmpty())
            .map(one -> machine(one).name())
            .toList();
    desk.assertNothingToDo(back.size(), inventory, "-l", String.join(":", back));
  }

  @Test
  void whatSomebodyEditedIsKeptWhereTheMessageSays() throws IOException {
    DriftCase one = named("two edited files and a missing one");
    String root = root();
    String directory =
        KEPT.matcher(correction.out())
            .results()
            .filter(kept -> kept.group(1).equals(machine(one).name()))
            .map(kept -> kept.group(2).replace("FLEET", root))
            .findFirst()
            .orElseThrow();
    Path kept = newest(machine(one), Path.of(directory));
    assertThat(kept.resolve("compose.yml")).content().endsWith("# quick fix\n");
    assertThat(kept.resolve("VERSION")).content().endsWith("# quick fix\n");
    assertThat(kept.resolve("compose.public-tls.yml")).doesNotExist();
  }

  @Test
  void theExitCodeTellsTheWorst() {
    assertThat(seen.exitCode()).isEqualTo(6);
    assertThat(correction.exitCode()).isEqualTo(6);
    assertThat(second.exitCode()).isEqualTo(6);
    assertThat(code('=')).isZero();
    assertThat(code('>')).isZero();
    assertThat(code('~')).isZero();
    assertThat(code('?')).isEqualTo(8);
    assertThat(code('!')).isEqualTo(9);
  }

  @Test
  void theJsonSaysTheSame() throws Exception {
    Ran json = desk.run("drift", "--format", "json", "-i", inventory.toString());
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    Schema schema = registry.getSchema(Files.readString(Path.of("schema", "drift.schema.json")));
    assertThat(schema.validate(json.out().replace("NOW", "2026-11-23T10:00:00Z"), InputFormat.JSON))
        .isEmpty();
  }

  private int code(char sign) {
    String names =
        cases.stream()
            .filter(one -> one.says().charAt(2) == sign)
            .filter(one -> !one.name().startsWith("locked"))
            .map(one -> machine(one).name())
            .collect(Collectors.joining(":"));
    return desk.run("drift", "-q", "-l", names, "-i", inventory.toString()).exitCode();
  }

  private DriftCase named(String name) {
    return cases.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private String root() throws IOException {
    return Objects.requireNonNull(desk.fleet().scratch().getParent()).toString();
  }

  /** The desk names time stamps, so that the directory is looked for. */
  private static Path newest(LoopbackMachine machine, Path said) throws IOException {
    assertThat(said.getFileName()).hasToString("walter-onprem.backup-STAMP");
    assertThat(said.getParent()).isEqualTo(machine.home());
    try (Stream<Path> all = Files.list(machine.home())) {
      return all.filter(path -> path.toString().contains("walter-onprem.backup-"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  /** The lines in no order: a key that was removed comes back at the end of its file. */
  private static String settled(String picture) {
    return picture
        .lines()
        .filter(line -> !line.contains("WALTER_IMAGE=ghcr.io/matchylabs/walter:1.7.9"))
        .distinct()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private Inventory wanted(boolean after) {
    Inventory all = desk.inventory();
    for (int i = 0; i < cases.size(); i++) {
      LoopbackMachine machine = desk.machine(i);
      String more = after ? cases.get(i).inventory() : "";
      String host = more.isEmpty() ? "host: " + machine.host() : more;
      all = all.machine(machine, host + ", mode: internal-tls, httpsPort: " + machine.httpsPort());
    }
    return all;
  }

  private String said(Ran ran, DriftCase one) {
    LoopbackMachine machine = machine(one);
    String head = "(?ms)^  [~>=!?] " + machine.name() + "\n(      [^\n]*\n)*";
    Matcher block = Pattern.compile(head).matcher(ran.out());
    return block.find() ? squeezed(named(block.group(), machine)) : ran.out() + ran.err();
  }

  /** Lines are folded by the lengths of names, which differ. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private String named(String text, LoopbackMachine machine) {
    return text.replace(desk.named(machine.home().toString()), "HOME")
        .replace(machine.host(), "HOST")
        .replace(machine.name(), "MACHINE")
        .replaceAll("\\b" + machine.httpsPort() + "\\b", "PORT")
        .replace(desk.bundle().sha256(), "SHA")
        .replaceAll("(postgres|walter) is exited", "SERVICE is exited");
  }

  private int index(DriftCase one) {
    return cases.indexOf(named(one.name()));
  }

  private LoopbackMachine machine(DriftCase one) {
    return desk.machine(index(one));
  }

  /** All files of a directory, but what the program keeps of itself. */
  private static String picture(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return "nothing\n";
    }
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted().toList()) {
        String name = directory.relativize(path).toString();
        if (Files.isRegularFile(path) && !name.startsWith(".walter-fleet")) {
          lines.append(name).append(' ').append(Files.readString(path)).append('\n');
        }
      }
    }
    return lines.toString();
  }

  private static String running(LoopbackMachine machine) throws IOException {
    return new TreeMap<>(machine.docker().running()).toString();
  }
}
