package io.walterfleet.report;

import static io.walterfleet.plan.StepKind.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Logins;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.format.Schemas;
import io.walterfleet.format.Status;
import io.walterfleet.format.StatusJson;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Install.Files;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class StatusTest {
  private static final Lock LOCK =
      new Lock("9f3c", "ana@laptop", "20261123T095900Z-77aa", "apply", 40, 80);

  private static final Status STATUS =
      new Status(
          SamplePlans.of(
              List.of(
                  SamplePlans.still("store-001", Verdict.IN_SYNC, "", ""),
                  SamplePlans.still("store-002", Verdict.BLOCKED, "locked by ana@laptop", "wait"),
                  SamplePlans.firstInstall("edge-01"),
                  SamplePlans.still("store-003", Verdict.UNKNOWN, "no route", "plug it in"))),
          Map.of(
              "store-001",
              seen(install("1.8.3", Optional.of("8443"), SamplePlans.SHA256), Optional.empty()),
              "store-002",
              seen(install("1.8.2", Optional.empty(), "ef".repeat(32)), Optional.of(LOCK)),
              "edge-01",
              seen(new Install.Absent(), Optional.empty()),
              "store-003",
              new Unknown("no route", "plug it in")),
          new Conditions(
              Map.of(
                  "store-001",
                  Condition.READY,
                  "store-002",
                  Condition.notReady("it answered 503\u001b[2J"))));

  @Test
  void aCommentTellsTheSameWithWhatNeedsALookFirst() {
    assertThat(StatusMarkdown.of(STATUS, Detail.NORMAL))
        .isEqualTo(
            """
            <!-- walter-fleet status -->
            ### Fleet `emea`

            **1 in sync, 1 to change, 1 blocked, 1 unknown; 1 not healthy**, read 2026-11-23T10:00:00Z

            #### 2 machines to look at

            | verdict | machines | why | fix |
            |---|---|---|---|
            | blocked | `store-002` | locked by ana&#64;laptop | wait |
            | unknown | `store-003` | no route | plug it in |

            #### 1 machine on which Walter is not healthy

            | health | machines | why | fix |
            |---|---|---|---|
            | not healthy | `store-002` | it answered 503&#92;u&#123;1b&#125;&#91;2J |  |

            #### 4 machines

            | machine | release | mode | host | bundle | image | health | lock | verdict |
            |---|---|---|---|---|---|---|---|---|
            | `store-001` | `1.8.3` | `internal-tls` | `walter.example.com:8443` | `2026.11.1` | `ghcr.io/matchylabs/walter:1.8.3` | `ready` | - | `in-sync` |
            | `store-002` | `1.8.2` | `internal-tls` | `walter.example.com` | `efefefefefef` | `ghcr.io/matchylabs/walter:1.8.2` | `not ready` | `ana@laptop, 9f3c` | `blocked` |
            | `edge-01` | - | - | - | - | - | - | - | `change` |
            | `store-003` | - | - | - | - | - | - | - | `unknown` |
            """);
  }

  @Test
  void withoutMoreItFitsATerminal() {
    assertThat(StatusText.of(STATUS, Style.PLAIN, Detail.NORMAL, false))
        .startsWith(
            """
            MACHINE    RELEASE  HOST                    HEALTH     LOCK              VERDICT
            store-001  1.8.3    walter.exam…e.com:8443  ready      -                 in-sync
            store-002  1.8.2    walter.example.com      not ready  ana@laptop, 9f3c  blocked
            edge-01    -        -                       -          -                 change
            store-003  -        -                       -          -                 unknown

            blocked: store-002
            """);
  }

  @Test
  void longNamesAreCutInTheMiddleAndTheLongestFirst() {
    Table table =
        Table.of(
            List.of("MACHINE", "HOST", "VERDICT"),
            List.of(
                List.of(
                    "store-berlin-alexanderplatz-basement-001",
                    "walter-store-berlin-alexanderplatz-001.stores.example.com",
                    "in-sync"),
                List.of("a", "b", "c")));
    String text =
        table.within(80, Set.of("MACHINE", "HOST")).write(new TextBuilder(), Style.PLAIN).text();
    assertThat(text)
        .isEqualTo(
            """
            MACHINE                             HOST                                 VERDICT
            store-berlin-alex…atz-basement-001  walter-store-berl…tores.example.com  in-sync
            a                                   b                                    c
            """);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aTableThenTheReasonsThenTheCounts() {
    assertThat(StatusText.of(STATUS, Style.PLAIN, Detail.NORMAL, true))
        .isEqualTo(
            """
            MACHINE    RELEASE  MODE          HOST                     BUNDLE        IMAGE                            HEALTH     LOCK              VERDICT
            store-001  1.8.3    internal-tls  walter.example.com:8443  2026.11.1     ghcr.io/matchylabs/walter:1.8.3  ready      -                 in-sync
            store-002  1.8.2    internal-tls  walter.example.com       efefefefefef  ghcr.io/matchylabs/walter:1.8.2  not ready  ana@laptop, 9f3c  blocked
            edge-01    -        -             -                        -             -                                -          -                 change
            store-003  -        -             -                        -             -                                -          -                 unknown

            blocked: store-002
                locked by ana@laptop
                fix: wait
            unknown: store-003
                no route
                fix: plug it in

            1 machine not healthy: Walter does not serve its users there
              ! store-002
                  it answered 503\\u{1b}[2J

            4 machines: 1 in sync, 1 to change, 1 blocked, 1 unknown; 1 not healthy
            """);
  }

  @Test
  void aStackThatARunStoppedAndALockThatNobodyRenewsAreToldAsThat() {
    Install.Present whole =
        (Install.Present) install("1.8.2", Optional.empty(), SamplePlans.SHA256);
    Stack.Service down = new Stack.Service("walter", "exited", "walter:1.8.2", "sha256:1");
    Seen machine =
        new Seen(
            new Install.Present(
                whole.keys(),
                whole.files(),
                new Stack(Optional.of("p"), List.of(down), Optional.empty())),
            new MachineState(
                Optional.empty(),
                Optional.of(
                    new Unfinished(
                        "20261123T095900Z-77aa", BACKUP, true, "t", List.of(), List.of(BACKUP))),
                Optional.of(new Lock("9f3c", "ana@laptop", "r", "apply", 0, 80)),
                List.of()),
            new Docker(Optional.of("28.0"), Docker.Compose.V2),
            new Host(1_000_000, Set.of()),
            Optional.empty());
    Status status =
        new Status(
            SamplePlans.of(List.of(SamplePlans.still("store-001", Verdict.CHANGE, "why", ""))),
            Map.of("store-001", machine),
            new Conditions(
                Map.of("store-001", Condition.notReady("stopped by run RUN, which did not end"))));
    assertThat(StatusText.of(status, Style.PLAIN, Detail.NORMAL, false))
        .contains("  not ready  ana@laptop, 9f3c (lapsed)  change\n")
        .endsWith(
            """
            1 machine not healthy: Walter does not serve its users there
              ! store-001
                  stopped by run RUN, which did not end

            1 machine: 1 to change; 1 not healthy
            """);
    assertThat(StatusJson.of(status))
        .contains("\"reason\" : \"stopped by run RUN, which did not end\"");
    assertThat(StatusMarkdown.of(status, Detail.NORMAL))
        .contains("`not ready` | `ana@laptop, 9f3c (lapsed)`");
  }

  @Test
  void whatIsUnknownOrNotHealthySaysHowToLogIn() {
    Logins logins =
        new Logins(
            Map.of(
                "store-001", "ssh 10.0.0.1", "store-002", "ssh 10.0.0.2", "store-003", "ssh 10.3"));
    Status status = new Status(STATUS.plan(), STATUS.observations(), STATUS.health(), logins);
    assertThat(StatusText.of(status, Style.PLAIN, Detail.NORMAL, false))
        .contains(
            "unknown: store-003\n    no route\n    fix: plug it in\n    look there: ssh 10.3\n")
        .contains("      look there: ssh 10.0.0.2\n")
        .doesNotContain("ssh 10.0.0.1");
  }

  @Test
  void quietIsTheClosingLineAlone() {
    assertThat(StatusText.of(STATUS, Style.PLAIN, Detail.QUIET, false))
        .isEqualTo("4 machines: 1 in sync, 1 to change, 1 blocked, 1 unknown; 1 not healthy\n");
  }

  @Test
  void asJsonWhatIsNotKnownIsLeftOut() {
    assertThat(StatusJson.of(STATUS))
        .isEqualTo(
            """
            {
              "format" : "walter-fleet/status/v1",
              "at" : "2026-11-23T10:00:00Z",
              "fleet" : "emea",
              "summary" : {
                "machines" : 4,
                "in-sync" : 1,
                "change" : 1,
                "drift" : 0,
                "blocked" : 1,
                "unknown" : 1,
                "unhealthy" : 1,
                "healthUnknown" : 0
              },
              "machines" : [ {
                "name" : "store-001",
                "group" : "stores",
                "address" : "10.1.0.1",
                "release" : "1.8.3",
                "image" : "ghcr.io/matchylabs/walter:1.8.3",
                "mode" : "internal-tls",
                "host" : "walter.example.com",
                "httpsPort" : "8443",
                "bundle" : "2026.11.1",
                "health" : {
                  "state" : "ready",
                  "reason" : "",
                  "fix" : ""
                },
                "verdict" : "in-sync",
                "reason" : "",
                "fix" : ""
              }, {
                "name" : "store-002",
                "group" : "stores",
                "address" : "10.1.0.2",
                "release" : "1.8.2",
                "image" : "ghcr.io/matchylabs/walter:1.8.2",
                "mode" : "internal-tls",
                "host" : "walter.example.com",
                "bundle" : "efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef",
                "health" : {
                  "state" : "not-ready",
                  "reason" : "it answered 503\\u001B[2J",
                  "fix" : ""
                },
                "lock" : {
                  "id" : "9f3c",
                  "owner" : "ana@laptop",
                  "run" : "20261123T095900Z-77aa",
                  "reason" : "apply",
                  "secondsLeft" : 40,
                  "ageSeconds" : 80
                },
                "verdict" : "blocked",
                "reason" : "locked by ana@laptop",
                "fix" : "wait"
              }, {
                "name" : "edge-01",
                "group" : "canary",
                "address" : "10.0.0.1",
                "verdict" : "change",
                "reason" : "",
                "fix" : ""
              }, {
                "name" : "store-003",
                "group" : "stores",
                "address" : "10.1.0.3",
                "verdict" : "unknown",
                "reason" : "no route",
                "fix" : "plug it in"
              } ]
            }
            """);
  }

  @Test
  void theJsonIsWhatTheSchemaSays() throws IOException {
    String json = StatusJson.of(STATUS);
    assertThat(Schemas.complaints("status.schema.json", json)).isEmpty();
    String wrong = json.replace("\"health\"", "\"wealth\"");
    assertThat(Schemas.complaints("status.schema.json", wrong)).isNotEmpty();
  }

  private static Observation seen(Install install, Optional<Lock> lock) {
    return new Seen(
        install,
        new MachineState(Optional.empty(), Optional.empty(), lock, List.of()),
        new Docker(Optional.of("28.0"), Docker.Compose.V2),
        new Host(1_000_000, Set.of()),
        Optional.empty());
  }

  private static Install install(String release, Optional<String> port, String bundle) {
    return new Install.Present(
        Samples.keys(
            Optional.of("ghcr.io/matchylabs/walter:" + release),
            Optional.of("walter.example.com"),
            Optional.of("internal-tls"),
            port,
            Optional.empty()),
        new Files(Optional.of(bundle), List.of(), List.of()),
        Stack.NONE);
  }
}
