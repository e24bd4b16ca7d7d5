package io.walterfleet.app;

import io.walterfleet.fleet.Controls;
import io.walterfleet.inventory.Problem;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.ExitCode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the user asked for cannot be done as asked; nothing was changed. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String FIX = "    fix: ";

  private final ExitCode code;

  private UsageException(String text) {
    this(text, ExitCode.USAGE);
  }

  private UsageException(String text, ExitCode code) {
    super(text);
    this.code = code;
  }

  /** A file that was asked for could not be written, once all was done to fill it. */
  static UsageException unwritten(Path file, IOException why) {
    return new UsageException(
        "walter-fleet: "
            + file
            + " could not be written"
            + ": "
            + reason(why)
            + "\n    fix: see that the disk is not full, or name another file",
        ExitCode.UNWRITTEN);
  }

  /** One reason, and what to do about it. */
  public static UsageException of(String reason, String fix) {
    return new UsageException(said(reason, fix));
  }

  /** Another run is there. */
  static UsageException locked(String reason, String fix) {
    return new UsageException(said(reason, fix), ExitCode.LOCKED);
  }

  /** Something has to happen first. */
  static UsageException onHold(String reason, String fix) {
    return new UsageException(said(reason, fix), ExitCode.ON_HOLD);
  }

  /** Names of files, which stand in reasons and fixes, may hold anything. */
  private static String said(String reason, String fix) {
    return ("walter-fleet: " + reason + "\n" + FIX + fix)
        .lines()
        .map(Controls::escaped)
        .collect(Collectors.joining("\n"));
  }

  /** All that is wrong with an inventory or a limit. */
  public static UsageException of(List<Problem> problems) {
    String all = problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    return new UsageException(all + "\n" + count(problems.size()) + "; no machine was contacted");
  }

  /** Refused, unless there is no such problem. */
  public static void unless(List<Problem> problems) throws UsageException {
    if (!problems.isEmpty()) {
      throw of(problems);
    }
  }

  /** All that is wrong with a manifest or a bundle. */
  public static UsageException of(ReleaseException refused) {
    int problems = refused.problems().size();
    return new UsageException(
        refused.getMessage() + "\n" + count(problems) + "; nothing was changed",
        refused.isAway() ? ExitCode.UNKNOWN : ExitCode.USAGE);
  }

  /** The same, with other words for some of its own. */
  UsageException instead(String words, String better) {
    return new UsageException(text().replace(words, better), code);
  }

  /** The same, with the commands that it advises written out. */
  public UsageException with(AdviceRenderer advice) {
    String all =
        text()
            .lines()
            .map(line -> line.startsWith(FIX) ? advice.of(line) : line)
            .collect(Collectors.joining("\n"));
    return new UsageException(all, code);
  }

  /** What the program returns. */
  public ExitCode code() {
    return code;
  }

  /** The whole text, for standard error. */
  public String text() {
    return String.valueOf(getMessage());
  }

  private static String reason(IOException why) {
    Optional<String> system =
        why instanceof FileSystemException about
            ? Optional.ofNullable(about.getReason())
            : Optional.ofNullable(why.getMessage());
    return system.orElse("permission denied");
  }

  private static String count(int problems) {
    return problems + (problems == 1 ? " problem" : " problems");
  }
}
