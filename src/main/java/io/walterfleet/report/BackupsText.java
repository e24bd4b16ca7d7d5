package io.walterfleet.report;

import io.walterfleet.format.BackupsJson.Listing;
import io.walterfleet.format.ByteSize;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Proof;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The backups on the machines, for people: a table, the newest of each machine first. */
public final class BackupsText {
  private static final List<String> HEADINGS =
      List.of("MACHINE", "BACKUP", "AGE", "IMAGE", "DATA", "SIZE");

  /** Of the last column, which is there once any backup was proved. */
  private static final String PROVED = "PROVED";

  private BackupsText() {}

  /**
   * The whole text; it ends with a line feed.
   *
   * @param listing its machines in the order to show
   */
  public static String of(Listing listing, Style style, Detail detail) {
    Map<String, List<Backup>> backups = listing.backups();
    List<List<String>> rows = new ArrayList<>();
    backups.forEach(
        (machine, all) ->
            all.stream()
                .sorted(Collections.reverseOrder(Comparator.comparing(all::indexOf)))
                .forEach(backup -> rows.add(row(machine, backup))));
    TextBuilder textBuilder = new TextBuilder();
    List<String> headings = new ArrayList<>(HEADINGS);
    if (backups.values().stream()
        .flatMap(List::stream)
        .anyMatch(backup -> backup.proof().isPresent())) {
      headings.add(PROVED);
    }
    if (!rows.isEmpty() && detail != Detail.QUIET) {
      List<List<String>> shown = rows.stream().map(row -> row.subList(0, headings.size())).toList();
      Table.of(headings, shown).write(textBuilder, style).gap();
    }
    if (detail != Detail.QUIET) {
      Uncopied.sentences(listing.uncopied()).forEach(line -> textBuilder.folded("", line));
    }
    String count = Plural.of(rows.size(), "backup");
    return textBuilder.line(Plural.machines(backups.size()) + ": " + count).text();
  }

  private static List<String> row(String machine, Backup backup) {
    return List.of(
        machine,
        backup.timestamp(),
        BackupAge.of(backup),
        backup.image(),
        backup.data() + (backup.isWhole() ? "" : " (not whole)"),
        ByteSize.of(backup.bytes()),
        backup.proof().map(BackupsText::proved).orElse("-"));
  }

  private static String proved(Proof proof) {
    String when = BackupAge.of(proof.age());
    return proof.flaw().map(flaw -> "no, " + when + " ago: " + flaw.word()).orElse(when + " ago");
  }
}
