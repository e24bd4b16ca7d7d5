package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import picocli.CommandLine.Option;

/** The option that says how many machines are talked to at a time. */
final class ForksOption implements CheckedOptions {
  @Option(
      names = {"-f", "--forks"},
      paramLabel = "N",
      description = "how many machines at a time (default: 64)")
  private int forks = 64;

  @Override
  public void check() throws UsageException {
    if (forks < 1 || forks > 10_000) {
      throw UsageException.of(
          "--forks " + forks + " is out of range", "a number from 1 to 10000, such as 64");
    }
  }

  int forks() {
    return forks;
  }
}
