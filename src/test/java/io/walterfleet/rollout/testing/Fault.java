package io.walterfleet.rollout.testing;

import io.walterfleet.step.StepReport.Effect;

/** Something that goes wrong once, when a machine is next asked for a certain thing. */
public sealed interface Fault {
  /** The step fails, and says so. */
  record Fails(String why, Effect effect) implements Fault {
    /** The step fails, and says nothing more. */
    public Fails(String why) {
      this(why, Effect.UNSAID);
    }
  }

  /** The step does nothing, and says that it is done. */
  record DoesNothing() implements Fault {}

  /** The connection breaks before the machine has heard of it. */
  record LostBefore() implements Fault {}

  /** The machine does it, and the connection breaks before the answer. */
  record LostAfter() implements Fault {}

  /** The machine goes down at this moment of the step, and the connection with it. */
  record Down(Moment moment) implements Fault {}

  /** Another run takes the lock over just before. */
  record LockTaken(String run) implements Fault {}

  /** The machine answers, and a fact can't be read. */
  record Unreadable(String reason) implements Fault {}

  /** Something else happens meanwhile; what was asked for is done as ever. */
  record Meanwhile(Runnable act) implements Fault {}

  /** A moment of a step. */
  enum Moment {
    /** It was started, and has not written its intent to the journal. */
    BEFORE_THE_INTENT,
    /** The intent is written, nothing is done. */
    BEFORE_THE_ACT,
    /** It is done, and the journal does not say so. */
    BEFORE_THE_RECORD
  }
}
