/**
 * Programs of this computer, the controller: how they are started, bounded and ended. Must not know
 * why they run.
 */
package io.walterfleet.local;
