package io.walterfleet.alerting;

import io.walterfleet.format.Concern;
import io.walterfleet.format.Raised;
import io.walterfleet.history.RaisedAlerts;
import java.time.Instant;
import java.util.List;

/**
 * What one receiver was told.
 *
 * @param receiver a word for it that says nothing of its address
 */
record ToldState(RaisedAlerts raised, String receiver) {
  List<Raised> all() {
    return raised.at(receiver);
  }

  /** To be written down before it is told. */
  void raise(List<Concern> concerns, Instant now) {
    raised.raise(receiver, concerns, now);
  }

  /** It was taken; gives back what was over before that. */
  List<Concern> told(List<Concern> concerns) {
    return raised.told(receiver, concerns);
  }

  /** That these are over was taken. */
  void over(List<Raised> concerns) {
    raised.over(receiver, concerns.stream().map(Raised::concern).toList());
  }
}
