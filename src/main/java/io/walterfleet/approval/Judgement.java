package io.walterfleet.approval;

/** What one signature comes to. */
public sealed interface Judgement {
  /** It counts. */
  record Good(Approver approver) implements Judgement {}

  /**
   * It does not.
   *
   * @param reason a clause, without the file's name
   */
  record Bad(String reason) implements Judgement {}
}
