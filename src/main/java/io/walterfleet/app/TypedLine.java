package io.walterfleet.app;

import java.util.Optional;

/** A command line as it was typed: for what is written down, and for commands that are advised. */
public interface TypedLine {
  /** Nothing was typed yet. */
  TypedLine NONE =
      new TypedLine() {
        @Override
        public String text() {
          return "";
        }

        @Override
        public Optional<String> beginning(String verb) {
          return Optional.empty();
        }
      };

  /** The whole line, so that it means the same when it is typed again; without secrets. */
  String text();

  /** How a command about the same machines begins; empty where there is no such command. */
  Optional<String> beginning(String verb);
}
