/**
 * The vendor's releases: the manifest, and the bundle that is fetched, verified, inspected and
 * cached. Must not know any machine.
 */
package io.walterfleet.release;
