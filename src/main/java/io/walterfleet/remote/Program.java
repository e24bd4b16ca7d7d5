package io.walterfleet.remote;

/**
 * Something to run on a machine: a command line for whatever login shell is there, and what the
 * command reads on its standard input.
 *
 * @param commandLine sent as it is; safe for sh, bash, dash, csh and fish alike
 */
public record Program(String commandLine, Input input) {}
