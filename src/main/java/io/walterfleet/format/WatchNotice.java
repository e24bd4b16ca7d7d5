package io.walterfleet.format;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Fleet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a watch says between its surveys and corrections: one line with its time.
 *
 * @param text fit to show
 * @param machines of which it speaks; empty when it speaks of none
 * @param until when what it says ends, as far as that is known
 */
public record WatchNotice(
    Instant at, Kind kind, String text, List<String> machines, Optional<Instant> until) {
  public WatchNotice {
    machines = List.copyOf(machines);
  }

  /** What there is to say. */
  public enum Kind {
    /** The inventory was read, for the first time or because it changed. */
    INVENTORY_READ,
    /** The inventory changed and is broken; the last good one stays. */
    INVENTORY_BROKEN,
    /** The machines could not be read. */
    NO_SURVEY,
    /** Machines that drifted are left alone for now. */
    LEFT_ALONE,
    /** A correction could not begin. */
    NO_CORRECTION;

    /** The word in JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** That the inventory was read. */
  public static WatchNotice read(Instant at, Fleet fleet) {
    String text = "inventory read: " + Plural.machines(fleet.machines().size());
    return plain(at, Kind.INVENTORY_READ, text);
  }

  /** That the inventory is broken. */
  public static WatchNotice broken(Instant at, String problems) {
    String text = "the inventory is broken, the last good one stays\n" + problems;
    return plain(at, Kind.INVENTORY_BROKEN, text);
  }

  /** That the machines could not be read. */
  public static WatchNotice noSurvey(Instant at, String reason) {
    return plain(at, Kind.NO_SURVEY, "no survey: " + reason);
  }

  /** That a correction could not begin. */
  public static WatchNotice noCorrection(Instant at, String reason) {
    return plain(at, Kind.NO_CORRECTION, "nothing was put back: " + reason);
  }

  /** That machines are left alone for now. */
  public static WatchNotice leftAlone(
      Instant at, List<String> machines, String why, Optional<Instant> until) {
    String text =
        "left alone: "
            + Controls.escaped(NameRanges.shortened(machines))
            + ": "
            + why
            + until.map(end -> "; again from " + end.truncatedTo(ChronoUnit.SECONDS)).orElse("");
    return new WatchNotice(at, Kind.LEFT_ALONE, text, machines, until);
  }

  private static WatchNotice plain(Instant at, Kind kind, String text) {
    return new WatchNotice(at, kind, text.strip(), List.of(), Optional.empty());
  }

  /** For programs, in one line; see schema/notice.schema.json. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "notice").put("format", "walter-fleet/notice/v1");
    json.put("at", at.toString());
    json.put("notice", kind.word());
    json.put("text", text);
    ArrayNode all = json.putArray("machines");
    machines.forEach(all::add);
    until.ifPresent(end -> json.put("until", end.toString()));
    return JsonText.line(json) + "\n";
  }
}
