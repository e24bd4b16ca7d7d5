package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.plan.Traces.Backup;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a rollback would do, for people, before anybody is asked. */
public final class RollbackText {
  private static final int PLACES = 5;

  private RollbackText() {}

  /**
   * One machine's way back.
   *
   * @param image what it has now
   */
  public record Way(Machine machine, String image, Backup backup, RestoredData data) {}

  /** The whole text; it ends with a line feed. */
  public static String of(List<Way> ways, Style style) {
    Page page = new Page();
    for (Way way : ways) {
      page.line(style.bold(way.machine().name()));
      page.field("image", Controls.escaped(way.image() + " -> " + way.backup().image()));
      page.field("backup", way.backup().timestamp() + ", " + age(way.backup()));
      page.field("data", data(way));
    }
    return page.gap().line(Counted.machines(ways.size()) + " to roll back").text();
  }

  /**
   * What the inventory would bring again, and what to pin where; empty when it wants what the
   * machines were put back to.
   */
  public static String wanted(List<Way> ways, List<MachineResult> results) {
    Set<String> back =
        results.stream()
            .filter(result -> result.outcome() == Outcome.ROLLED_BACK)
            .map(MachineResult::machine)
            .collect(Collectors.toSet());
    Map<String, List<Machine>> pins = new TreeMap<>();
    ways.stream()
        .filter(way -> back.contains(way.machine().name()))
        .forEach(
            way ->
                pin(way)
                    .ifPresent(
                        line ->
                            pins.computeIfAbsent(line, none -> new ArrayList<>())
                                .add(way.machine())));
    Page page = new Page();
    pins.forEach((line, machines) -> pin(page, line, machines));
    return pins.isEmpty() ? "" : page.text();
  }

  private static void pin(Page page, String line, List<Machine> machines) {
    String names = Names.shortened(machines.stream().map(Machine::name).toList());
    String places =
        machines.stream()
            .limit(PLACES)
            .map(machine -> machine.place().toString())
            .distinct()
            .collect(Collectors.joining(", "));
    page.line("The inventory still wants something else for " + Controls.escaped(names))
        .line("    fix: until that changes, say " + line + " there: " + Controls.escaped(places));
  }

  /** The line that keeps a machine where it was put; empty when the inventory says so already. */
  private static Optional<String> pin(Way way) {
    Optional<ImageRef> image = ImageRef.of(way.backup().image());
    Target target = way.machine().desired().target();
    if (image.isEmpty() || target.equals(new Target.Image(image.get()))) {
      return Optional.empty();
    }
    Optional<Release> release = image.get().release();
    if (release.isEmpty()) {
      return Optional.of("image: \"" + image.get().value() + "\"");
    }
    return target.equals(new Target.Exact(release.get()))
        ? Optional.empty()
        : Optional.of("release: \"" + release.get() + "\"");
  }

  private static String data(Way way) {
    boolean volumes = way.backup().data().equals("volumes");
    return switch (way.data()) {
      case NONE -> "stays as it is; a schema that was migrated since stays migrated";
      case VOLUMES -> lost(way.backup());
      case AUTO ->
          volumes
              ? "goes back too if that run began to migrate the schema: then " + lost(way.backup())
              : "stays as it is (the backup has no volumes); refused if the schema was migrated since";
    };
  }

  private static String age(Backup backup) {
    return backup.age().isPresent() ? BackupAge.of(backup) + " old" : "of unknown age";
  }

  private static String lost(Backup backup) {
    return "both volumes go back, and what was written " + BackupAge.since(backup) + " is lost";
  }
}
