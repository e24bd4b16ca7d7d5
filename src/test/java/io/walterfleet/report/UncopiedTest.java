package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Background;
import io.walterfleet.format.BackupsJson;
import io.walterfleet.format.BackupsJson.Listing;
import io.walterfleet.format.PlanJson;
import io.walterfleet.format.PlanJson.Origin;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.format.Schemas;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What no backup has is said wherever a backup is spoken of. */
@Tag("unit")
class UncopiedTest {
  private static final List<String> UPLOADS = List.of("walter_uploads");
  private static final Plan PLAN =
      SamplePlans.of(
          List.of(
              SamplePlans.upgrade("store-001", UPLOADS),
              SamplePlans.upgrade("store-002", List.of("walter_uploads", "/srv/walter")),
              SamplePlans.drifted("store-003")));

  @Test
  void machinesThatAreAlikeSayItInOneLine() {
    assertThat(
            PlanText.of(PLAN, Conditions.NONE, Background.NONE, Style.PLAIN, Detail.NORMAL).lines())
        .containsOnlyOnce(
            "      no backup   /srv/walter (1 of 2), walter_uploads: not copied, and left as it is by a"
                + " rollback");
    assertThat(PlanMarkdown.of(PLAN, Conditions.NONE, Background.NONE, Detail.NORMAL))
        .containsOnlyOnce(
            "<br>no backup: /srv/walter (1 of 2), walter&#95;uploads: not copied, and left as it is by a"
                + " rollback |");
  }

  @Test
  void ofManyTheFirstFiveAreNamed() {
    assertThat(Uncopied.names(List.of(List.of("a", "b", "c", "d", "e", "f", "g"))))
        .contains("a, b, c, d, e and 2 more");
    assertThat(Uncopied.names(List.of(List.of(), List.of()))).isEmpty();
  }

  @Test
  void aSavedPlanKeepsItAndNoApprovalHoldsToIt() throws Exception {
    String json = json(PLAN);
    assertThat(Schemas.complaints("plan.schema.json", json)).isEmpty();
    assertThat(PlanJson.saved(json).plan()).isEqualTo(PLAN);
    Plan grown =
        PLAN.with(
            List.of(
                SamplePlans.upgrade("store-001", List.of("walter_more")),
                PLAN.machines().get(1),
                PLAN.machines().get(2)));
    assertThat(json(grown)).isNotEqualTo(json);
    assertThat(PlanJson.saved(json(grown)).canonical()).isEqualTo(PlanJson.saved(json).canonical());
  }

  @Test
  void aListOfBackupsEndsWithWhatNoneOfThemHas() throws Exception {
    Map<String, List<Backup>> backups = new LinkedHashMap<>();
    Map<String, List<String>> uncopied = new LinkedHashMap<>();
    for (String machine : List.of("store-1", "store-2", "store-3")) {
      backups.put(machine, List.of(backup()));
      if (!machine.equals("store-3")) {
        uncopied.put(machine, UPLOADS);
      }
    }
    Listing listing = new Listing(backups, uncopied, new ArrayList<>());

    assertThat(BackupsText.of(listing, Style.PLAIN, Detail.NORMAL))
        .endsWith(
            """
            No backup of store-1, store-2 has walter_uploads, which Walter's containers may write to: save it by
            other means.
            3 machines: 3 backups
            """);
    assertThat(BackupsText.of(listing, Style.PLAIN, Detail.QUIET))
        .isEqualTo("3 machines: 3 backups\n");
    String json = BackupsJson.of("emea", Instant.EPOCH, listing, Optional.empty());
    assertThat(Schemas.complaints("backups.schema.json", json)).isEmpty();
    assertThat(json).containsOnlyOnce("\"name\" : \"store-2\"").contains("walter_uploads");
  }

  private static Backup backup() {
    return new Backup(
        "20261123T100000Z",
        "ghcr.io/matchylabs/walter:1.8.2",
        "volumes",
        1,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String json(Plan plan) {
    return PlanJson.of(
        plan, Conditions.NONE, Background.NONE, new Origin("sha256:" + "a".repeat(64), "ana"));
  }
}
