/** Random inputs for whatever reads what comes from outside, grown from a corpus of each kind. */
package io.walterfleet.fuzz;
