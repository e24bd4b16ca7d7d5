package io.walterfleet.release;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * The manifest or the bundle cannot be used. Nothing was contacted but the place it comes from, and
 * nothing was changed.
 *
 * <p>The message is fit to show as it is: each problem on a line of its own with its fix below.
 */
public final class ReleaseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final boolean away;

  /**
   * One thing that is wrong.
   *
   * @param message what was tried and why it did not work
   * @param fix what to do about it
   */
  public record Problem(String message, String fix) {
    @Override
    public String toString() {
      return message + "\n    fix: " + fix;
    }
  }

  /** All that is wrong, at least one problem. */
  public ReleaseException(List<Problem> problems) {
    this(problems, false);
  }

  private ReleaseException(List<Problem> problems, boolean away) {
    super(problems.stream().map(Problem::toString).collect(joining("\n")));
    this.problems = List.copyOf(problems);
    this.away = away;
  }

  /** The server is away, which no other input would mend. */
  static ReleaseException away(Problem problem) {
    return new ReleaseException(List.of(problem), true);
  }

  /** A single problem. */
  public ReleaseException(String message, String fix) {
    this(List.of(new Problem(message, fix)));
  }

  /** True when nothing is wrong but that the server is away. */
  public boolean isAway() {
    return away;
  }

  /** All that is wrong, in the order it was found. */
  public List<Problem> problems() {
    return problems;
  }
}
