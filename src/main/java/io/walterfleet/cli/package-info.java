/**
 * The commands, their options, help and completion: turns words on a command line into calls of use
 * cases, and what came of them into text and exit codes. Must not name an adapter.
 */
package io.walterfleet.cli;
