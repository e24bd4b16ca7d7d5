package io.walterfleet.app;

import io.walterfleet.format.LogJson;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/**
 * Standard error: what went wrong, what somebody should know, questions, and progress on a
 * terminal. Here it is text for people; {@link JsonLog} makes records of it.
 */
public class Log extends PrintWriter {
  /** A log that goes there. */
  public Log(Writer to) {
    super(to);
  }

  /** Says what somebody should know, though nothing went wrong. */
  public void note(String words) {
    say("note: " + words);
  }

  /** Says what went wrong; what to do about it stands on an indented line of its own. */
  public void problem(String text) {
    say(text);
  }

  /** Says anything else. */
  public final void say(String words) {
    println(words);
    flush();
  }

  /** What makes records of it; empty where it is for people. */
  public Optional<LogJson> records() {
    return Optional.empty();
  }
}
