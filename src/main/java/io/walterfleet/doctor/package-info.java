/**
 * What is assumed of Walter, held against a machine, a bundle and a manifest. Must not know how any
 * of them is reached.
 */
package io.walterfleet.doctor;
