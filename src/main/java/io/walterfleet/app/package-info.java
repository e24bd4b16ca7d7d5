/**
 * The use cases: what a plan, a run, a rollback or a watch does from its first look at the machines
 * to what is written down and who is told; which machines and backups are meant; what a saved plan
 * needs. Knows no options and no adapter: what it meets outside of itself is a {@code
 * CommandRuntime}.
 */
package io.walterfleet.app;
