/** The whole program on whole machines: SSH, Docker, Compose, PostgreSQL and a registry. */
package io.walterfleet.stack;
