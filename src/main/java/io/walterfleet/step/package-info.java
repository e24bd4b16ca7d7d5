/**
 * What is done on a machine: the survey, the lock, the journal and the steps, each a shell script
 * bound to the plan that asks for it. Must not know other machines, batches or SSH.
 */
package io.walterfleet.step;
