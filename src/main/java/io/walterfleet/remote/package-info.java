/**
 * The boundary to a machine: a connection, commands as values, their replies, and how a shell word
 * is quoted. Must not know SSH, Walter, or why a command is run.
 */
package io.walterfleet.remote;
