/**
 * The boundary over SSH: host keys, authentication, jump hosts, deadlines. The only package that
 * knows the SSH client library; must not know what the commands mean.
 */
package io.walterfleet.ssh;
