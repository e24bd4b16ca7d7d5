package io.walterfleet.health;

import io.walterfleet.fleet.Mode;
import java.util.Optional;

/**
 * Where a machine answers browsers.
 *
 * @param mode absent when the machine does not say it
 * @param host for the Host header and SNI; absent when the machine does not say it
 */
public record Published(Optional<Mode> mode, Optional<String> host, int httpsPort) {}
