/**
 * The boundary over SSH: joins settings, host keys, login and channels to a connection with a
 * machine, jump hosts included. It and what is below it alone know the SSH client library; must not
 * know what the commands mean.
 */
package io.walterfleet.ssh;
