package io.walterfleet.cli;

/**
 * Why machines are changed.
 *
 * @param kind of run, a word
 * @param note what else is written down on machines; may be empty
 */
record Purpose(String kind, String note) {}
