package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Rollouts and fleets of the tests; what fails is left as it is unless a test says otherwise. */
public final class Rollouts {
  private Rollouts() {}

  /** The fleet prepared first, batches of these sizes, and so many failures borne. */
  public static Rollout of(int maxFailed, Integer... batches) {
    return with(
        Stage.FLEET, new CountOrPercent.Count(maxFailed), OnFailure.LEAVE, Duration.ZERO, batches);
  }

  public static Rollout with(
      Stage stage,
      CountOrPercent maxFailed,
      OnFailure onFailure,
      Duration pause,
      Integer... batches) {
    List<CountOrPercent> sizes =
        List.of(batches).stream().<CountOrPercent>map(CountOrPercent.Count::new).toList();
    return new Rollout(
        Wave.plain(List.of("canary", "stores")),
        sizes,
        pause,
        new Rollout.Failure(stage, 8, maxFailed, onFailure),
        Gate.DEFAULT);
  }

  /** Machines of the group stores: store-1, store-2, … */
  public static List<Machine> stores(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> Samples.machine("store-" + i)).toList();
  }

  /** A rig of so many stores with an older release, all healthy, one fork for each. */
  public static Rig rig(Rollout rollout, int count) {
    Rig rig = new Rig(rollout, stores(count), count);
    stores(count).forEach(store -> rig.machine(store.name()).installed(Samples.image("1.8.2")));
    return rig;
  }
}
