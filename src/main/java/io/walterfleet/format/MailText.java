package io.walterfleet.format;

import io.walterfleet.format.Digest.Line;
import java.util.List;
import java.util.stream.Collectors;

/** What is told at one time, as a mail: one line, and a page. */
public record MailText(String subject, String body) {
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_BODY = 100_000;

  /** The mail of at least one notification. */
  public static MailText of(List<Notification> told) {
    Digest digest = new Digest(told);
    String more = told.size() > 1 ? " (and " + (told.size() - 1) + " more)" : "";
    String body =
        digest.lines(LONGEST_BODY, line -> line.length() + 3).stream()
            .map(MailText::line)
            .collect(Collectors.joining("\r\n", "", "\r\n"));
    return new MailText(Cut.to(LONGEST_SUBJECT, digest.titles().get(0)) + more, body);
  }

  private static String line(Line line) {
    return line.isTitle() ? line.text() : "  " + line.text();
  }
}
