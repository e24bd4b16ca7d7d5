package io.walterfleet.cli;

import io.walterfleet.inventory.Problem;
import io.walterfleet.release.ReleaseException;
import java.util.List;
import java.util.stream.Collectors;

/** What the user asked for cannot be done as asked; nothing was changed. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private Refusal(String text) {
    super(text);
  }

  /** One reason, and what to do about it. */
  static Refusal of(String reason, String fix) {
    return new Refusal("walter-fleet: " + reason + "\n    fix: " + fix);
  }

  /** All that is wrong with an inventory or a limit. */
  static Refusal of(List<Problem> problems) {
    String all = problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    return new Refusal(all + "\n" + count(problems.size()) + "; no machine was contacted");
  }

  /** All that is wrong with a manifest or a bundle. */
  static Refusal of(ReleaseException refused) {
    int problems = refused.problems().size();
    return new Refusal(refused.getMessage() + "\n" + count(problems) + "; nothing was changed");
  }

  /** The same, with other words for some of its own. */
  Refusal instead(String words, String better) {
    return new Refusal(text().replace(words, better));
  }

  /** The whole text, for standard error. */
  String text() {
    return String.valueOf(getMessage());
  }

  private static String count(int problems) {
    return problems + (problems == 1 ? " problem" : " problems");
  }
}
