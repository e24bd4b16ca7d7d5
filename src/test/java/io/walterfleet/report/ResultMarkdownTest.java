package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.SampleRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ResultMarkdownTest {
  @Test
  void failuresComeFirst() {
    assertThat(ResultMarkdown.of(SampleRuns.everyOutcome(), Detail.NORMAL))
        .isEqualTo(
            """
            <!-- walter-fleet apply -->
            ### Run on fleet `emea`: 7 of 18 failed; stopped: more than 1 failed

            **3 in sync, 4 applied, 2 skipped, 1 stale, 1 locked, 1 rolled back, 3 unreachable, 1 migration-blocked, 2 failed** in 3 min 12 s<br>
            Run `20261123T100512Z-1c2d` of plan `20261123T100000Z-7f3a`

            #### What became of 15 machines

            | outcome | machines | why | fix |
            |---|---|---|---|
            | failed | 2 machines: `store-015, store-016` | pull failed: manifest unknown | correct the image |
            | migration-blocked | `store-010` | its schema is older than its code | see setup |
            | unreachable | 3 machines: `store-[012:014]` | no answer from &#60;address&#62; | see that &#60;machine&#62; runs |
            | rolled-back | `store-011` | it did not become ready: 503 |  |
            | locked | `store-009` | locked by ana&#64;laptop | wait |
            | stale | `store-008` | 'image' is not what it was (not touched) | plan again |
            | skipped | 2 machines: `store-017, store-018` | the failure budget was spent before its turn |  |
            | applied | 4 machines: `store-[004:007]` |  |  |
            """);
  }

  @Test
  void aQuietOneIsItsHeadAlone() {
    assertThat(ResultMarkdown.of(SampleRuns.everyOutcome(), Detail.QUIET))
        .startsWith("<!-- walter-fleet apply -->\n### Run on fleet `emea`: 7 of 18 failed;")
        .doesNotContain("|");
  }
}
