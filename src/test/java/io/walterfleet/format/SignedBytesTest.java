package io.walterfleet.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.PlanJson.Origin;
import io.walterfleet.format.PlanJson.Saved;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is signed of a plan is all that is carried out of it. */
@Tag("unit")
class SignedBytesTest {
  private static final int CHANGES = 10_000;

  private static final String TEXT =
      PlanJson.of(
          SamplePlans.mixed(),
          Conditions.NONE,
          Background.NONE,
          new Origin("sha256:" + "a".repeat(64), "ana@laptop"));

  private int accepted;
  private int refused;

  /**
   * Bytes are set, left out or put in, anywhere. A plan that can still be read and has the same
   * signed bytes is the same plan, but for its id and the time at which it was made.
   */
  @Test
  void noRandomChangeOfWhatIsCarriedOutKeepsTheSignedBytes() throws Exception {
    Saved original = PlanJson.saved(TEXT);
    Random random = new Random(20261129);
    for (int change = 0; change < CHANGES; change++) {
      String changed = new String(changed(random), UTF_8);
      if (!changed.equals(TEXT)) {
        judge(original, changed);
      }
    }
    assertThat(refused).isGreaterThan(CHANGES / 2);
    assertThat(accepted).isBetween(1, CHANGES / 2);
  }

  @Test
  void whatIsMadeAgainForTheSameHasTheSameSignedBytes() throws Exception {
    String again =
        TEXT.replaceFirst("\"id\" : \"[^\"]*\"", "\"id\" : \"another\"")
            .replaceFirst("\"created\" : \"[^\"]*\"", "\"created\" : \"2027-01-01T00:00:00Z\"");
    assertThat(again).isNotEqualTo(TEXT);
    assertThat(PlanJson.saved(again).canonical()).isEqualTo(PlanJson.saved(TEXT).canonical());
  }

  private void judge(Saved original, String changed) {
    try {
      Saved read = PlanJson.saved(changed);
      if (read.canonical().equals(original.canonical())) {
        accepted++;
        assertThat(carriedOut(read)).isEqualTo(carriedOut(original));
      } else {
        refused++;
      }
    } catch (BadPlan bad) {
      refused++;
    }
  }

  /** The plan without its id and its time, as values and not as text. */
  private static String carriedOut(Saved saved) {
    return saved.origin()
        + " "
        + saved.plan().header().fleet()
        + " "
        + saved.plan().bundle()
        + saved.plan().batches()
        + saved.plan().budget()
        + saved.plan().machines().stream().map(SignedBytesTest::carriedOut).toList();
  }

  /** How much is copied is shown alone: each machine measures it again before it stops anything. */
  private static MachinePlan carriedOut(MachinePlan plan) {
    return new MachinePlan(
        plan.subject(), plan.judgement(), plan.changes(), plan.steps(), plan.goal());
  }

  private static byte[] changed(Random random) {
    byte[] bytes = TEXT.getBytes(UTF_8);
    int at = random.nextInt(bytes.length);
    int kind = random.nextInt(4);
    byte other = (byte) (kind == 0 ? random.nextInt(256) : '0' + random.nextInt(75));
    if (kind < 2) {
      bytes[at] = other;
      return bytes;
    }
    String text = new String(bytes, ISO_8859_1);
    String put = kind == 2 ? "" : String.valueOf((char) (other & 0xff));
    return (text.substring(0, at) + put + text.substring(kind == 2 ? at + 1 : at))
        .getBytes(ISO_8859_1);
  }
}
