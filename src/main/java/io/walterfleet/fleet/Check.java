package io.walterfleet.fleet;

import java.time.Duration;
import java.util.List;

/**
 * What must hold, beside a machine's own health, before it counts as healthy.
 *
 * @param holds for how long without a break; zero means once
 */
public record Check(Question question, Duration holds) {
  /** What is asked, from the controller. */
  public sealed interface Question {
    /** Fit to show: no address is told whole, for it may hold a token. */
    String name();
  }

  /**
   * A page that answers with this status; its URL may have {@code {machine}} and the like in it.
   */
  public record Page(String url, int expect) implements Question {
    @Override
    public String name() {
      return "the page at " + host(url);
    }
  }

  /** A program and its arguments, which ends with 0; no shell reads them. */
  public record Program(List<String> words) implements Question {
    public Program {
      words = List.copyOf(words);
    }

    @Override
    public String name() {
      return "the command " + words.get(0);
    }
  }

  /** A query of Prometheus none of whose values is beyond a limit. */
  public record Query(String server, String query, Threshold fail) implements Question {
    @Override
    public String name() {
      return "the query at " + host(server);
    }
  }

  /** The host of a URL, which may be one of the machine's own facts. */
  private static String host(String url) {
    String rest = url.substring(url.indexOf("://") + "://".length()).split("[/?#]", 2)[0];
    String place = rest.substring(rest.lastIndexOf('@') + 1);
    return place.replaceFirst(":[0-9]*$", "");
  }
}
