package io.walterfleet.format;

import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long carrying out a plan may be expected to take.
 *
 * @param about all of it: as often longer as shorter
 * @param whole all of it, in 9 of 10 cases
 * @param down the downtime of one machine, in 9 of 10 cases
 * @param begins when the last machine of a group begins, counted from the beginning of the run that
 *     may begin its wave, in 9 of 10 cases
 * @param later the groups whose waves wait for others, and how long those soak
 * @param told what it is known from
 */
public record Expected(
    Duration about,
    Span whole,
    Span down,
    Map<String, Span> begins,
    Map<String, Duration> later,
    Told told) {
  public Expected {
    begins = Map.copyOf(begins);
    later = Map.copyOf(later);
  }

  /** From the least to the most. */
  public record Span(Duration from, Duration to) {
    /** Of these many milliseconds, 1 in 20 is less and 1 in 20 more. */
    static Span of(List<Long> all) {
      List<Long> sorted = all.stream().sorted().toList();
      return new Span(Duration.ofMillis(at(sorted, 0.05)), Duration.ofMillis(at(sorted, 0.95)));
    }

    /** So great a share of them is not more. */
    static long at(List<Long> sorted, double share) {
      return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }

    /** In words; one time where both say the same. */
    public String words() {
      String least = Elapsed.of(from);
      String most = Elapsed.of(to);
      return least.equals(most) ? most : least + " to " + most;
    }
  }

  /**
   * What tells how long things take.
   *
   * @param machines of past runs
   * @param runs of the past; none where all is as usual
   * @param usual steps that none of them did, for which their usual time is taken
   */
  public record Told(int machines, int runs, List<StepKind> usual) {
    public Told {
      usual = List.copyOf(usual);
    }
  }

  /** In words. */
  String sentence() {
    return told.runs() == 0
        ? "Takes about "
            + Elapsed.of(about)
            + ", and "
            + downWords()
            + ", if each step takes its usual time: this controller remembers no run of this fleet"
            + " that did any of it."
        : "Takes "
            + wholeWords()
            + ", and "
            + downWords()
            + ": so 9 of 10 go, judged from "
            + from()
            + "."
            + usualWords();
  }

  /** In short, for a line below a run that goes on. */
  public String words() {
    return "takes "
        + whole.words()
        + ", "
        + downWords()
        + (told.runs() == 0 ? ", as usual" : ", from " + Plural.of(told.runs(), "earlier run"));
  }

  /** What it is known from. */
  private String from() {
    return Plural.machines(told.machines()) + " in " + Plural.of(told.runs(), "earlier run");
  }

  private String wholeWords() {
    String usually = "about " + Elapsed.of(about);
    return whole.words().equals(Elapsed.of(about)) ? usually : whole.words() + ", " + usually;
  }

  private String downWords() {
    return down.to().isZero() ? "no machine is down" : "each machine is down for " + down.words();
  }

  private String usualWords() {
    return told.usual().isEmpty()
        ? ""
        : " None of them did "
            + String.join(", ", told.usual().stream().map(StepKind::word).toList())
            + ": the usual time is taken.";
  }
}
