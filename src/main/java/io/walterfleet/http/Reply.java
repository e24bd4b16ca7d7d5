package io.walterfleet.http;

import java.util.Optional;

/**
 * The head of a server's answer.
 *
 * @param location where it says that the thing is instead
 */
public record Reply(int status, Optional<String> location) {}
