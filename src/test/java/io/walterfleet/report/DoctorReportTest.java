package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.doctor.Finding;
import io.walterfleet.doctor.Learned;
import io.walterfleet.doctor.MachineFindings;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.format.Diagnosis;
import io.walterfleet.format.DoctorJson;
import io.walterfleet.format.Schemas;
import io.walterfleet.plan.Observation.Unknown;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of all that is assumed, in each format. */
@Tag("unit")
class DoctorReportTest {
  private static final List<Finding> FINDINGS =
      MachineFindings.of(
          Map.of("directory", List.of("yes"), "project", List.of("acme")),
          "walter-onprem",
          ProductLayout.DEFAULT);

  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          Map.of("store-1", FINDINGS),
          Map.of("store-2", new Unknown("it has \u202E gone", "look at it")),
          Learned.of(FINDINGS),
          List.of("With these keys, plan finds nothing to do on store-1."));

  @Test
  void jsonIsAsItsSchemaSays() throws IOException {
    String json = DoctorJson.of(DIAGNOSIS);
    assertThat(Schemas.complaints("doctor.schema.json", json)).isEmpty();
    assertThat(Schemas.complaints("doctor.schema.json", json.replace("differs", "odd")))
        .isNotEmpty();
    assertThat(json).contains("\"stack.project\" : \"acme\"").doesNotContain("\u202E");
  }

  @Test
  void textEndsWithWhatIsWantedAndWhatWasCounted() {
    String text = DoctorText.of(DIAGNOSIS, Style.PLAIN, Detail.QUIET);
    assertThat(text)
        .isEqualTo(
            """
            unknown: store-2
                it has \\u{202e} gone
                fix: look at it

            The inventory wants:

                stack:
                  project: "acme"

            With these keys, plan finds nothing to do on store-1.
            20 assumptions: 1 hold, 3 differ, 16 cannot be seen
            """);
  }

  @Test
  void aCommentHasATableForEachMachine() {
    assertThat(DoctorMarkdown.of(DIAGNOSIS))
        .contains("**20 assumptions: 1 hold, 3 differ, 16 cannot be seen**")
        .contains("#### `store-1`")
        .contains("| `stack.project` | `walter-onprem` | `acme` | differs | ")
        .contains("unknown: `store-2`");
  }
}
