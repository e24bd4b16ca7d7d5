package io.walterfleet.adoption;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A machine as an inventory would have to say it, so that nothing is to do.
 *
 * @param wanted keys of a machine in an inventory, and their values as YAML
 */
public record Adopted(Candidate candidate, Map<String, String> wanted) {
  public Adopted {
    wanted = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
  }

  /** A machine of which nothing is known yet but how it is reached. */
  public static Adopted unread(Candidate candidate) {
    return new Adopted(candidate, Map.of());
  }

  /**
   * A machine with these keys: the exact release where the manifest has it as this image, else the
   * image. What an inventory cannot say is left as the machine has it.
   */
  public static Adopted of(Candidate candidate, ManagedKeys keys, Manifest manifest) {
    Map<String, String> wanted = new LinkedHashMap<>();
    keys.image().flatMap(ImageRef::of).ifPresent(image -> target(image, manifest, wanted));
    Optional<Mode> mode = keys.mode().flatMap(Mode::of);
    mode.ifPresent(known -> wanted.put("mode", known.word()));
    keys.httpsPort()
        .filter(port -> port.matches("[1-9]\\d{0,4}") && Integer.parseInt(port) <= 65_535)
        .filter(port -> mode.equals(Optional.of(Mode.INTERNAL_TLS)) || isUsual(port))
        .ifPresent(port -> wanted.put("httpsPort", port));
    keys.host()
        .filter(host -> host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"))
        .ifPresent(host -> wanted.put("host", Yaml.text(host)));
    return new Adopted(candidate, wanted);
  }

  private static boolean isUsual(String port) {
    return Integer.parseInt(port) == Publication.DEFAULT_HTTPS_PORT;
  }

  private static void target(ImageRef image, Manifest manifest, Map<String, String> wanted) {
    Optional<Published> published =
        image.release().flatMap(manifest::find).filter(one -> one.image().equals(image));
    if (published.isEmpty()) {
      wanted.put("image", Yaml.quoted(image.value()));
      return;
    }
    wanted.put("release", Yaml.quoted(published.get().release().toString()));
    boolean supported =
        manifest
            .line(published.get().release().series())
            .filter(Manifest.Line::supported)
            .isPresent();
    if (!supported) {
      wanted.put("allowUnsupported", "true");
    }
  }
}
