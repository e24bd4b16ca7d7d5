package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import io.walterfleet.format.BackTime;
import io.walterfleet.format.ByteSize;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Outlook;
import io.walterfleet.format.Phrases;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.CopySpace;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
   * @param copies what putting its volumes back takes; empty where it is not known
   * @param uncopied what its containers may write to, and no backup has
   */
  public record Way(
      Machine machine,
      String image,
      Backup backup,
      RestoredData data,
      Optional<CopySpace> copies,
      List<String> uncopied) {
    /** What is left as it is while the volumes go back. */
    private List<String> left() {
      return data != RestoredData.NONE && backup.hasVolumes() ? uncopied : List.of();
    }
  }

  /**
   * What is said of all of them.
   *
   * @param time that putting one back takes; empty where none ever was
   * @param hooks that are run with it
   */
  public record Beside(Optional<BackTime> time, List<Hooks.Listed> hooks) {}

  /** What must be the same of machines to be said once. */
  private record Likeness(String images, String kind, RestoredData data) {
    static Likeness of(Way way) {
      return new Likeness(RollbackText.images(way), way.backup().data(), way.data());
    }
  }

  /**
   * The whole text; it ends with a line feed.
   *
   * @param plan the order in which they go, and when that stops
   * @param beside what else is said of it
   */
  public static String of(List<Way> ways, Plan plan, Beside beside, Style style, Detail detail) {
    Map<Likeness, List<Way>> groups = new LinkedHashMap<>();
    List<List<Way>> all = new ArrayList<>();
    for (Way way : ways) {
      if (detail == Detail.VERBOSE) {
        all.add(List.of(way));
      } else {
        groups.computeIfAbsent(Likeness.of(way), none -> new ArrayList<>()).add(way);
      }
    }
    all.addAll(groups.values());
    TextBuilder textBuilder = new TextBuilder();
    all.forEach(group -> group(textBuilder, group, style));
    textBuilder.gap();
    if (ways.size() > 1) {
      new BatchesText(plan, Outlook.NONE, style, detail).write(textBuilder);
    }
    beside.time().ifPresent(time -> textBuilder.folded("", time.sentence()).gap());
    if (!beside.hooks().isEmpty()) {
      String line = "rollback runs on this computer: " + Phrases.hooks(beside.hooks()) + ".";
      textBuilder.folded("", Controls.escaped(line)).gap();
    }
    return textBuilder.line(Plural.machines(ways.size()) + " to roll back").text();
  }

  private static void group(TextBuilder textBuilder, List<Way> group, Style style) {
    Way oldest = Collections.max(group, Comparator.comparing(RollbackText::seconds));
    String names = NameRanges.shortened(group.stream().map(way -> way.machine().name()).toList());
    String title = group.size() == 1 ? names : Plural.machines(group.size()) + ": " + names;
    textBuilder.line(style.bold(Controls.escaped(title)));
    textBuilder.field("image", Controls.escaped(images(oldest)));
    textBuilder.field("backup", backup(group, oldest));
    textBuilder.field("data", data(oldest));
    List<CopySpace> copies = group.stream().flatMap(way -> way.copies().stream()).toList();
    if (!copies.isEmpty()) {
      textBuilder.field("copies", copies(copies, group.size()));
    }
    Uncopied.names(group.stream().map(Way::left).toList())
        .ifPresent(left -> textBuilder.field("no backup", left + ": left as it is"));
  }

  private static String copies(List<CopySpace> copies, int machines) {
    long most = copies.stream().mapToLong(CopySpace::atDocker).max().orElseThrow();
    return ByteSize.range(copies.stream().map(CopySpace::bytes).toList())
        + (machines > 1 ? " each" : "")
        + " to put back with the volumes; up to "
        + ByteSize.of(most)
        + " more where docker keeps them meanwhile";
  }

  private static String images(Way way) {
    return way.image() + " -> " + way.backup().image();
  }

  private static String backup(List<Way> group, Way oldest) {
    List<String> stamps =
        group.stream().map(way -> way.backup().timestamp()).distinct().sorted().toList();
    return stamps.size() == 1
        ? stamps.get(0) + ", " + age(oldest.backup())
        : stamps.get(0)
            + " to "
            + stamps.get(stamps.size() - 1)
            + ", the oldest "
            + age(oldest.backup());
  }

  /** One of unknown age may be the oldest. */
  private static long seconds(Way way) {
    return way.backup().age().map(Duration::toSeconds).orElse(Long.MAX_VALUE);
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
    TextBuilder textBuilder = new TextBuilder();
    pins.forEach((line, machines) -> pin(textBuilder, line, machines));
    return pins.isEmpty() ? "" : textBuilder.text();
  }

  private static void pin(TextBuilder textBuilder, String line, List<Machine> machines) {
    String names = NameRanges.shortened(machines.stream().map(Machine::name).toList());
    String places =
        machines.stream()
            .limit(PLACES)
            .map(machine -> machine.place().toString())
            .distinct()
            .collect(Collectors.joining(", "));
    textBuilder
        .line("The inventory still wants something else for " + Controls.escaped(names))
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
    boolean volumes = way.backup().hasVolumes();
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
