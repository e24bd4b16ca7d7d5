/** Real machines for tests: OpenSSH on loopback, and whole Docker hosts in containers. */
package io.walterfleet.testbed;
