package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Schemas;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A freeze that holds now, through the whole program. */
@Tag("loopback")
@Timeout(180)
class WindowsTest {
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  private final String freeze =
      "{freezes: [{from: %s, to: %s, reason: season}]}"
          .formatted(today.minusDays(2), today.plusDays(2));

  @Test
  void nothingBeginsInAFreezeWithoutAReasonAndWhatHasBegunIsFinished() throws Exception {
    try (Desk desk = Desk.withInstalled(2, Desk.FROM)) {
      LoopbackMachine first = desk.machine(0);
      Inventory free = desk.inventory().only(List.of(first));
      Inventory frozen = free.with("maintenance", freeze);
      Path inventory = desk.write(frozen);
      Path saved = desk.folder().resolve("plan.json");
      String until = today.plusDays(3) + " at 00:00 (UTC)";
      Ran plan = desk.run("plan", "-i", inventory.toString(), "--out", saved.toString());
      assertThat(plan.out().replaceAll("\\s+", " "))
          .contains("On hold: group stores waits: frozen from")
          .contains(until);
      assertThat(Schemas.complaints("plan.schema.json", Files.readString(saved))).isEmpty();
      Ran rehearsal = desk.run("rehearse", "--format", "json", "-i", inventory.toString());
      assertThat(Schemas.complaints("rehearsal.schema.json", rehearsal.out())).isEmpty();
      assertThat(rehearsal.out()).contains("\"waits\"");

      Ran held = desk.run("apply", saved.toString(), "--yes", "-i", inventory.toString());
      assertThat(held.exitCode()).as(held.toString()).isEqualTo(11);
      assertThat(held.out().replaceAll("\\s+", " "))
          .contains("(season); it may begin on")
          .contains(until + " (nothing was changed)")
          .contains("fix: run the same again then; what cannot wait goes on with --outside-window")
          .contains("1 machine: 1 skipped")
          .contains("; on hold: the rest waits for a maintenance window");
      assertThat(first.home().resolve(".walter-fleet/staged")).doesNotExist();

      for (String empty : List.of("", " ", "two\nlines")) {
        assertThat(
                desk.run("apply", "--yes", "--outside-window", empty, "-i", inventory.toString())
                    .exitCode())
            .isEqualTo(64);
      }
      Ran ran =
          desk.run(
              "apply",
              saved.toString(),
              "--yes",
              "--outside-window",
              "CHG-42: it's urgent",
              "-i",
              inventory.toString());
      assertThat(ran.exitCode()).as(ran.toString()).isZero();
      assertThat(Files.readString(first.home().resolve(".walter-fleet/audit.log")))
          .contains("locked by ana@desk: apply, outside the window: CHG-42: it's urgent\n");
      try (Stream<Path> runs =
          Files.walk(desk.folder().resolve(".local/state/walter-fleet/runs"))) {
        assertThat(
                runs.filter(file -> file.endsWith("run.json"))
                    .anyMatch(file -> text(file).contains("--outside-window 'CHG-42: it")))
            .isTrue();
      }
      desk.assertNothingToDo(1, inventory);

      whatHasBegunIsFinished(desk, desk.machine(1));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** It was left with everything done but the last step. */
  private void whatHasBegunIsFinished(Desk desk, LoopbackMachine machine) {
    Inventory plain = desk.inventory().only(List.of(machine));
    Path broken = desk.write(plain.with("hooks", "{afterMachine: [['false']]}"));
    assertThat(desk.apply(broken).exitCode()).isEqualTo(3);
    Path inventory = desk.write(plain.with("maintenance", freeze));
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
    desk.assertNothingToDo(1, inventory);
  }
}
