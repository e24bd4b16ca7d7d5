package io.walterfleet.inventory;

import io.walterfleet.fleet.Secret;
import java.util.Optional;

/** Reads where a secret is; the inventory never has the secret itself. */
final class SecretReader {
  private static final String FILE = "File";
  private static final String VARIABLE = "Variable";

  private SecretReader() {}

  /** Whether the section says where it is, even if that is wrong. */
  static boolean isSaid(Section section, String name) {
    return section.at(name + FILE).isPresent() || section.at(name + VARIABLE).isPresent();
  }

  /** Where the secret of this name is: under the name with {@code File} or {@code Variable}. */
  static Optional<Secret> read(Section section, String name) {
    Optional<Cursor> file = section.at(name + FILE);
    Optional<Cursor> variable = section.at(name + VARIABLE);
    if (file.isPresent() && variable.isPresent()) {
      return variable
          .get()
          .refuse("stands beside " + Quoted.of(name + FILE), "remove one of the two");
    }
    return file.isPresent()
        ? file.flatMap(cursor -> cursor.text().flatMap(text -> Paths.file(cursor, text)))
            .map(Secret.InFile::new)
        : variable.flatMap(Form.VARIABLE::read).map(Secret.InVariable::new);
  }
}
