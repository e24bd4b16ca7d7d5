package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Place;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.plan.testing.Samples;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ValidationJsonTest {
  @Test
  void goodAndBadNewsNameTheirFormatAndFollowTheSchema() throws IOException {
    String good = ValidationJson.of(Samples.fleet(Rollout.DEFAULT, List.of(Samples.machine("a"))));
    String bad =
        ValidationJson.of(
            List.of(
                new ValidationJson.Row(new Place("fleet.yml", 14, 9), "not known", "leave it out"),
                new ValidationJson.Row(new Place("fleet.yml", 0, 0), "not UTF-8", "")));
    assertThat(good)
        .isEqualTo(
            "{\"format\":\"walter-fleet/validation/v1\",\"valid\":true,\"machines\":1,\"groups\":1}\n");
    assertThat(Schemas.complaints("validation.schema.json", good)).isEmpty();
    assertThat(Schemas.complaints("validation.schema.json", bad)).isEmpty();
    assertThat(Schemas.complaints("validation.schema.json", bad.replace("false", "true")))
        .isNotEmpty();
  }
}
