/**
 * The bytes: TCP connections, sessions and their channels, programs that run on these, and the
 * deadlines of all. Must not know who may log in, nor what the programs mean.
 */
package io.walterfleet.ssh.channel;
