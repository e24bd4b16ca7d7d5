package io.walterfleet.adoption;

import java.util.Map;
import java.util.stream.Collectors;

/** What should name machines does not. */
public final class BadSource extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String FORMS =
      "a machine is [NAME=][USER@]HOST[:PORT], one a line; JSON is what ansible-inventory --list"
          + " prints";

  private static final int MOST_TOLD = 10;

  private final String fix;

  BadSource(String reason) {
    this(reason, FORMS);
  }

  BadSource(String reason, String fix) {
    super(reason);
    this.fix = fix;
  }

  /** Hosts of Ansible of which an inventory cannot say all, with the reasons. */
  static BadSource ofHosts(Map<String, String> obstacles) {
    String all =
        obstacles.entrySet().stream()
            .limit(MOST_TOLD)
            .map(one -> "host '" + one.getKey() + "': " + one.getValue())
            .collect(Collectors.joining("\n  "));
    int more = obstacles.size() - MOST_TOLD;
    String without =
        obstacles.keySet().stream().limit(MOST_TOLD).collect(Collectors.joining(":!", "all:!", ""));
    return new BadSource(
        all + (more > 0 ? "\n  and " + more + " more" : ""),
        "say it otherwise there, or leave such hosts out by --limit of ansible-inventory, such as "
            + "'"
            + without
            + "'");
  }

  /** What is wrong with it, fit to show. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do about it; {@code FILE} stands for the name of the file. */
  public String fix() {
    return fix;
  }
}
