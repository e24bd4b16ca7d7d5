/**
 * Embedded machines on loopback for the demo and for rehearsals: real shells in temporary homes
 * behind an SSH server of our own. Must not know rollouts or commands.
 */
package io.walterfleet.sandbox;
