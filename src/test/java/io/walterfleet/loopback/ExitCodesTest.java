package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.ServerLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any machine is contacted, by the server's own log. */
@Tag("loopback")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExitCodesTest {
  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.with(1);
  }

  @AfterEach
  void nobodyWasContacted() throws Exception {
    assertThat(desk.fleet().log()).isEqualTo(new ServerLog(List.of(), List.of(), List.of()));
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @ParameterizedTest(name = "walter-fleet {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          aply                 | there is no command 'aply' | did you mean 'apply'? see what there is: walter-fleet --help
          plan --frobnicate    | there is no option '--frobnicate' | see what there is: walter-fleet plan --help
          plan --forks none    | invalid value for option '--forks': 'none' is not a whole number | write digits alone, such as 8
          apply                | there is no terminal to ask for confirmation (no machine was contacted) | to save a plan for review: walter-fleet plan -i INVENTORY --out plan.json; to carry it out at once: walter-fleet apply -i INVENTORY --yes
          apply --yes no.json  | no.json: there is no such file (nothing was changed) | make a new one: walter-fleet plan -i INVENTORY --out no.json
          """)
  void wrongUsage(String words, String reason, String fix) {
    assertThat(onInventory(words))
        .isEqualTo(new Ran(64, "", "walter-fleet: " + reason + "\n    fix: " + fix + "\n"));
  }

  @Test
  void aLimitThatChoosesNobody() {
    assertThat(onInventory("plan --limit nobody"))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                --limit: 'nobody' is no machine, group or tag of this inventory
                    fix: see the machines: walter-fleet status -i INVENTORY
                1 problem; no machine was contacted
                """));
  }

  @Test
  void anInvalidInventory() {
    Path inventory = desk.write(desk.inventory().defaults("relase: minor, mode: no"));
    assertThat(desk.apply(inventory))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                DESK/fleet.yml:5:26: 'defaults' has the key 'relase', which is not known
                    fix: did you mean 'release'?
                DESK/fleet.yml:5:47: 'mode' of 'defaults' is no, which YAML reads as true or false
                    fix: quote what you mean as text; here, write public-tls or internal-tls
                2 problems; no machine was contacted
                """));
  }

  @Test
  void aBrokenManifest() throws Exception {
    Path broken =
        Files.writeString(desk.folder().resolve("broken.json"), "{\"manifest_version\": 1");
    Path inventory = desk.write(desk.inventory().with("releases", "{manifest: '" + broken + "'}"));
    assertThat(desk.apply(inventory))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                DESK/broken.json:1:23: this is not JSON: it ends too early
                    fix: check that this is the address of Walter's release manifest
                1 problem; nothing was changed
                """));
  }

  @Test
  void aBugIsWrittenToAFileAndNothingOfItToTheTerminal() throws Exception {
    Path inventory = desk.write(desk.inventory());
    desk.reach(
        () -> {
          throw new IllegalStateException("a bug for this test");
        });
    Ran ran = desk.look(inventory);
    desk.reach(desk::remote);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                "",
                """
                walter-fleet: internal error, which is a bug and not a mistake of yours
                    the details are in DESK/.cache/walter-fleet/errors/error-RUN.txt
                    fix: report it with that file; if machines were being changed, run apply again: it resumes where each machine is
                """));
    try (Stream<Path> files = Files.list(desk.folder().resolve(".cache/walter-fleet/errors"))) {
      assertThat(files.toList())
          .singleElement()
          .asInstanceOf(InstanceOfAssertFactories.PATH)
          .content()
          .contains("IllegalStateException: a bug for this test");
    }
  }

  private Ran onInventory(String words) {
    List<String> line = new ArrayList<>(List.of(words.split(" ", -1)));
    if (!words.equals("aply")) {
      line.addAll(List.of("-i", desk.write(desk.inventory()).toString()));
    }
    return desk.run(line.toArray(String[]::new));
  }
}
