/**
 * What people read: plans, status, drift, runs and forecasts as text, Markdown and HTML. Must not
 * decide anything; it only shows what was decided.
 */
package io.walterfleet.report;
