/**
 * Whether a server is the one that is meant: what known hosts files say, and the judgement of a key
 * or certificate. Only {@code KnownHosts} touches files; all else judges what it is given.
 */
package io.walterfleet.ssh.hostkey;
