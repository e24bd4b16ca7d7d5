package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import io.walterfleet.step.Uploads;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that say how the bundle is sent to the machines. */
final class UploadOptions implements CheckedOptions {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})([kKmM]?)");

  @Option(
      names = "--uploads",
      paramLabel = "N",
      description = "how many machines are sent the bundle at a time (default: 32)")
  private int uploads = 32;

  @Option(
      names = "--upload-rate",
      paramLabel = "RATE",
      description =
          "bytes a second for all uploads together, such as 500k or 20M (default: no limit)")
  private Optional<String> rate = Optional.empty();

  @Override
  public void check() throws UsageException {
    limits();
  }

  /** The limits of one run. */
  Uploads limits() throws UsageException {
    if (uploads < 1 || uploads > 10_000) {
      throw UsageException.of(
          "--uploads " + uploads + " is out of range", "a number from 1 to 10000, such as 8");
    }
    return new Uploads(uploads, rate.isPresent() ? bytes(rate.get()) : OptionalLong.empty());
  }

  private static OptionalLong bytes(String text) throws UsageException {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw UsageException.of(
          "--upload-rate '" + text + "' is not a number of bytes a second",
          "a whole number, with k for thousands or M for millions, such as 20M");
    }
    long unit =
        switch (matcher.group(2)) {
          case "k", "K" -> 1_000;
          case "m", "M" -> 1_000_000;
          default -> 1;
        };
    return OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
  }
}
