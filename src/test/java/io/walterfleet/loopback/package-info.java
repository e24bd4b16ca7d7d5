/**
 * The whole program against machines on loopback: real OpenSSH, real scripts, real command lines.
 */
package io.walterfleet.loopback;
