/**
 * The past runs of this controller: a directory for each, written as it goes, and read again. Knows
 * files; must not know machines, the inventory or how a run is shown.
 */
package io.walterfleet.history;
