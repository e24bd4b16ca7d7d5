package io.walterfleet.app;

import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Wave;
import io.walterfleet.format.BadPlan;
import io.walterfleet.format.PlanJson;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.plan.Consent;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.release.Manifests;
import io.walterfleet.release.ReleaseException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan out of a file, held against the inventory and the manifest: what they do not permit is
 * refused before anything is contacted, wherever the file comes from.
 */
public final class SavedPlan {
  private static final String OTHER = "it was made from an inventory with other contents";

  private SavedPlan() {}

  /** The command that a plan is read for. */
  public enum Use {
    APPLY("apply", ""),
    APPROVE("approve", ""),
    REHEARSE("rehearse", "--plan ");

    private final String verb;
    private final String option;

    Use(String verb, String option) {
      this.verb = verb;
      this.option = option;
    }

    private String line(Path file, String inventories, CommandRuntime runtime) {
      String program = runtime.environment().program();
      return program + " " + verb + inventories + " " + option + MaskedWord.ofFile(file.toString());
    }
  }

  /**
   * The plan; refused when it is broken, or made for another inventory than this.
   *
   * @param sources from where the inventory is
   */
  public static PlanJson.Saved read(
      Path file, Use use, Fleet fleet, Sources sources, CommandRuntime runtime)
      throws UsageException {
    Instant now = runtime.environment().clock().instant();
    PlanJson.Saved saved = parsed(file);
    Plan plan = saved.plan();
    if (!plan.header().fleet().equals(fleet.name())) {
      throw refused(
          file,
          "it was made for fleet '" + plan.header().fleet() + "', not '" + fleet.name() + "'",
          "name that fleet's inventory with --inventory");
    }
    Optional<String> withheld = new Consent(fleet).withheld(plan);
    String contents = Inventories.contents(sources.paths());
    boolean isOther = !saved.origin().inventory().equals(contents);
    if (isOther && !sources.kept().isEmpty()) {
      throw otherwise(file, use, saved.origin().inventory(), sources, runtime);
    }
    if (withheld.isPresent()) {
      throw refused(file, withheld.get(), again(file));
    }
    if (isOther) {
      throw refused(file, OTHER, "name that inventory with --inventory, or " + again(file));
    }
    Optional<Duration> longest = fleet.operations().planMaxAge();
    if (longest.filter(age -> plan.header().created().plus(age).isBefore(now)).isPresent()) {
      throw refused(
          file,
          "it was made "
              + plan.header().created().truncatedTo(ChronoUnit.SECONDS)
              + ", longer ago than the "
              + Wave.words(longest.get())
              + " of 'maxAge' of 'plan'",
          again(file));
    }
    return saved;
  }

  /** Refuses images and a bundle that are not the vendor's. */
  public static void mustBePublished(Path file, Plan plan, Fleet fleet, CommandRuntime runtime)
      throws UsageException, ReleaseException, InterruptedException {
    if (!needsVendor(plan, fleet)) {
      return;
    }
    Manifest manifest = new Releases(runtime).manifest(fleet.manifest());
    Optional<String> unpublished = new Consent(fleet).unpublished(plan, manifest);
    if (unpublished.isPresent()) {
      throw refused(file, unpublished.get(), again(file));
    }
    if (!Manifests.areNeighbours(plan.bundle(), manifest.bundle())) {
      throw refused(file, "its bundle comes from another place than the manifest's", again(file));
    }
  }

  /** What a program printed for the plan is kept, so that the plan can still be used. */
  private static UsageException otherwise(
      Path file, Use use, String contents, Sources sources, CommandRuntime runtime) {
    List<Path> then = InventorySources.kept(runtime).map(one -> one.of(contents)).orElse(List.of());
    if (then.isEmpty()) {
      return refused(file, OTHER, again(file));
    }
    InventoryChange change = new InventoryChange(sources, runtime);
    String inventories =
        Stream.concat(change.plain().stream(), then.stream())
            .map(one -> " -i " + MaskedWord.of(one.toString()))
            .collect(Collectors.joining());
    return refused(
        file,
        OTHER + change.since(then).map(words -> "; since then " + words).orElse(""),
        again(file) + "; or take what was listed for it: " + use.line(file, inventories, runtime));
  }

  private static boolean needsVendor(Plan plan, Fleet fleet) {
    boolean stages =
        plan.acting().stream().anyMatch(machine -> machine.steps().contains(StepKind.STAGE));
    return stages
        || (!plan.acting().isEmpty()
            && fleet.machines().stream()
                .anyMatch(one -> !(one.desired().target() instanceof Target.Image)));
  }

  private static PlanJson.Saved parsed(Path file) throws UsageException {
    try {
      Optional<String> text = TypedFile.text(file);
      if (text.isEmpty()) {
        throw refused(file, "it is longer than any plan", again(Path.of("plan.json")));
      }
      return PlanJson.saved(text.get());
    } catch (BadPlan bad) {
      // it may be a file of another kind, which must not be written over
      throw refused(file, bad.reason(), again(Path.of("plan.json")));
    } catch (NoSuchFileException absent) {
      throw refused(file, "there is no such file", again(file));
    } catch (IOException unreadable) {
      throw refused(file, "it cannot be read", "see that it is a file that you may read");
    }
  }

  private static UsageException refused(Path file, String reason, String fix) {
    return UsageException.of(file + ": " + reason + " (nothing was changed)", fix);
  }

  private static String again(Path file) {
    return "make a new one: "
        + Advice.of("plan --out " + MaskedWord.ofFile(file.toString())).line();
  }
}
