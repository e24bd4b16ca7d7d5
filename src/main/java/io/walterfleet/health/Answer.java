package io.walterfleet.health;

import java.util.Optional;

/** What came back for one path. */
sealed interface Answer {
  /** An HTTP response; {@code location} is where it redirects to. */
  record Response(int status, Optional<String> location) implements Answer {}

  /** Nobody answered in HTTP; the reason says what happened instead. */
  record Nothing(String reason) implements Answer {}
}
