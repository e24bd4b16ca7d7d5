package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.MachineState.HalfRollback;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the rules make of whatever is seen, they could have made. */
@Tag("unit")
class CoherenceTest {
  /** Fewer where every mutant of the rules runs them again. */
  private static final int CASES = Integer.getInteger("walter-fleet.cases", 20_000);

  private final Random random = new Random(7);
  private int acting;

  @Test
  void whatTheRulesMakeIsCoherent() {
    for (int i = 0; i < CASES; i++) {
      MachinePlan plan = Decision.of(machine(), Samples.MANIFEST, sighting().seen());
      assertThat(Coherence.fault(plan, Samples.BUNDLE)).as(plan.toString()).isEmpty();
      acting += plan.verdict().acts() ? 1 : 0;
    }
    assertThat(acting).isGreaterThan(CASES / 3);
  }

  /** A step more or less is found, unless a run that did not end may have left it. */
  @Test
  void aStepMoreOrLessIsFound() {
    for (int i = 0; i < CASES; i++) {
      Sighting seen = sighting();
      MachinePlan plan = Decision.of(machine(), Samples.MANIFEST, seen.seen());
      StepKind step = one(StepKind.values());
      boolean ended =
          seen.seen().machineState().unfinished().isEmpty()
              && seen.seen().machineState().halfRollback().isEmpty();
      boolean data = step == StepKind.BACKUP || step == StepKind.MIGRATE;
      if (plan.verdict().acts() && ended && !data) {
        assertThat(Coherence.fault(with(plan, step), Samples.BUNDLE)).isPresent();
      }
    }
  }

  @Test
  void aFingerprintOfANewerProgramIsRefusedAsSuch() {
    MachinePlan plan =
        Decision.of(
            Samples.machine("store-1", "stores", Samples.wanting(new Target.Patch())),
            Samples.MANIFEST,
            Sighting.of("1.8.2").seen());
    assertThat(Coherence.fault(plan, Samples.BUNDLE)).isEmpty();
    assertThat(Coherence.fault(marked(plan, "version=2,"), Samples.BUNDLE))
        .contains("its 'fingerprint' was written by a newer walter-fleet (version 2)");
    assertThat(Coherence.fault(marked(plan, "version=two,"), Samples.BUNDLE))
        .contains("its 'fingerprint' lacks a field");
  }

  private static MachinePlan marked(MachinePlan plan, String before) {
    MachinePlan.Subject subject = plan.subject();
    return new MachinePlan(
        new MachinePlan.Subject(
            subject.name(), subject.group(), subject.address(), before + subject.fingerprint()),
        plan.judgement(),
        plan.changes(),
        plan.steps(),
        plan.goal());
  }

  private static MachinePlan with(MachinePlan plan, StepKind other) {
    List<StepKind> steps =
        List.of(StepKind.values()).stream()
            .filter(step -> plan.steps().contains(step) != (step == other))
            .toList();
    return new MachinePlan(plan.subject(), plan.judgement(), plan.changes(), steps, plan.goal());
  }

  private Machine machine() {
    Target target =
        one(
            new Target.Patch(),
            new Target.Stable(),
            new Target.Exact(Samples.release("1.8.3")),
            new Target.Image(Samples.image("1.8.2")));
    Publication publication =
        Samples.publication(
            one(Optional.empty(), Optional.of(Mode.INTERNAL_TLS)),
            one(Optional.empty(), Optional.of("a.example.com")),
            one(OptionalInt.empty(), OptionalInt.of(443), OptionalInt.of(8443)));
    return Samples.machine("store-1", "stores", Samples.wanting(target, publication));
  }

  private Sighting sighting() {
    if (random.nextInt(8) == 0) {
      return Sighting.ofNothing();
    }
    String tag = one("1.8.2", "1.8.3");
    Sighting seen =
        Sighting.of(tag)
            .with(
                Samples.keys(
                    one(
                        Optional.of(Samples.imageKey("1.8.2")),
                        Optional.of(Samples.imageKey("1.8.3"))),
                    one(
                        Optional.empty(),
                        Optional.of("a.example.com"),
                        Optional.of("b.example.com")),
                    one(Optional.empty(), Optional.of("internal-tls"), Optional.of("public-tls")),
                    one(Optional.empty(), Optional.of("443"), Optional.of("8443")),
                    Optional.empty()))
            .with(
                new Install.Files(
                    one(
                        Optional.of(Samples.SHA256),
                        Optional.of(Samples.OLD_SHA256),
                        Optional.empty()),
                    one(List.of(), List.of("compose.yml")),
                    List.of()))
            .with(one(Stack.NONE, Sighting.running(Samples.imageKey(tag)), Sighting.running("x:1")))
            .applied(one(Optional.empty(), Optional.of(Sighting.applied(Samples.imageKey(tag)))));
    return traced(seen);
  }

  private Sighting traced(Sighting seen) {
    Unfinished run =
        new Unfinished(
            "r1",
            one(StepKind.BACKUP, StepKind.SWAP, StepKind.MIGRATE),
            random.nextBoolean(),
            "elsewhere - - - -",
            one(List.of(), List.of(StepKind.STAGE, StepKind.PULL, StepKind.SWAP)),
            List.of(StepKind.values()));
    return switch (random.nextInt(4)) {
      case 0 -> seen.unfinished(run);
      case 1 -> seen.halfRollback(new HalfRollback("r1", "20261101T100000Z"));
      default -> seen;
    };
  }

  @SafeVarargs
  private <T> T one(T... all) {
    return all[random.nextInt(all.length)];
  }
}
