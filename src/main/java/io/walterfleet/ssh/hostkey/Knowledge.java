package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.hostkey.KnownKey.Marker;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.util.List;

/** What is known of a server: a sum of the lines about it. */
record Knowledge(List<KnownKey> keys) {
  Knowledge {
    keys = List.copyOf(keys);
  }

  List<KnownKey> of(Marker marker) {
    return keys.stream().filter(known -> known.marker() == marker).toList();
  }

  boolean has(Marker marker, PublicKeyBlob key) {
    return of(marker).stream().anyMatch(known -> known.key().equals(key));
  }

  /** Where a key stands with a marker. */
  List<String> places(Marker marker, PublicKeyBlob key) {
    return of(marker).stream()
        .filter(known -> known.key().equals(key))
        .map(KnownKey::place)
        .toList();
  }
}
