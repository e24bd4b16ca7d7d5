/**
 * Machines, a network, a gate and time that exist in memory alone, and a rollout that the same
 * engine carries out on them, with faults. Contacts nobody. Must not know inventories, SSH, or how
 * its forecast is shown.
 */
package io.walterfleet.rehearsal;
