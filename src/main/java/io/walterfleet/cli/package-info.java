/**
 * The commands, their options and the exit codes: turns words on a command line into calls. The
 * only package, beside {@code Main}, that reads the environment and writes to the terminal; must
 * not name an adapter.
 */
package io.walterfleet.cli;
