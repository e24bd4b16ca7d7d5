package io.walterfleet.rollout;

import io.walterfleet.fleet.Check;
import io.walterfleet.rollout.HookRunner.Facts;

/** Asks the checks of a gate, from the controller. */
@FunctionalInterface
public interface CheckRunner {
  /** Asks none: each passes at once. */
  CheckRunner PASSING = (question, facts) -> new Answer(Answer.Kind.PASS, "not asked");

  /**
   * Asks once, within some ten seconds.
   *
   * @param facts about the machine, by names such as machine and host
   */
  Answer ask(Check.Question question, Facts facts) throws InterruptedException;

  /**
   * What a check says.
   *
   * @param words a clause that follows the check's name, such as "answered 503"
   */
  record Answer(Kind kind, String words) {
    /** The kinds of answers. */
    public enum Kind {
      /** It is as it must be. */
      PASS,
      /** It is not. */
      FAIL,
      /** Nobody knows: no answer, no data, no number. It never counts as passed. */
      INCONCLUSIVE
    }
  }
}
