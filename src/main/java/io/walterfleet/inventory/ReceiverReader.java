package io.walterfleet.inventory;

import io.walterfleet.fleet.Channel;
import io.walterfleet.fleet.Channel.Alertmanager;
import io.walterfleet.fleet.Channel.PagerDuty;
import io.walterfleet.fleet.Channel.Program;
import io.walterfleet.fleet.Channel.Webhook;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Dialect;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.fleet.Receiver;
import io.walterfleet.fleet.Secret;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads who is told of what. */
final class ReceiverReader {
  private static final String[] OF_WEBHOOKS = {
    "webhook", "as", "allowHttp", "routingKeyFile", "routingKeyVariable"
  };

  private ReceiverReader() {}

  /** The receivers in the list at the cursor. */
  static List<Receiver> receivers(Cursor cursor) {
    return cursor.items().stream()
        .map(item -> Section.of(item, Keys.NOTIFY))
        .flatMap(section -> receiver(section).stream())
        .toList();
  }

  private static Optional<Receiver> receiver(Section section) {
    Set<Occasion> on =
        section
            .at("on")
            .map(cursor -> cursor.choices(Occasion.values(), Occasion::word))
            .orElse(EnumSet.allOf(Occasion.class));
    return channel(section).map(channel -> new Receiver(channel, on));
  }

  private static Optional<Channel> channel(Section section) {
    Optional<Cursor> mail = section.at("mail");
    if (mail.isPresent()) {
      refuse(section, "mail", "command");
      refuse(section, "mail", OF_WEBHOOKS);
      return MailReader.read(Section.of(mail.get(), Keys.MAIL));
    }
    Optional<Cursor> command = section.at("command");
    if (command.isEmpty()) {
      return webhook(section);
    }
    refuse(section, "command", OF_WEBHOOKS);
    List<String> words =
        command.get().items().stream().flatMap(word -> word(word).stream()).toList();
    return words.isEmpty() ? Optional.empty() : Optional.of(program(command.get(), words));
  }

  /** Reports each of these keys, which have no place beside the one. */
  private static void refuse(Section section, String one, String... others) {
    for (String key : others) {
      section
          .at(key)
          .ifPresent(
              cursor -> cursor.refuse("stands beside " + Quoted.of(one), "remove one of the two"));
    }
  }

  private static Optional<String> word(Cursor cursor) {
    return cursor
        .text()
        .flatMap(
            text ->
                text.isEmpty() || Controls.isIn(text)
                    ? cursor.refuse(
                        "is empty or has a control character", "write a word of a command")
                    : Optional.of(text));
  }

  /** A program's path counts from the inventory, as all paths do; a mere name is looked up. */
  private static Channel program(Cursor cursor, List<String> words) {
    List<String> resolved = new ArrayList<>(words);
    if (words.get(0).contains("/")) {
      resolved.set(0, Paths.file(cursor, words.get(0)).orElse(words.get(0)));
    }
    return new Program(resolved);
  }

  private static Optional<Channel> webhook(Section section) {
    Optional<Cursor> said = section.at("as");
    Optional<As> as = said.flatMap(cursor -> cursor.choice(As.values(), As::word));
    Optional<Secret> key = routingKey(section, as);
    Optional<String> url =
        section
            .required(
                "webhook", "write webhook: \"https://…\", command: [\"./words\"], or mail: {…}")
            .flatMap(cursor -> address(cursor, section, as));
    if (said.isPresent() && as.isEmpty()) {
      return Optional.empty();
    }
    return url.flatMap(to -> channel(to, as, key));
  }

  private static Optional<Channel> channel(String url, Optional<As> as, Optional<Secret> key) {
    if (as.isEmpty()) {
      return Optional.of(new Webhook(url, Optional.empty()));
    }
    return switch (as.get()) {
      case PLAIN, SLACK, TEAMS, MATTERMOST -> Optional.of(new Webhook(url, as.get().dialect()));
      case PAGERDUTY -> key.map(where -> new PagerDuty(url, where));
      case ALERTMANAGER -> Optional.of(new Alertmanager(url));
    };
  }

  private static Optional<Secret> routingKey(Section section, Optional<As> as) {
    boolean isPagerDuty = as.filter(As.PAGERDUTY::equals).isPresent();
    boolean isSaid = SecretReader.isSaid(section, "routingKey");
    if (isPagerDuty && !isSaid) {
      return section
          .cursor()
          .refuse(
              "has no routing key",
              "name the file or the environment variable that has it: routingKeyFile or"
                  + " routingKeyVariable");
    }
    if (!isPagerDuty && isSaid) {
      return section
          .cursor()
          .refuse(
              "has a routing key, which only pagerduty takes", "remove it, or write as: pagerduty");
    }
    return SecretReader.read(section, "routingKey");
  }

  private static Optional<String> address(Cursor cursor, Section section, Optional<As> as) {
    Optional<String> url = Paths.secretAddress(cursor, section.says("allowHttp"));
    Optional<String> end = as.map(As::end).filter(one -> !one.isEmpty());
    return url.isPresent() && end.isPresent() && !url.get().endsWith(end.get())
        ? cursor.refuse(
            "does not end in " + end.get() + ", where such a receiver takes what it is told",
            "write the whole address, with this end")
        : url;
  }

  /** What a webhook is said to be. */
  private enum As {
    PLAIN(Dialect.PLAIN),
    SLACK(Dialect.SLACK),
    TEAMS(Dialect.TEAMS),
    MATTERMOST(Dialect.MATTERMOST),
    PAGERDUTY("pagerduty", "/v2/enqueue"),
    ALERTMANAGER("alertmanager", "/api/v2/alerts");

    private final String word;
    private final String end;
    private final Optional<Dialect> dialect;

    As(String word, String end) {
      this.word = word;
      this.end = end;
      this.dialect = Optional.empty();
    }

    As(Dialect dialect) {
      this.word = dialect.word();
      this.end = "";
      this.dialect = Optional.of(dialect);
    }

    String word() {
      return word;
    }

    /** The form in which it takes what it is told; empty where it has an interface of its own. */
    Optional<Dialect> dialect() {
      return dialect;
    }

    /** The end of all such addresses, where the interface has its version in it. */
    String end() {
      return end;
    }
  }
}
