package io.walterfleet.app;

import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.format.Background;
import io.walterfleet.format.Background.Commit;
import io.walterfleet.format.Background.Made;
import io.walterfleet.format.Background.Notes;
import io.walterfleet.format.Background.Scope;
import io.walterfleet.format.Background.Source;
import io.walterfleet.format.Outlook;
import io.walterfleet.format.Since;
import io.walterfleet.history.LastPlans;
import io.walterfleet.inventory.Checkout;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what whoever must agree to a plan asks, and the plan does not say itself. */
public record Backgrounds(CommandRuntime runtime, Chosen chosen, int forks) {
  /** What is known beside a plan that was just made of this fleet, which is remembered. */
  public Background of(Planned planned, Fleet fleet) throws InterruptedException {
    Plan plan = planned.plan();
    Scope scope = new Scope(chosen.machines(), chosen.part());
    Path state = runtime.environment().state();
    Optional<Plan> before =
        OwnPlace.isClosed(state)
            ? new LastPlans(state.resolve("plans")).replace(plan, scope.part())
            : Optional.empty();
    Source source = source();
    remember();
    return new Background(
        scope,
        source,
        planned.manifest().map(known -> notes(plan, known)).orElse(List.of()),
        before.map(last -> Since.of(last, plan)),
        outlook(plan, fleet));
  }

  /** The same for a plan out of a file, which is the whole of what it is for. */
  public Background of(Plan saved, Fleet fleet) throws InterruptedException {
    return new Background(
        new Scope(chosen.machines(), ""),
        source(),
        List.of(),
        Optional.empty(),
        outlook(saved, fleet));
  }

  private Source source() throws InterruptedException {
    Sources sources = chosen.sources();
    List<Path> files = new InventoryChange(sources, runtime).plain();
    return new Source(
        Inventories.files(files).stream().map(Path::toString).toList(),
        Checkout.of(files).map(one -> new Commit(one.hash(), one.isDirty())),
        sources.kept().entrySet().stream()
            .map(one -> new Made(MaskedWord.of(one.getKey()), one.getValue().toString()))
            .toList(),
        changed());
  }

  /** What is otherwise than it was when the last plan was made here. */
  private Optional<String> changed() {
    Map<String, Path> kept = chosen.sources().kept();
    List<Path> then =
        InventorySources.kept(runtime).stream()
            .flatMap(one -> kept.keySet().stream().flatMap(word -> one.last(word).stream()))
            .toList();
    return then.size() == kept.size() && !then.equals(List.copyOf(kept.values()))
        ? new InventoryChange(chosen.sources(), runtime).since(then)
        : Optional.empty();
  }

  /** Remembers what was made of programs and tables for a plan. */
  private void remember() {
    Map<String, Path> kept = chosen.sources().kept();
    if (!kept.isEmpty()) {
      String contents = Inventories.contents(chosen.sources().paths());
      InventorySources.kept(runtime)
          .ifPresent(
              one -> {
                kept.forEach(one::planned);
                one.planned(contents, List.copyOf(kept.values()));
              });
    }
  }

  private static List<Notes> notes(Plan plan, Manifest manifest) {
    List<ImageRef> wanted =
        plan.acting().stream()
            .map(MachinePlan::goal)
            .flatMap(Optional::stream)
            .map(Goal::image)
            .toList();
    return manifest.releases().stream()
        .filter(one -> wanted.contains(one.image()) && one.notesUrl().isPresent())
        .map(one -> new Notes(one.release().toString(), one.notesUrl().orElseThrow()))
        .toList();
  }

  private Outlook outlook(Plan plan, Fleet fleet) {
    return Outlook.of(
            plan,
            fleet.rollout(),
            plan.acting().isEmpty()
                ? List.of()
                : NewestRuns.of(fleet, runtime, run -> run.plan().isPresent()),
            forks)
        .with(
            fleet.operations().hooks(),
            plan,
            fleet.operations().maintenance(),
            runtime.environment().clock().instant());
  }
}
