package io.walterfleet.app;

import io.walterfleet.adoption.Adopted;
import io.walterfleet.adoption.Candidate;
import io.walterfleet.adoption.Draft;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.Observation.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the texts of inventories that are no files yet. */
public record Drafts(CommandRuntime runtime) {
  /** What to do about a machine that cannot be taken over as it was named. */
  public static final String BY_HAND = "name it by hand, as NAME=[USER@]HOST[:PORT]";

  /** The inventory of machines of which nothing is known yet but how they are reached. */
  public static String unread(Draft.Head head, List<Candidate> candidates) {
    return new Draft(head, candidates.stream().map(Adopted::unread).toList(), Map.of()).text();
  }

  /**
   * The machines that an inventory can have; the others are left, with the reason. If it can have
   * none, something is wrong with all of them.
   */
  public List<Candidate> readable(
      Draft.Head head, List<Candidate> candidates, Map<String, Unknown> left)
      throws UsageException {
    if (candidates.isEmpty()) {
      return candidates;
    }
    try {
      read(unread(head, candidates));
      return candidates;
    } catch (UsageException all) {
      List<Candidate> readable = new ArrayList<>();
      for (Candidate candidate : candidates) {
        Optional<String> why = refusal(unread(head, List.of(candidate)));
        why.ifPresent(reason -> left.put(candidate.name(), new Unknown(reason, BY_HAND)));
        if (why.isEmpty()) {
          readable.add(candidate);
        }
      }
      if (readable.isEmpty()) {
        throw all;
      }
      return readable;
    }
  }

  private Optional<String> refusal(String text) {
    try {
      read(text);
      return Optional.empty();
    } catch (UsageException refused) {
      return refused.text().lines().findFirst().map(Drafts::withoutPlace);
    }
  }

  private static String withoutPlace(String problem) {
    return problem.replaceFirst("^the inventory to be written:[0-9:]+ ", "");
  }

  /** The fleet of a text that is not a file yet: what our own reader refuses is never written. */
  public Fleet read(String text) throws UsageException {
    try {
      Path draft = Files.createTempFile("walter-fleet-adopt-", ".yml");
      try {
        Files.writeString(draft, text);
        return ValidInventory.read(List.of(draft), runtime);
      } catch (UsageException refused) {
        throw refused.instead(draft.toString(), "the inventory to be written");
      } finally {
        Files.delete(draft);
      }
    } catch (IOException unwritable) {
      throw UsageException.of(
          "the temporary directory cannot be written", "set java.io.tmpdir to one that can");
    }
  }
}
