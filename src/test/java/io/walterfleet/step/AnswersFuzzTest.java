package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.plan.Observation;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import io.walterfleet.remote.testing.TestMachines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a machine answers, to a survey or as the report of a step, is read or refused. */
@Tag("unit")
@Timeout(4000)
class AnswersFuzzTest {
  private static final Machine MACHINE = TestMachines.named("m");
  private static final int LONGEST_FORM = 2_000;

  private final ScriptOperations work =
      new ScriptOperations(ProductLayout.DEFAULT, 5, () -> "n0nce");

  @Test
  void anySurveyIsAnObservation() throws Exception {
    Fuzz.target("survey", 15_000, input -> said(work.survey(answering(input), MACHINE)));
  }

  @Test
  void anyReportIsAnEndOfAStep() throws Exception {
    Fuzz.target("step", 8_000, this::ended);
  }

  private List<String> ended(byte[] input) throws Exception {
    Connection connection = answering(input);
    StepReport report = work.leave(connection, MACHINE, "t");
    LockResult locked =
        work.enter(connection, MACHINE, new LockRequest("r", "a@b", "x", Duration.ZERO));
    Rollback.To to = new Rollback.To(Optional.empty(), io.walterfleet.plan.RestoredData.NONE);
    StepReport back = work.rollback(connection, new Rollback("r", "t", MACHINE, to, 1));
    return List.of(
        report.result().word(), report.detail(), report.fix(), said(locked), back.detail());
  }

  private static String said(LockResult locked) {
    if (locked instanceof LockResult.Failed failed) {
      return failed.reason() + failed.fix();
    }
    return locked instanceof LockResult.Held held ? form(held) : "granted";
  }

  /** What was seen is escaped where it is shown; see MachineFuzzTest. */
  private static List<String> said(Observation observation) {
    return observation instanceof Observation.Unknown unknown
        ? List.of(unknown.reason(), unknown.fix())
        : List.of(form(observation));
  }

  /** What there is, without what it is. */
  private static String form(Object seen) {
    String form = seen.toString().replaceAll("=[^,\\[\\]]*+|\\[[^\\[\\]]*+\\]", "=");
    // what has commas and brackets of its own is not left out whole
    return Controls.escaped(form, LONGEST_FORM);
  }

  private static Connection answering(byte[] input) {
    String text = new String(input, UTF_8);
    return new Connection() {
      @Override
      public Reply run(Program program, Duration deadline) {
        return new Reply(0, text, text, text.length() > 100_000);
      }

      @Override
      public Tunnel tunnel(String host, int port, Duration deadline) {
        throw new IllegalStateException("not asked for");
      }

      @Override
      public void close() {}
    };
  }
}
