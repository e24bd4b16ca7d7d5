package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKey;
import java.util.Map;
import java.util.Optional;

/**
 * What was last applied to the end; a value is absent when that run did not set it.
 *
 * @param values of the image and of other managed keys, as the record has them
 * @param bundle the sha256 of the bundle
 */
public record Applied(Map<ManagedKey, String> values, Optional<String> bundle) {
  public Applied {
    values = ManagedKey.ordered(values);
    if (!values.containsKey(ManagedKey.IMAGE)) {
      throw new IllegalArgumentException("whatever is applied has an image");
    }
  }

  /** The image reference. */
  public String image() {
    return get(ManagedKey.IMAGE).orElseThrow();
  }

  /** The value of a key. */
  public Optional<String> get(ManagedKey key) {
    return Optional.ofNullable(values.get(key));
  }
}
