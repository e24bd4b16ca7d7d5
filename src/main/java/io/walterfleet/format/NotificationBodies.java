package io.walterfleet.format;

import io.walterfleet.fleet.Dialect;
import java.util.List;

/** What is told at one time, as the bodies of requests to a webhook. */
public final class NotificationBodies {
  private NotificationBodies() {}

  /**
   * The bodies in their order: one for all, or one for each where the form has no place for more.
   *
   * @param told at least one
   */
  public static List<String> of(Dialect dialect, List<Notification> told) {
    return switch (dialect) {
      case PLAIN -> told.stream().map(NotificationJson::of).toList();
      case SLACK -> List.of(SlackJson.of(new Digest(told)));
      case TEAMS -> List.of(TeamsJson.of(new Digest(told)));
      case MATTERMOST -> List.of(MattermostJson.of(new Digest(told)));
    };
  }
}
