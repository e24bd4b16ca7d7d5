package io.walterfleet.plan;

import static io.walterfleet.plan.testing.Samples.MANIFEST;
import static io.walterfleet.plan.testing.Samples.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each guard of a saved plan by itself. */
@Tag("unit")
class ConsentTest {
  private static final Desired PATCH = wanting(new Target.Patch());

  @Test
  void whatTheInventoryGivesIsPermitted() {
    assertThat(withheld(PATCH, PATCH)).isEmpty();
  }

  @Test
  void anotherMachineAddressOrGroupIsNot() {
    Plan plan = plan(fleet(Samples.machine("a"), 0), Sighting.of("1.8.2"));
    assertThat(new Consent(fleet(Samples.machine("b"), 0)).withheld(plan))
        .contains("machine 'a' is not in the inventory");
    assertThat(new Consent(fleet(Samples.machine("a", "other", PATCH), 0)).withheld(plan))
        .contains("machine 'a' is in another group in the inventory");
    Machine moved = Samples.machine("a");
    Ssh ssh = moved.ssh();
    Ssh elsewhere =
        new Ssh("10.6.6.6", ssh.login(), ssh.hostKeys(), ssh.jump(), ssh.connectTimeout());
    Machine other = new Machine("a", moved.membership(), elsewhere, moved.desired(), moved.place());
    assertThat(new Consent(fleet(other, 0)).withheld(plan))
        .contains("machine 'a' has another address in the inventory now");
  }

  @Test
  void anotherTargetIsNot() {
    assertThat(
            withheld(
                PATCH, wanting(new Target.Patch(), Samples.publication(Mode.PUBLIC_TLS, "h", 443))))
        .contains("machine 'a' has a target whose mode, host or port is not the inventory's");
    Desired dumping =
        new Desired(
            PATCH.target(),
            PATCH.publication(),
            BackupKind.DUMP,
            BundleUse.CURRENT,
            PATCH.installDir(),
            Permissions.NONE);
    assertThat(withheld(PATCH, dumping))
        .contains("machine 'a' has a target whose 'backup' is not the inventory's");
    Target image = new Target.Image(Samples.image("1.8.3"));
    assertThat(withheld(PATCH, wanting(image))).isEmpty();
    assertThat(withheld(PATCH, wanting(new Target.Image(Samples.image("1.8.2")))))
        .contains("machine 'a' has a target with another 'image'");
  }

  @Test
  void otherBatchesAndAnotherBudgetAreNot() {
    Plan plan = plan(fleet(Samples.machine("a"), 0), Sighting.of("1.8.2"));
    assertThat(new Consent(fleet(Samples.machine("a"), 1)).withheld(plan))
        .contains("its 'maxFailed' is not the inventory's");
    Plan none =
        new Plan(
            plan.header(),
            plan.bundle(),
            plan.machines(),
            Batches.of(List.of(), Rollout.DEFAULT),
            plan.budget());
    assertThat(new Consent(fleet(Samples.machine("a"), 0)).withheld(none))
        .contains("its 'batches' are not the inventory's");
  }

  @Test
  void aStepThatIsLeftOutIsNot() {
    Plan plan = plan(fleet(Samples.machine("a"), 0), Sighting.of("1.8.2"));
    MachinePlan one = plan.machines().get(0);
    List<StepKind> fewer = one.steps().stream().filter(step -> step != StepKind.GATE).toList();
    assertThat(one.steps()).contains(StepKind.GATE);
    MachinePlan ungated =
        new MachinePlan(one.subject(), one.judgement(), one.changes(), fewer, one.goal());
    assertThat(new Consent(fleet(Samples.machine("a"), 0)).withheld(with(plan, ungated)))
        .hasValueSatisfying(
            words -> assertThat(words).startsWith("machine 'a' ").contains("steps"));
  }

  @Test
  void onlyWhatTheVendorPublishesForTheTargetIsPublished() {
    assertThat(unpublished(PATCH, PATCH)).isEmpty();
    Desired exact = wanting(new Target.Exact(Samples.release("1.8.3")));
    assertThat(unpublished(exact, exact)).isEmpty();
    assertThat(unpublished(PATCH, wanting(new Target.Exact(Samples.release("1.8.2")))))
        .contains(
            "machine 'a' has an 'image' or 'digest' that the manifest does not publish for it");
    Desired own = wanting(new Target.Image(ImageRef.of("r.example/w:1").orElseThrow()));
    assertThat(unpublished(own, own)).isEmpty();
    assertThat(unpublished(own, PATCH)).isPresent();
    assertThat(unpublished(PATCH, own)).isPresent();
  }

  @Test
  void anotherDigestOrNoMachineIsNotPublished() {
    Fleet fleet = fleet(Samples.machine("a"), 0);
    Plan plan = plan(fleet, Sighting.of("1.8.2"));
    MachinePlan one = plan.machines().get(0);
    Goal goal = one.goal().orElseThrow();
    assertThat(goal.digest()).contains(Samples.DIGEST);
    for (Optional<String> digest :
        List.of(Optional.<String>empty(), Optional.of("sha256:" + "00".repeat(32)))) {
      Goal forged =
          new Goal(goal.image(), digest, goal.bundle(), goal.publication(), goal.backup());
      Plan other =
          with(
              plan,
              new MachinePlan(
                  one.subject(), one.judgement(), one.changes(), one.steps(), Optional.of(forged)));
      assertThat(new Consent(fleet).unpublished(other, MANIFEST)).isPresent();
    }
    assertThat(new Consent(fleet(Samples.machine("b"), 0)).unpublished(plan, MANIFEST)).isPresent();
  }

  /** What an inventory that wants one thing has against a plan for another. */
  private static Optional<String> withheld(Desired planned, Desired wanted) {
    Plan plan = plan(fleet(Samples.machine("a", "stores", planned), 0), Sighting.of("1.8.2"));
    return new Consent(fleet(Samples.machine("a", "stores", wanted), 0)).withheld(plan);
  }

  private static Optional<String> unpublished(Desired planned, Desired wanted) {
    Plan plan = plan(fleet(Samples.machine("a", "stores", planned), 0), Sighting.of("1.8.2"));
    return new Consent(fleet(Samples.machine("a", "stores", wanted), 0))
        .unpublished(plan, MANIFEST);
  }

  private static Plan plan(Fleet fleet, Sighting seen) {
    return Planner.plan(Samples.HEADER, fleet, MANIFEST, Map.of("a", seen.seen()));
  }

  private static Plan with(Plan plan, MachinePlan one) {
    return new Plan(plan.header(), plan.bundle(), List.of(one), plan.batches(), plan.budget());
  }

  private static Fleet fleet(Machine machine, int maxFailed) {
    Rollout rollout =
        new Rollout(
            List.of(),
            List.of(new CountOrPercent.Count(1)),
            Duration.ZERO,
            new Rollout.Failure(
                Rollout.Stage.FLEET,
                8,
                new CountOrPercent.Count(maxFailed),
                Rollout.OnFailure.ROLLBACK),
            Gate.DEFAULT);
    return Samples.fleet(rollout, List.of(machine));
  }
}
