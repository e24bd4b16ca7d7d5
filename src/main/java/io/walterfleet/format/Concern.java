package io.walterfleet.format;

import io.walterfleet.fleet.Occasion;

/** What can be wrong with one machine of a fleet: the same in each process that sees it. */
public record Concern(Occasion kind, String machine) {}
