package io.walterfleet.rollout;

import io.walterfleet.step.StepRequest;
import io.walterfleet.step.StepRequest.Payload;

/** What all machines of a run share. */
record FleetRun(ApplyRequest request, Ports ports, EventPublisher events, Interrupt interrupt) {
  /** The id of the run. */
  String run() {
    return request.lockRequest().run();
  }

  /** A task of this run; the token is empty for a step that prepares. */
  StepRequest stepRequest(String token, StepRequest.Subject subject, StepRequest.Attempt attempt) {
    return new StepRequest(run(), token, subject, attempt, payload(subject.goal().bundle()));
  }

  /** A machine that goes back to another bundle than the plan's has that one already. */
  private Payload payload(String bundle) {
    Payload payload = request.payload();
    return bundle.equals(payload.sha256()) ? payload : Payload.none(bundle);
  }

  /** Who runs its hooks. */
  HookCalls hooks() {
    return new HookCalls(request.fleet(), run(), ports.hooks(), events, interrupt);
  }

  /** What it takes to change one of its machines. */
  ChangePorts changePorts() {
    return new ChangePorts(ports, events, request.lockRequest(), request.fleet().rollout().gate());
  }
}
