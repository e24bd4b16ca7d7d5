/**
 * Who is told what of runs and machines, and when: what is news to a receiver, what is raised at
 * it, and what is over. Knows neither how a message gets there nor how a run goes.
 */
package io.walterfleet.alerting;
