package io.walterfleet.report;

import io.walterfleet.doctor.Finding;
import io.walterfleet.fleet.Controls;
import java.util.List;

/** What holds of all that is assumed, for people: a table for each machine. */
public final class DoctorText {
  private static final List<String> HEADINGS =
      List.of("ASSUMPTION", "ASSUMED", "THERE", "VERDICT", "SEEN BY");

  private DoctorText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(Diagnosis diagnosis, Style style, Detail detail) {
    Page page = new Page();
    if (detail != Detail.QUIET) {
      diagnosis
          .findings()
          .forEach(
              (name, findings) -> {
                page.line(style.bold(Controls.escaped(name)));
                Table.of(HEADINGS, findings.stream().map(DoctorText::row).toList())
                    .write(page, style)
                    .gap();
              });
    }
    diagnosis
        .unknown()
        .forEach(
            (name, why) ->
                page.line("unknown: " + Controls.escaped(name))
                    .why("    ", new Why(why.reason(), why.fix()))
                    .gap());
    String yaml = diagnosis.learned().yaml();
    if (!yaml.isEmpty()) {
      page.line("The inventory wants:").gap();
      yaml.lines().forEach(line -> page.line("    " + Controls.escaped(line)));
      page.gap();
    }
    List<String> disputed = diagnosis.learned().disputed();
    if (!disputed.isEmpty()) {
      page.line(
              "Not alike on all, so that one inventory cannot say it: "
                  + String.join(", ", disputed))
          .gap();
    }
    diagnosis.closing().forEach(line -> page.line(Controls.escaped(line)));
    return page.line(diagnosis.counts()).text();
  }

  private static List<String> row(Finding finding) {
    return List.of(
        finding.subject(),
        finding.assumed(),
        finding.there(),
        finding.verdict().word(),
        finding.seenBy());
  }
}
