package io.walterfleet.app;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.format.Age;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.release.Bundle;
import io.walterfleet.release.Bundles;
import io.walterfleet.release.Downloads;
import io.walterfleet.release.Limits;
import io.walterfleet.release.Manifests;
import io.walterfleet.release.Manifests.Edition;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.release.RetryPolicy;
import io.walterfleet.step.StepRequest.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Fetches what the vendor publishes, through the proxies that the environment asks for. */
public final class Releases {
  private final CommandRuntime runtime;

  public Releases(CommandRuntime runtime) {
    this.runtime = runtime;
  }

  /** The manifest, or the last good one of it, which a note tells. */
  public Manifest manifest(String location) throws ReleaseException, InterruptedException {
    Edition edition = edition(location, RetryPolicy.DEFAULT);
    stale(edition).ifPresent(this::note);
    return edition.manifest();
  }

  /** The same for whoever can do without: none, which a note tells, where there is none. */
  public Optional<Manifest> anyManifest(String location) throws InterruptedException {
    try {
      Edition edition = edition(location, RetryPolicy.SHORT);
      stale(edition).ifPresent(this::note);
      return Optional.of(edition.manifest());
    } catch (ReleaseException none) {
      note(without(none));
      return Optional.empty();
    }
  }

  /** The manifest as good as it can be had now. */
  public Edition edition(String location, RetryPolicy retryPolicy)
      throws ReleaseException, InterruptedException {
    Manifests manifests = new Manifests(downloads(retryPolicy));
    Path cache = runtime.environment().cache();
    Instant now = runtime.environment().clock().instant();
    return OwnPlace.isClosed(cache)
        ? manifests.latest(location, cache, now)
        : new Edition(manifests.read(location), now, Optional.empty());
  }

  /** What is said of a manifest that was not read just now. */
  Optional<String> stale(Edition edition) {
    Duration age = Duration.between(edition.read(), runtime.environment().clock().instant());
    return edition
        .instead()
        .map(
            why ->
                first(why)
                    + "; the one that was read "
                    + Age.of(age)
                    + " ago ("
                    + edition.read().truncatedTo(ChronoUnit.SECONDS)
                    + ") is used");
  }

  /** What is said where there is none. */
  static String without(ReleaseException none) {
    return first(none)
        + "; none was kept of it, so machines are held against what was last applied alone";
  }

  private static String first(ReleaseException why) {
    return why.problems().get(0).message();
  }

  private void note(String words) {
    runtime.console().err().note(words);
  }

  Bundle bundle(BundleRef wanted) throws ReleaseException, InterruptedException {
    return new Bundles(downloads(RetryPolicy.DEFAULT), shelf(wanted), Limits.DEFAULT).fetch(wanted);
  }

  /** Where bundles are kept; for this run alone, where another user could write to the cache. */
  private Path shelf(BundleRef wanted) throws ReleaseException {
    Path cache = runtime.environment().cache();
    if (OwnPlace.isClosed(cache)) {
      return cache;
    }
    try {
      Path shelf = Files.createTempDirectory("walter-fleet-");
      // the last one is deleted first
      for (String name : List.of("", "bundles", "bundles/" + wanted.sha256() + ".tar.gz")) {
        shelf.resolve(name).toFile().deleteOnExit();
      }
      return shelf;
    } catch (IOException full) {
      throw new ReleaseException(
          "could not keep the bundle: nothing can be written to the temporary directory",
          "free some space, or set XDG_CACHE_HOME to a directory of your own");
    }
  }

  /** The plan's bundle for the machines that need it; not fetched when none does. */
  public Payload payload(Plan plan) throws ReleaseException, InterruptedException {
    boolean needed = plan.acting().stream().anyMatch(machine -> stages(machine, plan.bundle()));
    if (!needed) {
      return Payload.none(plan.bundle().sha256());
    }
    Bundle bundle = bundle(plan.bundle());
    return new Payload(bundle.sha256(), bundle.size(), bundle::writeTo);
  }

  private static boolean stages(MachinePlan machine, BundleRef bundle) {
    return machine.steps().contains(StepKind.STAGE)
        && machine.goal().filter(goal -> goal.bundle().equals(bundle.sha256())).isPresent();
  }

  private Downloads downloads(RetryPolicy retryPolicy) throws ReleaseException {
    return new Downloads(
        Proxies.of(runtime.environment().environment()), retryPolicy, runtime.adapters().pause());
  }
}
