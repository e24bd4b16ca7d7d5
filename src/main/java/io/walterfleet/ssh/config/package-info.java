/**
 * How a machine is reached: the inventory first, then the ssh config, then ssh's defaults. Only
 * {@code LocalConfig} reads files and runs a program; all else reads what it is given.
 */
package io.walterfleet.ssh.config;
