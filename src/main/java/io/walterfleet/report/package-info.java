/**
 * What a reader sees: plans, status, events and past runs as text, JSON, Markdown or HTML. Must not
 * decide anything; it only shows what was decided.
 */
package io.walterfleet.report;
