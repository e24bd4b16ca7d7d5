package io.walterfleet.fleet;

/** Where a secret is, which itself is not known until it is used. */
public sealed interface Secret {
  /** All of a file on the controller, but for the white space around it. */
  record InFile(String path) implements Secret {}

  /** An environment variable of this program. */
  record InVariable(String name) implements Secret {}
}
