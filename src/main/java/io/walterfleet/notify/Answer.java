package io.walterfleet.notify;

/**
 * What became of one try to tell a receiver something.
 *
 * @param isFinal the same would happen again
 * @param said fit to show: what was answered, or why there was no answer
 */
public record Answer(boolean isTaken, boolean isFinal, String said) {
  static Answer taken(String said) {
    return new Answer(true, true, said);
  }

  static Answer refused(String said, boolean isFinal) {
    return new Answer(false, isFinal, said);
  }
}
