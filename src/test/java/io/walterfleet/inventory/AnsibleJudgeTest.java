package io.walterfleet.inventory;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Patterns of {@code --limit} and ranges of names mean what Ansible says they mean, or are refused
 * in words; {@code src/test/resources/ansible/record} asked Ansible and wrote it down.
 */
@Tag("unit")
class AnsibleJudgeTest {
  private static final Path RECORDED = Path.of("src/test/resources/ansible");
  private static final int FEWEST = 500;

  @TempDir private Path directory;

  /**
   * What Ansible said of a pattern.
   *
   * @param whole whether each of its terms meant something; what did not was left out with a
   *     warning, or Ansible does not know the form
   * @param machines what was chosen
   * @param spelt what is chosen with the terms apart and ranges of names written out, which a
   *     pattern of Ansible cannot have
   */
  private record Said(String pattern, boolean whole, String machines, String spelt) {}

  @Test
  void aLimitChoosesWhatAnsibleChoosesOrIsRefused() throws IOException {
    String text = Files.readString(RECORDED.resolve("fleet.yml"));
    Fleet fleet = ((Reading.Valid) Texts.reading(directory, text)).fleet();
    List<String> differences = new ArrayList<>();
    int same = 0;
    List<String> lines = Files.readAllLines(RECORDED.resolve("limits.tsv"));
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      Said said = new Said(parts[0], parts[1].equals("whole"), parts[2], parts[3]);
      Reading ours = Limit.apply(said.pattern(), fleet);
      String shown = shown(ours);
      boolean alike =
          shown.equals(said.machines()) || (!said.whole() && shown.equals(said.spelt()));
      if (alike) {
        same++;
      } else if (!isRefused(ours)) {
        differences.add(said + ", but we choose " + shown);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(lines).hasSizeGreaterThan(FEWEST);
    assertThat(same).isGreaterThan(lines.size() / 3);
  }

  @Test
  void aRangeMeansTheNamesThatAnsibleMakesOfItOrIsRefused() throws IOException {
    List<String> differences = new ArrayList<>();
    int same = 0;
    for (String line : Files.readAllLines(RECORDED.resolve("ranges.tsv"))) {
      String[] parts = line.split("\t", -1);
      Reading ours =
          Texts.reading(
              directory,
              "apiVersion: walter-fleet/v1\nfleet: f\ngroups: {g: {machines: {\"%s\": {}}}}\n"
                  .formatted(parts[0]));
      String shown =
          ours instanceof Reading.Valid valid
              ? valid.fleet().machines().stream().map(Machine::name).collect(joining(" "))
              : "";
      if (shown.equals(parts[1])) {
        same++;
      } else if (!isRefused(ours)) {
        differences.add(line + ", but we make " + shown);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(same).isGreaterThan(8);
  }

  private static boolean isRefused(Reading reading) {
    return reading instanceof Reading.Invalid invalid
        && invalid.problems().stream()
            .noneMatch(problem -> problem.message().isBlank() || problem.fix().isBlank());
  }

  private static String shown(Reading reading) {
    return reading instanceof Reading.Valid valid
        ? valid.fleet().machines().stream().map(Machine::name).sorted().collect(joining(" "))
        : "refused";
  }
}
