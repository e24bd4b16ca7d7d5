package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.plan.Plan;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class PlanJsonTest {
  @Test
  void holdsAllThatApplyNeeds() {
    Plan plan = SamplePlans.of(List.of(SamplePlans.firstInstall("edge-01")));
    assertThat(PlanJson.of(plan))
        .isEqualTo(
            """
            {
              "format" : "walter-fleet/plan/v1",
              "id" : "20261123T100000Z-7f3a",
              "created" : "2026-11-23T10:00:00Z",
              "fleet" : "emea",
              "summary" : {
                "machines" : 1,
                "in-sync" : 0,
                "change" : 1,
                "drift" : 0,
                "blocked" : 0,
                "unknown" : 0
              },
              "bundle" : {
                "version" : "2026.11.1",
                "url" : "https://example.com/walter-onprem.tar.gz",
                "sha256" : "SHA256",
                "size" : 214322
              },
              "batches" : [ {
                "wave" : "canary",
                "machines" : [ "edge-01" ]
              } ],
              "maxFailed" : 1,
              "machines" : [ {
                "name" : "edge-01",
                "group" : "canary",
                "address" : "10.0.0.1",
                "verdict" : "change",
                "reason" : "",
                "fix" : "",
                "locked" : false,
                "changes" : [ {
                  "field" : "release",
                  "from" : "",
                  "to" : "1.8.3",
                  "cause" : "intent"
                }, {
                  "field" : "mode",
                  "from" : "",
                  "to" : "public-tls",
                  "cause" : "intent"
                }, {
                  "field" : "host",
                  "from" : "",
                  "to" : "edge-01.example.com",
                  "cause" : "intent"
                }, {
                  "field" : "bundle",
                  "from" : "",
                  "to" : "2026.11.1",
                  "cause" : "intent"
                } ],
                "steps" : [ "stage", "pull", "swap", "migrate", "restart", "gate", "finish" ],
                "downtime" : "none",
                "target" : {
                  "image" : "ghcr.io/matchylabs/walter:1.8.3",
                  "digest" : "DIGEST",
                  "bundle" : "sha256:SHA256",
                  "mode" : "public-tls",
                  "host" : "edge-01.example.com",
                  "backup" : "volumes"
                },
                "fingerprint" : "install=01"
              } ]
            }
            """
                .replace("SHA256", SamplePlans.SHA256)
                .replace("DIGEST", SamplePlans.DIGEST));
  }

  @Test
  void isReadBackAsItWas() throws BadPlan {
    assertThat(PlanJson.read(PlanJson.of(SamplePlans.mixed()))).isEqualTo(SamplePlans.mixed());
  }

  /** An approval holds to what is done, and data grow meanwhile. */
  @Test
  void theSizeOfTheDataIsNoPartOfWhatIsAgreedTo() throws BadPlan {
    String text =
        PlanJson.of(SamplePlans.of(List.of(SamplePlans.upgrade("store-1"))))
            .replaceFirst("\"fleet\"", "\"inventory\" : \"sha256:1\",\n  \"fleet\"");
    String grown = text.replace("\"bytes\" : 1100000000", "\"bytes\" : 1100000001");

    assertThat(grown).isNotEqualTo(text);
    assertThat(PlanJson.saved(grown)).isNotEqualTo(PlanJson.saved(text));
    assertThat(PlanJson.saved(grown).canonical()).isEqualTo(PlanJson.saved(text).canonical());
  }

  @Test
  void obeysItsSchema() throws IOException {
    assertThat(Schemas.complaints("plan.schema.json", PlanJson.of(SamplePlans.mixed()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          walter-fleet/plan/v1     | walter-fleet/plan/v2 | it has the format 'walter-fleet/plan/v2', and only walter-fleet/plan/v1 is read
          "format"                 | "formats"   | it is not a plan of walter-fleet: 'format' is missing
          "id"                     | "ID"        | id is missing
          2026-11-23T10:00:00Z     | yesterday   | created is not a time in UTC
          "maxFailed" : 1          | "maxFailed" : -1 | maxFailed is out of range
          "maxFailed" : 1          | "maxFailed" : 99999999999 | maxFailed is out of range
          "maxFailed" : 1          | "maxFailed" : "1" | maxFailed is not a whole number
          "size" : 214322          | "size" : 99999999999999999999 | bundle.size is out of range
          "sha256" : "ab           | "sha256" : "xy | bundle has a 'sha256' that is not 64 hexadecimal digits
          "machines" : [ {         | "machines" : [ 7, { | machines[0] is not an object
          "name" : "edge-02"       | "name" : "edge-01" | machines[1] names a machine that was named before
          "verdict" : "drift"      | "verdict" : "drifted" | machines[14].verdict has the value 'drifted', which is not known
          "field" : "httpsPort"    | "field" : "port" | machines[2].changes[1].field has the value 'port', which is not known
          "cause" : "drift"        | "cause" : "fate" | machines[2].changes[1].cause has the value 'fate', which is not known
          "stage", "pull"          | "pull", "stage" | machines[0] has its steps out of order
          "stage", "pull"          | "stage", "push" | machines[0] has the step 'push', which is not known
          "stage", "pull"          | "stage", 3  | machines[0].steps[1] is not a string
          "target"                 | "targets"   | machines[0] is to be changed and has no 'target'
          "fingerprint" : "install=01" | "fingerprint" : "" | machines[0] is to be changed and has no 'fingerprint'
          matchylabs/walter:1.8.3  | matchylabs/walter | machines[0].target.image has the value 'ghcr.io/matchylabs/walter', which is not known
          "digest" : "sha256:      | "digest" : "sha:  | machines[0].target has a 'digest' that is no sha256
          "bundle" : "sha256:      | "bundle" : "sha:  | machines[0].target has a 'bundle' that is no sha256
          "host" : "edge-01        | "host" : "$(reboot) | machines[0].target has a value of 'host' that is no host name
          "httpsPort" : 8443       | "httpsPort" : 0 | machines[2].target has a value of 'httpsPort' that is not from 1 to 65535
          "mode" : "public-tls"    | "mode" : "open" | machines[0].target.mode has the value 'open', which is not known
          "backup" : "volumes"     | "backup" : "tape" | machines[0].target.backup has the value 'tape', which is not known
          "machines" : [ "store-001" ] | "machines" : [ ] | it has a machine that is to be changed, and is in no batch
          "machines" : [ "store-001" ] | "machines" : [ "store-017" ] | batches[2] has 'store-017', which is not to be changed, or is in a batch already
          "machines" : [ "store-001" ] | "machines" : "store-001" | batches[2].machines is not an array
          """)
  void whatNobodyCouldHaveMadeIsRefused(String text, String instead, String reason) {
    String json = PlanJson.of(SamplePlans.mixed());
    assertThat(json).contains(text);
    assertThatThrownBy(() -> PlanJson.read(json.replaceFirst(quoted(text), quotedNew(instead))))
        .isInstanceOf(BadPlan.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                      | it is not a JSON object
          []                      | it is not a JSON object
          {"format": 1}           | format is not a string
          {                       | it is not valid JSON, at line 1
          apiVersion: walter-fleet/v1 | it is not valid JSON, at line 1
          """)
  void otherTextsAreRefused(String text, String reason) {
    assertThatThrownBy(() -> PlanJson.read(text)).isInstanceOf(BadPlan.class).hasMessage(reason);
  }

  @Property(tries = 300)
  void aPlanCutOffAnywhereIsRefusedAndNothingElse(@ForAll @IntRange(max = 9_000) int length) {
    String json = PlanJson.of(SamplePlans.mixed()).strip();
    String cut = json.substring(0, Math.min(length, json.length() - 1));
    assertThatThrownBy(() -> PlanJson.read(cut)).isInstanceOf(BadPlan.class);
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }

  private static String quotedNew(String text) {
    return Matcher.quoteReplacement(text);
  }
}
