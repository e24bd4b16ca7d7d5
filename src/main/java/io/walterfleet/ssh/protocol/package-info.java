/**
 * What all parts of SSH speak of: where a server listens, keys and algorithms as they are sent, and
 * how a failure is said. Must not know who asks.
 */
package io.walterfleet.ssh.protocol;
