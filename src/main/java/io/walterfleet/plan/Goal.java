package io.walterfleet.plan;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Exactly what a machine shall be brought to; apply does this, even if the manifest has moved on.
 *
 * @param digest the image's digest, if the manifest says it
 * @param bundle the sha256 of the bundle
 * @param publication the keys to write; what is absent is kept
 */
public record Goal(
    ImageRef image,
    Optional<String> digest,
    String bundle,
    Publication publication,
    BackupKind backup) {
  /** The keys of the first form of {@link #id}, whatever keys there have been since. */
  static final List<ManagedKey> FIRST =
      List.of(ManagedKey.MODE, ManagedKey.HOST, ManagedKey.HTTPS_PORT);

  /**
   * One line that tells this goal from any other; the machine's journal keeps it. It is five words,
   * as ever, and {@code key=value} for each other key that is set.
   */
  public String id() {
    List<String> words = new ArrayList<>(List.of(image.value(), bundle));
    FIRST.forEach(key -> words.add(publication.get(key).orElse("-")));
    publication.values().keySet().stream()
        .filter(key -> !FIRST.contains(key))
        .forEach(key -> words.add(key.word() + "=" + publication.get(key).orElseThrow()));
    return String.join(" ", words);
  }
}
