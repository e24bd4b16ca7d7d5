/**
 * The keys that a login is tried with, from files and the agent. Must not know which server asks,
 * nor whether it is believed.
 */
package io.walterfleet.ssh.auth;
