/**
 * A hand-made {@link io.walterfleet.remote.Remote} for tests: machines are homes in a temporary
 * directory, programs run as local processes. It passes the same contract test as the one over SSH.
 */
package io.walterfleet.remote.testing;
