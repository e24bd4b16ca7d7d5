package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Background;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PlanMarkdownTest {
  private static final int COMMENT = 60_000;

  @Test
  void aCommentSumsUpAndTellsEachKindOfMachineOnce() {
    assertThat(
            PlanMarkdown.of(SamplePlans.mixed(), Conditions.NONE, Background.NONE, Detail.NORMAL))
        .isEqualTo(
            """
            <!-- walter-fleet plan -->
            ### Plan for fleet `emea`: 15 of 19 machines to act on

            **1 in sync, 14 to change, 1 drifted, 1 blocked, 2 unknown**, bundle `2026.11.1`<br>
            Plan `20261123T100000Z-7f3a`, made 2026-11-23T10:00:00Z

            #### 14 machines to change

            | machines | changes | steps | backup | downtime |
            |---|---|---|---|---|
            | 2 machines: `edge-01, edge-02`<br>the first install | release (none) → `1.8.3`<br>image `ghcr.io/matchylabs/walter:1.8.3 (sha256:cdcdcdcdcdcd)`<br>mode (none) → `public-tls`<br>host (none) → `edge-01.example.com, edge-02.example.com`<br>bundle (none) → `2026.11.1` | stage, pull, swap, migrate, restart, gate, finish | none: there is no data yet | none |
            | 12 machines: `store-[001:012]` | release `1.8.2` → `1.8.3`<br>image `ghcr.io/matchylabs/walter:1.8.3 (sha256:cdcdcdcdcdcd)`<br>httpsPort `443` → `8443` (changed on the machine)<br>bundle `7d0f1a2b3c4d` → `2026.11.1` | stage, pull, backup, swap, migrate, restart, gate, finish | volumes: copied while Walter runs, finished while it is stopped<br>1.1 GB to 2.2 GB each; up to 6.6 GB more on disk meanwhile, with a way back | seconds to minutes: the last copies (at worst of all), migration, restart |

            #### 1 machine blocked: there is something to do, and it must not be done

            | machines | why | fix |
            |---|---|---|
            | `store-014` | no disk space: 12 MB free in the home, 80 MB needed | free some space; old backups: walter-fleet backups --limit store-014 |

            #### 2 machines unknown: not all could be read, so nothing is done

            | machines | why | fix |
            |---|---|---|
            | 2 machines: `store-015, store-016` | could not connect to &#60;address&#62;: connection refused | see that sshd runs on &#60;machine&#62; |

            #### 1 machine to put back: changed on the machine, not in the inventory

            | machines | changes | steps | backup | downtime |
            |---|---|---|---|---|
            | `store-013` | host `tmp.example.com` → `store-013.example.com`<br>running `no container` → `running` | swap, restart, gate, finish | none: the data stays as it is | seconds: the stack restarts |

            #### 6 batches in this order

            | batch | wave | size | machines |
            |---|---|---|---|
            | 1-2 | `canary` | 1 at a time | `edge-01, edge-02` |
            | 3 | `stores` | 1 machine | `store-001` |
            | 4-6 | `stores` | 4 at a time | `store-[002:013]` |

            Stops when more than 1 of 15 machines fail.
            """);
  }

  @Test
  void aQuietOneIsItsHeadAlone() {
    assertThat(PlanMarkdown.of(SamplePlans.mixed(), Conditions.NONE, Background.NONE, Detail.QUIET))
        .isEqualTo(
            """
            <!-- walter-fleet plan -->
            ### Plan for fleet `emea`: 15 of 19 machines to act on

            **1 in sync, 14 to change, 1 drifted, 1 blocked, 2 unknown**, bundle `2026.11.1`<br>
            Plan `20261123T100000Z-7f3a`, made 2026-11-23T10:00:00Z
            """);
  }

  @Test
  void aPlanWithNothingToDoHasNoTable() {
    assertThat(
            PlanMarkdown.of(
                SamplePlans.of(List.of(SamplePlans.still("a-1", Verdict.IN_SYNC, "", ""))),
                Conditions.NONE,
                Background.NONE,
                Detail.NORMAL))
        .isEqualTo(
            """
            <!-- walter-fleet plan -->
            ### Plan for fleet `emea`: nothing to do on 1 machine

            **1 in sync**<br>
            Plan `20261123T100000Z-7f3a`, made 2026-11-23T10:00:00Z
            """);
  }

  @Test
  void whatIsBlockedIsNotCalledNothing() {
    assertThat(
            PlanMarkdown.of(
                SamplePlans.of(List.of(SamplePlans.still("a-1", Verdict.BLOCKED, "old", "x"))),
                Conditions.NONE,
                Background.NONE,
                Detail.QUIET))
        .isEqualTo(
            """
            <!-- walter-fleet plan -->
            ### Plan for fleet `emea`: no machine to act on now, of 1 machine

            **1 blocked**<br>
            Plan `20261123T100000Z-7f3a`, made 2026-11-23T10:00:00Z
            """);
  }

  @Test
  void aThousandMachinesAlikeAreOneRow() {
    String text =
        PlanMarkdown.of(
            SamplePlans.of(upgrades(1000)), Conditions.NONE, Background.NONE, Detail.NORMAL);
    assertThat(text)
        .contains("| 1000 machines: `store-[001:1000]` |")
        .doesNotContain("Cut here", "Not all of it");
    assertThat(text.lines().filter(line -> line.startsWith("|")).count()).isEqualTo(8);
  }

  @Test
  void whatNoCommentHoldsIsCutAndCounted() {
    String text =
        PlanMarkdown.of(
            SamplePlans.of(upgrades(1000)), Conditions.NONE, Background.NONE, Detail.VERBOSE);
    int shown = (int) text.lines().filter(line -> line.startsWith("| `store-")).count();
    assertThat(bytes(text)).isBetween(COMMENT - 1500, COMMENT);
    assertThat(shown).isBetween(50, 300);
    assertThat(text)
        .contains(
            "\n**Not all of it is here**: the rows of %d machines are left out.\n"
                .formatted(1000 - shown),
            "\n**Cut here**: %1$d rows with %1$d machines left out, because a comment holds no more.\n"
                .formatted(1000 - shown))
        .endsWith("\nStops when more than 1 of 1000 machines fail.\n");
  }

  @Test
  void evenTheWorstReasonsStayBelowTheLimit() {
    List<MachinePlan> worst = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      String reason = i + "`|<>*".repeat(2000);
      worst.add(SamplePlans.still("store-%03d".formatted(i), Verdict.BLOCKED, reason, reason));
    }
    assertThat(
            bytes(
                PlanMarkdown.of(
                    SamplePlans.of(worst), Conditions.NONE, Background.NONE, Detail.NORMAL)))
        .isLessThan(COMMENT);
  }

  private static List<MachinePlan> upgrades(int number) {
    return IntStream.rangeClosed(1, number)
        .mapToObj(i -> SamplePlans.upgrade("store-%03d".formatted(i)))
        .toList();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
