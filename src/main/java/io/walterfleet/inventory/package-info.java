/**
 * The reader of inventories: from YAML to a fleet, or to all problems with their places. The only
 * package that knows YAML; must not know machines' state or how they are reached.
 */
package io.walterfleet.inventory;
