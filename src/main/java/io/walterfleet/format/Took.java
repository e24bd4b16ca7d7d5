package io.walterfleet.format;

import java.time.Duration;

/**
 * How long a machine took.
 *
 * @param prepared before its turn
 * @param worked from the first step of its turn to its end
 * @param down at most, from the first step that stops Walter to the end of the gate
 */
record Took(Duration prepared, Duration worked, Duration down) {}
