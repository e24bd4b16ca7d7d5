/**
 * Machines, a network, a gate and time that exist in memory alone, for the tests of the rollout.
 * They keep the same promises as the remote scripts (REMOTE.md) and are no kinder.
 */
package io.walterfleet.rollout.testing;
