package io.walterfleet.rollout;

import io.walterfleet.step.Task;

/** What all machines of a run share. */
record Undertaking(Order order, Crew crew, Diary diary, Interrupt interrupt) {
  /** The id of the run. */
  String run() {
    return order.visit().run();
  }

  /** A task of this run; the token is empty for a step that prepares. */
  Task task(String token, Task.Subject subject, Task.Attempt attempt) {
    return new Task(run(), token, subject, attempt, order.payload());
  }

  /** What it takes to change one of its machines. */
  Means means() {
    return new Means(crew, diary, order.visit(), order.fleet().rollout().gate());
  }
}
