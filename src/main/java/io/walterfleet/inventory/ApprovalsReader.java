package io.walterfleet.inventory;

import io.walterfleet.fleet.Approvals;
import java.util.Optional;

/** Reads {@code approvals}: who must agree to a plan. */
final class ApprovalsReader {
  private static final int MOST = 20;

  private ApprovalsReader() {}

  /** The section; empty when it does not name its file of signers. */
  static Optional<Approvals> read(Section section) {
    int required = section.at("required").flatMap(cursor -> cursor.number(1, MOST)).orElse(1);
    boolean notAuthor = section.at("notAuthor").flatMap(Cursor::truth).orElse(true);
    return section
        .required("signers", "name an allowed_signers file of OpenSSH: 'signers: allowed_signers'")
        .flatMap(cursor -> cursor.text().flatMap(text -> Paths.file(cursor, text)))
        .map(signers -> new Approvals(signers, required, notAuthor));
  }
}
