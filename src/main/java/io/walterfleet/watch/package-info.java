/**
 * The long run: surveys a fleet again and again, puts drift back inside maintenance windows, and
 * tells over HTTP how it goes. Must not know inventory files, SSH, or the command line.
 */
package io.walterfleet.watch;
