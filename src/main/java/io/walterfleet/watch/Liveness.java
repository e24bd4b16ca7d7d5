package io.walterfleet.watch;

import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whether a watch does its work: the machines were read lately, however they are. Two intervals
 * without that are borne.
 */
public final class Liveness implements Consumer<Notice> {
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Duration borne;
  private final Instant began;
  private final String unread;
  private volatile Optional<Instant> last = Optional.empty();
  private volatile Optional<Instant> worked = Optional.empty();
  private volatile String trouble = "";

  /** A watch that begins now. */
  public Liveness(InstantSource clock, Watch.Settings settings) {
    this(
        clock,
        settings.every().plus(settings.splay()).multipliedBy(2).plus(GRACE),
        "no survey yet");
  }

  private Liveness(InstantSource clock, Duration borne, String unread) {
    this.clock = clock;
    this.borne = borne;
    this.began = clock.instant();
    this.unread = unread;
  }

  /** That of one run, which does its work as long as it answers. */
  public static Liveness ofRun(InstantSource clock) {
    return new Liveness(clock, Duration.ofSeconds(Long.MAX_VALUE), "a run goes on");
  }

  @Override
  public void accept(Notice notice) {
    if (notice instanceof Surveyed survey) {
      last = Optional.of(survey.at());
      trouble = "";
    } else if (notice instanceof SurveyFailed failed) {
      trouble = ": " + failed.reason();
    } else if (notice instanceof Notice.Correcting && last.isPresent()) {
      // a long correction is work, too
      worked = Optional.of(notice.at());
    }
  }

  /** Well or not, with the reason. */
  HttpReply httpReply() {
    Instant since =
        Stream.of(last, worked).flatMap(Optional::stream).max(Instant::compareTo).orElse(began);
    boolean well = Duration.between(since, clock.instant()).compareTo(borne) <= 0;
    String read =
        last.map(at -> "last survey at " + at.truncatedTo(ChronoUnit.SECONDS)).orElse(unread);
    return HttpReply.plain(well ? 200 : 503, (well ? "ok: " : "late: ") + read + trouble + "\n");
  }
}
