package io.walterfleet.rollout;

import io.walterfleet.step.Task;
import io.walterfleet.step.Task.Payload;

/** What all machines of a run share. */
record Undertaking(Order order, Crew crew, Diary diary, Interrupt interrupt) {
  /** The id of the run. */
  String run() {
    return order.visit().run();
  }

  /** A task of this run; the token is empty for a step that prepares. */
  Task task(String token, Task.Subject subject, Task.Attempt attempt) {
    return new Task(run(), token, subject, attempt, payload(subject.goal().bundle()));
  }

  /** A machine that goes back to another bundle than the plan's has that one already. */
  private Payload payload(String bundle) {
    Payload payload = order.payload();
    return bundle.equals(payload.sha256()) ? payload : Payload.none(bundle);
  }

  /** Who runs its hooks. */
  HookCalls hooks() {
    return new HookCalls(order.fleet(), run(), crew.hooks(), diary, interrupt);
  }

  /** What it takes to change one of its machines. */
  Means means() {
    return new Means(crew, diary, order.visit(), order.fleet().rollout().gate());
  }
}
