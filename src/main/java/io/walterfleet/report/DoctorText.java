package io.walterfleet.report;

import io.walterfleet.doctor.Finding;
import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Diagnosis;
import java.util.List;

/** What holds of all that is assumed, for people: a table for each machine. */
public final class DoctorText {
  private static final List<String> HEADINGS =
      List.of("ASSUMPTION", "ASSUMED", "THERE", "VERDICT", "SEEN BY");

  private DoctorText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(Diagnosis diagnosis, Style style, Detail detail) {
    TextBuilder textBuilder = new TextBuilder();
    if (detail != Detail.QUIET) {
      diagnosis
          .findings()
          .forEach(
              (name, findings) -> {
                textBuilder.line(style.bold(Controls.escaped(name)));
                Table.of(HEADINGS, findings.stream().map(DoctorText::row).toList())
                    .write(textBuilder, style)
                    .gap();
              });
    }
    diagnosis
        .unknown()
        .forEach(
            (name, why) ->
                textBuilder
                    .line("unknown: " + Controls.escaped(name))
                    .why("    ", new ReasonAndFix(why.reason(), why.fix()))
                    .gap());
    String yaml = diagnosis.learned().yaml();
    if (!yaml.isEmpty()) {
      textBuilder.line("The inventory wants:").gap();
      yaml.lines().forEach(line -> textBuilder.line("    " + Controls.escaped(line)));
      textBuilder.gap();
    }
    List<String> disputed = diagnosis.learned().disputed();
    if (!disputed.isEmpty()) {
      textBuilder
          .line(
              "Not alike on all, so that one inventory cannot say it: "
                  + String.join(", ", disputed))
          .gap();
    }
    diagnosis.closing().forEach(line -> textBuilder.line(Controls.escaped(line)));
    return textBuilder.line(diagnosis.counts()).text();
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
