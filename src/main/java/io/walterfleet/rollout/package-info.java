/**
 * The line from survey to outcome: stage everywhere, then batch by batch lock, steps, gate, unlock,
 * under a failure budget, telling events as it goes. Must not know inventories, SSH, or how its
 * events are shown.
 */
package io.walterfleet.rollout;
