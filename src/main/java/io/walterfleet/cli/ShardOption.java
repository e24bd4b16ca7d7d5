package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Shard;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that gives each of several controllers its own share of the machines. */
final class ShardOption {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "only share I of N, counted from 0; a machine is always in the same share")
  private Optional<String> shard = Optional.empty();

  /** True when only a share is meant. */
  boolean isGiven() {
    return shard.isPresent();
  }

  /** The share that was named, to be named again in another command. */
  String typed() {
    return shard.map(share -> " --shard " + share).orElse("");
  }

  /** The share in words; empty for all machines. */
  String part() {
    return shard.map(share -> "share " + share).orElse("");
  }

  /** The machines of the share; all of them when none was named. */
  Fleet of(Fleet fleet) throws UsageException {
    return share().of(fleet);
  }

  private Shard share() throws UsageException {
    if (shard.isEmpty()) {
      return Shard.WHOLE;
    }
    return share("--shard", shard.get());
  }

  /** The share that a text of this option names. */
  static Shard share(String option, String text) throws UsageException {
    Matcher share = SHARE.matcher(text);
    if (share.matches()) {
      int index = Integer.parseInt(share.group(1));
      int count = Integer.parseInt(share.group(2));
      if (index < count) {
        return new Shard(index, count);
      }
    }
    throw UsageException.of(
        option + " '" + text + "' is not a share",
        "I/N with I from 0 to N-1, such as 0/2 for one controller and 1/2 for the other");
  }
}
