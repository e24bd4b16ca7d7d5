package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How an answer looks in each format that its command has; a format that is not here is refused.
 *
 * @param <T> what the answer is made of
 */
final class Views<T> {
  private final Map<OutputOptions.Format, View<T>> byFormat =
      new EnumMap<>(OutputOptions.Format.class);

  /** One of them. */
  @FunctionalInterface
  interface View<T> {
    String of(T answer) throws UsageException;
  }

  /** The same with one more. */
  Views<T> with(OutputOptions.Format format, View<T> view) {
    byFormat.put(format, view);
    return this;
  }

  /** The formats, in their order. */
  Set<OutputOptions.Format> formats() {
    return Collections.unmodifiableSet(byFormat.keySet());
  }

  /** The answer in a format that is one of {@link #formats()}. */
  String of(T answer, OutputOptions.Format format) throws UsageException {
    View<T> view = byFormat.get(format);
    if (view == null) {
      throw new IllegalStateException("no view for " + format);
    }
    return view.of(answer);
  }
}
