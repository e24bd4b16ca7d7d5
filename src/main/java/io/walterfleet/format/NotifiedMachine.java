package io.walterfleet.format;

/**
 * One machine of which something is told.
 *
 * @param state its outcome, {@code drift}, or how its Walter is
 */
public record NotifiedMachine(String name, String state, String reason, String fix) {}
