package io.walterfleet.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Wave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class FilesTest {
  private static final String VERSION = "apiVersion: walter-fleet/v1\n";
  private static final String SMALL =
      VERSION + "fleet: emea\ngroups: {stores: {machines: {store-1: }}}\n";

  @TempDir private Path directory;

  @Test
  void aDirectoryIsReadAsOneInventoryInTheOrderOfItsFiles() throws IOException {
    write("fleet.yml", VERSION + "fleet: emea\nssh: {user: walter}\nrollout: {waves: [lisbon]}\n");
    write("berlin.yml", VERSION + "groups: {berlin: {machines: {b-1: }}}\n");
    write("lisbon.yaml", VERSION + "fleet: emea\ngroups: {lisbon: {machines: {l-1: }}}\n");

    Fleet fleet = valid(read(directory));

    assertThat(fleet.machines()).extracting(Machine::name).containsExactly("b-1", "l-1");
    assertThat(fleet.rollout().waves()).containsExactlyElementsOf(Wave.plain(List.of("lisbon")));
    assertThat(fleet.machines().get(1).place()).hasToString(directory + "/lisbon.yaml:3:30");
  }

  @Test
  void hiddenFilesOtherFilesAndDirectoriesBelowAreLeftOut() throws IOException {
    write("fleet.yml", SMALL);
    write(".#fleet.yml", "not YAML: [");
    write("notes.txt", "not YAML: [");
    Files.createDirectories(directory.resolve("old.yml"));

    assertThat(valid(read(directory)).machines()).hasSize(1);
  }

  @Test
  void aFileNamedTwiceIsReadOnce() throws IOException {
    Path file = write("fleet.yml", SMALL);

    Reading reading = read(directory, file, directory.resolve("../" + directory.getFileName()));

    assertThat(valid(reading).machines()).hasSize(1);
  }

  @Test
  void theNameOfAFileBeginsNoLineAndMovesNoCursor() throws IOException {
    write("a\n::error::\u001b[2J\u202e.yml", VERSION + "fleet: emea\nx: 1\n");

    assertThat(shown(read(directory)))
        .startsWith("a\\u{a}::error::\\u{1b}[2J\\u{202e}.yml:1:1: the inventory has no 'groups'");
  }

  @Test
  void aSectionInTwoFilesIsToldWithBothPlaces() throws IOException {
    write("a.yml", SMALL + "rollout: {pause: 1s}\n");
    write("b.yml", VERSION + "rollout: {pause: 2s}\n");

    assertThat(shown(read(directory)))
        .isEqualTo(
            Texts.lines(
                "b.yml:2:1: the inventory has 'rollout' in two files (first at a.yml:4:1)",
                "    fix: keep it in one of them; only 'groups' may stand in several files"));
  }

  @Test
  void namesInTwoFilesAreToldWithBothPlaces() throws IOException {
    write("a.yml", SMALL);
    write(
        "b.yml",
        VERSION + "groups:\n  stores: {machines: {store-2: }}\n  edge: {machines: {store-1: }}\n");

    assertThat(shown(read(directory)))
        .isEqualTo(
            Texts.lines(
                "b.yml:3:3: group 'stores' is listed twice (first at a.yml:3:10)",
                "    fix: remove one of the two, or put the machines of both into one",
                "b.yml:4:21: machine 'store-1' is listed twice (first at a.yml:3:30)",
                "    fix: remove one of the two"));
  }

  @Test
  void aGroupMayStandInSeveralFilesEachKeyOfItInOne() throws IOException {
    write("a.yml", SMALL);
    write("b.yml", VERSION + "groups: {stores: {tags: [retail]}}\n");
    write("c.yml", VERSION + "groups: {stores: {defaults: {backup: none}}}\n");

    Reading reading = read(directory);

    assertThat(((Reading.Valid) reading).fleet().machines())
        .isNotEmpty()
        .allMatch(one -> one.tags().contains("retail"))
        .allMatch(one -> one.desired().backup() == BackupKind.NONE);
    write("d.yml", VERSION + "groups: {stores: {tags: [more]}}\n");
    write("e.yml", VERSION + "groups: {stores: {timezone: UTC}, stores: {ssh: {port: 22}}}\n");
    assertThat(shown(read(directory)))
        .contains(
            "d.yml:2:10: group 'stores' is listed twice (first at a.yml:",
            "e.yml:2:35: group 'stores' is listed twice (first at a.yml:")
        .doesNotContain("e.yml:2:10: group");
  }

  @Test
  void whatNoPersonWroteHasPathsFromNowhere() throws IOException {
    write("a.yml", SMALL + "ssh: {knownHostsFile: known_hosts, identityFile: ~/key}\n");
    Path file = directory.resolve("a.yml");
    Reading made = new Inventories(Texts.HOME, Set.of(file)).read(List.of(file));

    assertThat(((Reading.Invalid) made).problems())
        .extracting(Problem::text)
        .singleElement(as(STRING))
        .contains("'known_hosts', which counts from nowhere", "from / or ~/ on");
    write("a.yml", SMALL + "ssh: {knownHostsFile: /etc/known_hosts}\n");
    assertThat(new Inventories(Texts.HOME, Set.of(file)).read(List.of(file)))
        .isInstanceOf(Reading.Valid.class);
  }

  @Test
  void aFileOfAnotherFleetIsRefused() throws IOException {
    write("a.yml", SMALL);
    write("b.yml", VERSION + "fleet: apac\n");
    write("c.yml", "fleet: emea\n");

    assertThat(shown(read(directory)))
        .isEqualTo(
            Texts.lines(
                "b.yml:2:8: 'fleet' is 'apac', but a.yml:2:8 says 'emea'",
                "    fix: say the same fleet in all files, or move this file to a directory of its"
                    + " own",
                "c.yml:1:1: the inventory has no 'apiVersion'",
                "    fix: write apiVersion: walter-fleet/v1"));
  }

  @Test
  void aFileThatIsNoYamlIsToldBeforeAnythingElse() throws IOException {
    write("a.yml", "fleet: [emea\n");
    write("b.yml", VERSION + "colour: blue\n");

    assertThat(shown(read(directory)))
        .isEqualTo(
            Texts.lines(
                "a.yml:1:8: the list that begins with this '[' does not end properly",
                "    fix: put ',' between its items and ']' at its end"));
  }

  @Test
  void anEmptyNameIsNoDirectory() {
    assertThat(shown(read(Path.of(""))))
        .isEqualTo(
            Texts.lines(
                "--inventory: no inventory is named",
                "    fix: name an inventory with --inventory; examples/minimal.yml is one to begin"
                    + " with"));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));

    assertThat(shown(read(directory.resolve("prod.yml"), empty)))
        .isEqualTo(
            Texts.lines(
                "empty: the directory has no *.yml and no *.yaml file",
                "    fix: name an inventory with --inventory; examples/minimal.yml is one to begin"
                    + " with",
                "prod.yml: there is no such file or directory",
                "    fix: name an inventory with --inventory; examples/minimal.yml is one to begin"
                    + " with"));
  }

  @Test
  void aPathBelowAFileCannotBeRead() throws IOException {
    Path file = write("fleet.yml", SMALL);

    assertThat(shown(read(file.resolve("prod.yml"))))
        .startsWith("fleet.yml/prod.yml: it cannot be read\n");
  }

  @Test
  void noPathAtAllIsRefused() {
    assertThat(shown(read())).startsWith("--inventory: no inventory is named\n");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(valid(Texts.reading(directory, "\uFEFF" + SMALL)).name()).isEqualTo("emea");
  }

  @Test
  void linesMayEndAsOnWindows() {
    Reading reading = Texts.reading(directory, SMALL.replace("\n", "\r\n"));

    assertThat(valid(reading).machines().get(0).place())
        .hasToString(directory + "/inventory.yml:3:30");
  }

  @Test
  void otherEncodingsAreRefused() {
    assertThat(shown(Texts.reading(directory, SMALL.getBytes(UTF_16))))
        .startsWith("inventory.yml:1:1: the file is written as UTF-16\n");
    assertThat(shown(Texts.reading(directory, ("\uFEFF" + SMALL).getBytes(UTF_16LE))))
        .startsWith("inventory.yml:1:1: the file is written as UTF-16\n");
    assertThat(shown(Texts.reading(directory, (SMALL + "# Köln").getBytes(ISO_8859_1))))
        .startsWith("inventory.yml:4:4: the file is not written as UTF-8 from here on\n");
  }

  @Test
  void aCharacterThatYamlForbidsIsToldWithItsPlaceFarIntoTheFile() {
    String comment = "# " + "😀".repeat(3000) + "\n";

    assertThat(shown(Texts.reading(directory, SMALL + comment + "# a\u0001b\n")))
        .startsWith("inventory.yml:5:4: this character is not allowed in YAML\n");
  }

  @Test
  void aFileThatIsTooLargeIsNotParsed() {
    byte[] large = new byte[YamlText.MOST_BYTES + 1];
    Arrays.fill(large, (byte) '#');

    assertThat(shown(Texts.reading(directory, large)))
        .isEqualTo(
            Texts.lines(
                "inventory.yml: the file is larger than 64 MiB",
                "    fix: split the inventory; ranges such as store-[001:120] make it short"));
  }

  @Test
  void aLineThatIsTooLongIsNotParsed() {
    String longest = "#".repeat(YamlText.LONGEST_LINE) + "\n";

    assertThat(shown(Texts.reading(directory, SMALL + longest))).doesNotContain("longer");
    assertThat(shown(Texts.reading(directory, SMALL + longest + "# " + longest)))
        .isEqualTo(
            Texts.lines(
                "inventory.yml:5:1: the line is longer than 256 KiB",
                "    fix: break it into lines; JSON may be written with a value a line"));
  }

  @Test
  void nestingAndAliasesHaveLimits() {
    String aliases = "a: &a {b: c}\nd: [" + "*a, ".repeat(201) + "]\n";

    assertThat(shown(Texts.reading(directory, "[".repeat(60))))
        .startsWith("inventory.yml: the file is nested too deeply\n");
    assertThat(shown(Texts.reading(directory, aliases)))
        .startsWith("inventory.yml: the file has too many aliases\n");
  }

  @Test
  void noMoreThanTenThousandProblemsAreKept() {
    String keys =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "k" + i + ": 1\n")
            .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
            .toString();

    assertThat(((Reading.Invalid) Texts.reading(directory, keys)).problems()).hasSize(10_000);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Reading read(Path... paths) {
    return new Inventories(Texts.HOME).read(List.of(paths));
  }

  private String shown(Reading reading) {
    return Texts.shown(directory, reading);
  }

  private Fleet valid(Reading reading) {
    assertThat(shown(reading)).isEqualTo("valid");
    return ((Reading.Valid) reading).fleet();
  }
}
