/**
 * The written forms: plans, events, history, notifications and answers as JSON, their writers,
 * readers and the values that they hold, and the short words that texts and notifications share.
 * Must not decide anything, nor know how a person is shown it.
 */
package io.walterfleet.format;
