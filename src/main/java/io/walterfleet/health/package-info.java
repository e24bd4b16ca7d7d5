/**
 * Whether a Walter is ready: the probe of its health addresses and the gate that waits for them.
 * Must not know plans or what comes after the gate.
 */
package io.walterfleet.health;
