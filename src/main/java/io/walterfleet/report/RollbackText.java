package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.plan.Traces.Backup;
import java.util.List;

/** What a rollback would do, for people, before anybody is asked. */
public final class RollbackText {
  private RollbackText() {}

  /**
   * One machine's way back.
   *
   * @param image what it has now
   */
  public record Way(String machine, String image, Backup backup, RestoredData data) {}

  /** The whole text; it ends with a line feed. */
  public static String of(List<Way> ways, Style style) {
    Page page = new Page();
    for (Way way : ways) {
      page.line(style.bold(way.machine()));
      page.field("image", Controls.escaped(way.image() + " -> " + way.backup().image()));
      page.field("backup", way.backup().timestamp() + ", " + age(way.backup()));
      page.field("data", data(way));
    }
    return page.gap().line(Counted.machines(ways.size()) + " to roll back").text();
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
