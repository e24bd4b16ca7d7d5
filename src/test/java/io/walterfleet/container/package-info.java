/**
 * The whole program on machines with file systems and users of their own, which are short of
 * something.
 */
package io.walterfleet.container;
