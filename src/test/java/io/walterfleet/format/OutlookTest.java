package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Window;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a plan fits into the window that is open, or opens next. */
@Tag("unit")
class OutlookTest {
  /** Each machine takes 1 min 57 s where all is as usual; all are prepared in 65 s. */
  private static final Plan PLAN =
      SamplePlans.of(
          IntStream.rangeClosed(1, 8).mapToObj(i -> SamplePlans.upgrade("store-" + i)).toList());

  @Test
  void aPlanThatFitsIsNotWarnedOf() {
    assertThat(outlook("2026-11-28T01:00:00Z").tooLong()).isEmpty();
  }

  @Test
  void aWindowThatEndsBeforeTheLastMachineBeginsIsTooShort() {
    assertThat(outlook("2026-11-28T03:52:00Z").sentences())
        .contains(
            "Warning: Group stores does not fit into the window that ends on Sat 2026-11-28 at 05:00"
                + " (Europe/Berlin): its last machine would begin after 8 min 53 s; what has not"
                + " begun by then waits for the next one.");
  }

  @Test
  void aWindowThatOpensLaterIsMeasuredFromItsOpening() {
    assertThat(outlook("2026-11-28T10:00:00Z").tooLong()).isEmpty();
    Maintenance brief = maintenance("02:00", "02:08");
    assertThat(outlook(brief, "2026-11-28T10:00:00Z").tooLong())
        .singleElement()
        .extracting(one -> one.ends().toInstant())
        .isEqualTo(Instant.parse("2026-11-29T01:08:00Z"));
  }

  /**
   * What is told of a plan whose canary makes all others wait: those begin in a run of their own.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "fits",
      value = {
        "true,   0, 02:08, 2026-11-28T01:00:00Z, 2026-11-29T01:08:00Z",
        "true,   0, 02:08, 2026-11-28T10:00:00Z, 2026-11-29T01:08:00Z",
        "true,  24, 02:08, 2026-11-28T01:00:00Z, 2026-11-30T01:08:00Z",
        "false, 24, 02:08, 2026-11-28T10:00:00Z, 2026-11-30T01:08:00Z",
        "true,   0, 02:09, 2026-11-28T01:00:00Z, fits",
        "false, 24, 05:00, 2026-11-28T03:52:00Z, fits",
      })
  void wavesThatWaitAreMeasuredByTheFirstWindowThatTheyHaveWhole(
      boolean holds, int soak, String to, String now, Instant ends) {
    List<MachinePlan> machines = new ArrayList<>(List.of(SamplePlans.firstInstall("edge-1")));
    machines.addAll(PLAN.machines());
    Plan plain = SamplePlans.of(machines);
    List<Wave> waves =
        List.of(new Wave("canary", holds, Duration.ofHours(soak)), Wave.plain("stores"));
    Plan plan =
        new Plan(
            plain.header(),
            plain.bundle(),
            machines,
            new Batches(plain.batches().all(), waves, OptionalInt.empty()),
            plain.budget());
    List<TooLong> late =
        Outlook.of(plan, Rollout.DEFAULT, List.of(), 64)
            .with(Hooks.NONE, plan, maintenance("02:00", to), Instant.parse(now))
            .tooLong();
    assertThat(late)
        .extracting(one -> one.group() + " " + one.ends().toInstant() + " " + one.last().words())
        .isEqualTo(ends == null ? List.of() : List.of("stores " + ends + " 8 min 53 s"));
    assertThat(
            Outlook.of(plan, Rollout.DEFAULT, List.of(), 64)
                .with(Hooks.NONE, plan, Maintenance.ANY_TIME, Instant.parse(now))
                .tooLong())
        .isEmpty();
  }

  @Test
  void theJsonNamesTheGroupAndTheEndAsItsSchemaSays() throws IOException {
    Background background =
        new Background(
            Background.Scope.WHOLE,
            Background.Source.UNKNOWN,
            List.of(),
            Optional.empty(),
            outlook("2026-11-28T03:52:00Z"));
    String json = PlanJson.of(PLAN, Conditions.NONE, background, PlanJson.Origin.UNKNOWN);
    assertThat(json)
        .contains(
            """
                "tooLong" : [ {
                  "group" : "stores",
                  "ends" : "2026-11-28T05:00+01:00",
                  "leastSeconds" : 533,
                  "mostSeconds" : 533,
                  "sure" : true
                } ],
            """);
    assertThat(Schemas.complaints("plan.schema.json", json)).isEmpty();
  }

  private static Outlook outlook(String now) {
    return outlook(maintenance("02:00", "05:00"), now);
  }

  private static Outlook outlook(Maintenance maintenance, String now) {
    return Outlook.of(PLAN, Rollout.DEFAULT, List.of(), 64)
        .with(Hooks.NONE, PLAN, maintenance, Instant.parse(now));
  }

  private static Maintenance maintenance(String from, String to) {
    return new Maintenance(
        ZoneId.of("Europe/Berlin"),
        List.of(
            new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.parse(from), LocalTime.parse(to))),
        Set.of(Bound.APPLY),
        List.of(),
        Map.of());
  }
}
