/**
 * The vocabulary: machines, releases, modes, images and managed keys, as values that cannot be
 * wrong. Knows what a user may wish for; must not know files, networks, clocks or threads.
 */
package io.walterfleet.fleet;
