package io.walterfleet.health;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.health.Answer.Response;
import java.net.URI;

/**
 * The answers to the three questions that tell a Walter's state (WALTER.md, Health, D).
 *
 * @param page what browsers get at {@code /}
 */
record Answers(Answer live, Answer ready, Answer page) {
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";
  static final String PAGE = "/";

  private static final String MIGRATION = "/migration-required";

  /** The answers of a Walter that is not live: the other questions need not be asked. */
  static Answers only(Answer live) {
    return new Answers(live, live, live);
  }

  /** Whether the first answer is such that the others matter. */
  static boolean isLive(Answer live) {
    return isStatus(live, 200);
  }

  /** The state that these answers mean; what fits no row of the table is starting. */
  Health health() {
    if (isLive(live) && isStatus(ready, 503) && sendsToMigration(page)) {
      return new Health.MigrationBlocked();
    }
    if (!isLive(live)) {
      return new Health.Starting(said(LIVE, live));
    }
    if (!isStatus(ready, 200)) {
      return new Health.Starting(said(READY, ready));
    }
    return isNormal(page) ? new Health.Ready() : new Health.Starting(said(PAGE, page));
  }

  private static boolean isStatus(Answer answer, int status) {
    return answer instanceof Response response && response.status() == status;
  }

  /** A login page, a redirect to one, even "not found": anything but an error of the server. */
  private static boolean isNormal(Answer answer) {
    return answer instanceof Response response
        && response.status() >= 200
        && response.status() < 500
        && !sendsToMigration(answer);
  }

  private static boolean sendsToMigration(Answer answer) {
    return answer instanceof Response response
        && response.status() >= 300
        && response.status() < 400
        && response.location().filter(Answers::isMigration).isPresent();
  }

  private static boolean isMigration(String location) {
    try {
      String path = URI.create(location).getPath();
      return path != null && (path.equals(MIGRATION) || path.equals(MIGRATION + "/"));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static String said(String path, Answer answer) {
    if (answer instanceof Nothing nothing) {
      return nothing.reason();
    }
    Response response = (Response) answer;
    String detour = sendsToMigration(answer) ? " (to " + MIGRATION + ")" : "";
    return path + " answered " + response.status() + detour;
  }
}
