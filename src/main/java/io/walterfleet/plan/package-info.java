/**
 * The decision: what was observed on each machine, what differs from the inventory, which steps
 * that needs, and in which waves and batches they come. Pure; must not know how a fact is read or
 * how a step is carried out.
 */
package io.walterfleet.plan;
