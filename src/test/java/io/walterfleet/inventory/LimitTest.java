package io.walterfleet.inventory;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class LimitTest {
  private static final String FLEET =
      """
      apiVersion: walter-fleet/v1
      fleet: emea
      groups:
        canary:
          tags: [early]
          machines:
            edge-1: {tags: [berlin]}
            edge-2:
        stores:
          tags: [retail]
          machines:
            store-[1:4]:
            shop-1: {tags: [berlin, early]}
      """;

  @TempDir private Path directory;
  private Fleet fleet;

  @BeforeEach
  void readTheFleet() {
    fleet = ((Reading.Valid) Texts.reading(directory, FLEET)).fleet();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store-2          | store-2",
        "canary           | edge-1 edge-2",
        "berlin           | edge-1 shop-1",
        "all              | edge-1 edge-2 store-1 store-2 store-3 store-4 shop-1",
        "*                | edge-1 edge-2 store-1 store-2 store-3 store-4 shop-1",
        "store-*          | store-1 store-2 store-3 store-4",
        "s*-1             | store-1 shop-1",
        "*o*e*3           | store-3",
        "edge-?           | edge-1 edge-2",
        "store-[24]       | store-2 store-4",
        "store-[2-4]      | store-2 store-3 store-4",
        "store-[!2-4]     | store-1",
        "store-[2:3]      | store-2 store-3",
        "[es]*-1          | edge-1 store-1 shop-1",
        "store-4:edge-1   | edge-1 store-4",
        "store-4,edge-1   | edge-1 store-4",
        "store-4 , edge-1 | edge-1 store-4",
        "store-4::edge-1, | edge-1 store-4",
        "early:&berlin    | edge-1 shop-1",
        "early:!berlin    | edge-2",
        "!stores          | edge-1 edge-2",
        "&berlin          | edge-1 shop-1",
        "!stores:&berlin  | edge-1",
        "!edge-1:canary   | edge-2",
        "canary:&early:!edge-2:store-1:&berlin | edge-1",
        "stores:!store-[1:3]:!shop-1           | store-4",
      })
  void choosesAsAnsibleDoes(String pattern, String machines) {
    assertThat(chosen(pattern)).isEqualTo(machines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stores-1     | 'stores-1' is no machine, group or tag | did you mean 'store-1'?",
        "Canary       | 'Canary' is no machine, group or tag   | did you mean 'canary'?",
        "all:!canray  | 'canray' is no machine, group or tag   | did you mean 'canary'?",
        "all:&xyz     | 'xyz' is no machine, group or tag      | see the machines: walter-fleet status",
        "x*           | 'x*' is no machine, group or tag       | see the machines: walter-fleet status",
        "store-[7:9]  | 'store-[7:9]' is no machine            | there is store-[1:4]",
        "store-[3:1]  | 'store-[3:1]' is no machine            | there is store-[1:4]",
        "store-[2:]   | 'store-[2:]' is no range of names: these have two ends | there is store-[1:4]",
        "store-[:2]   | 'store-[:2]' is no range of names: these have two ends | there is store-[1:4]",
        "shop-[a:c]   | 'shop-[a:c]' is no range of names: these have two ends | there is shop-1",
        "x[a:c]       | 'x[a:c]' is no range of names: these have two ends | see the machines: walter-fleet status",
        "all[0]       | 'all[0]' would be positions in 'all' to Ansible, which change with each machine that is added | name the machines, of edge-1,edge-2,store-1,store-2,store-3,store-4 and 1 more, or put the names into a file, one a line, and write @FILE",
        "canary[1:]   | 'canary[1:]' would be positions in 'canary' to Ansible | name the machines, of edge-1,edge-2, or put",
        "stores:!canary[-1] | 'canary[-1]' would be positions in 'canary' to Ansible | name the machines, of edge-1,edge-2, or put",
        "canary[0:1]  | 'canary[0:1]' would be positions in 'canary' to Ansible | name the machines",
        "stores[12]   | 'stores[12]' would be positions in 'stores' to Ansible | name the machines",
        "[1:2][1:2]   | '[1:2][1:2]' is no machine             | see the machines: walter-fleet status",
        "s*-[1:2]     | 's*-[1:2]' is no machine               | see the machines: walter-fleet status",
        "store-[      | 'store-[' is no machine                | there is store-[1:4]",
        "[            | '[' is no machine                      | see the machines: walter-fleet status",
        "!            | '' is no machine                       | see the machines: walter-fleet status",
        "canary:&stores | 'canary:&stores' chooses no machine  | name machines, groups or tags",
        "''           | '' chooses no machine                  | name machines, groups or tags",
        "','          | ',' chooses no machine                 | name machines, groups or tags",
        "@none.txt    | the file 'none.txt' cannot be read     | name a file with one machine",
      })
  void whatChoosesNothingIsRefused(String pattern, String message, String fix) {
    assertThat(chosen(pattern)).startsWith("--limit: " + message).contains("\n    fix: " + fix);
  }

  @Test
  void aFileNamesOneMachineGroupOrTagALine() throws IOException {
    Path file = directory.resolve("failed.txt");
    Files.writeString(file, "# of last night\nstore-3\n\n  canary \n");

    assertThat(chosen("@" + file)).isEqualTo("edge-1 edge-2 store-3");
    assertThat(chosen("all:!@" + file)).isEqualTo("store-1 store-2 store-4 shop-1");
    assertThat(chosen("berlin:&@" + file)).isEqualTo("edge-1");
  }

  @Test
  void aLineOfAFileThatNamesNothingIsToldWithItsPlace() throws IOException {
    Path file = Files.writeString(directory.resolve("failed.txt"), "store-3\nstore-9\n");

    assertThat(chosen("@" + file))
        .isEqualTo(
            Texts.lines(
                "failed.txt:2:1: this line names no machine, group or tag of this inventory",
                "    fix: did you mean 'store-1'?"));
  }

  @Test
  void afterTwentyUnknownNamesNoMoreAreGuessedAt() {
    String pattern = IntStream.range(10, 31).mapToObj(i -> "edge" + i).collect(joining(","));

    assertThat(chosen(pattern).split("\n"))
        .contains(
            "    fix: did you mean 'edge-1'?", "    fix: see the machines: walter-fleet status")
        .hasSize(42);
  }

  @Test
  void aTermOfAnyLengthIsAnswered() {
    assertThat(chosen("x".repeat(100_000))).contains("x…' is no machine");
  }

  @Test
  void manyStarsAreNoTrouble() {
    assertThat(chosen("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")).contains("is no machine");
  }

  /** What it would not choose, it refuses; it knows ranges of names that Ansible does not. */
  @Test
  void choosesWhatAnsibleChoosesOrRefuses() throws IOException {
    fleet =
        ((Reading.Valid)
                Texts.reading(
                    directory,
                    """
                    apiVersion: walter-fleet/v1
                    fleet: emea
                    groups:
                      canary:
                        tags: [early]
                        machines: {edge-1: {tags: [berlin]}, edge-2: }
                      web: {machines: {web1: , web2: , web3: , web10: {tags: [berlin]}}}
                      stores:
                        tags: [retail]
                        machines: {"store-[1:4]": , shop-1: {tags: [berlin, early]}}
                    """))
            .fleet();
    List<String> rows =
        Files.readAllLines(Path.of("src/test/resources/inventory/limits-of-ansible.tsv"));
    int same = 0;
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split("\t", -1);
      if (Limit.apply(cells[0], fleet) instanceof Reading.Valid) {
        boolean ours = !cells[2].isEmpty() && cells[0].contains("[");
        assertThat(ours || chosen(cells[0]).equals(cells[1])).as(cells[0]).isTrue();
        same += ours ? 0 : 1;
      }
    }
    assertThat(rows).hasSizeGreaterThan(600);
    assertThat(same).isGreaterThan(120);
  }

  @Test
  void theRangesThatThereAreAreTheirs() {
    assertThat(Ranges.of("s-", List.of("s-01", "s-02", "s-4", "s-5", "s-7", "s-008", "t-9", "s-")))
        .isEqualTo("s-[01:02], s-[4:5], s-7, s-008");
    assertThat(Ranges.of("s", List.of("s1", "s3", "s5", "s7", "s9", "s11", "s13")))
        .isEqualTo("s1, s3, s5, s7, s9 and 2 more");
    assertThat(Ranges.of("x", List.of("s1"))).isEmpty();
  }

  private String chosen(String pattern) {
    Reading reading = Limit.apply(pattern, fleet);
    return reading instanceof Reading.Valid valid
        ? valid.fleet().machines().stream().map(Machine::name).collect(joining(" "))
        : Texts.shown(directory, reading);
  }
}
