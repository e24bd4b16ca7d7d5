package io.walterfleet.app;

import io.walterfleet.app.InventorySources.Sources;

/**
 * What was chosen of an inventory.
 *
 * @param sources its files and directories
 * @param machines that it has, chosen or not
 * @param part as it was named; empty for all machines
 */
public record Chosen(Sources sources, int machines, String part) {}
