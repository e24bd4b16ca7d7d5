/**
 * The entry point, which builds all objects and joins them. The only place that names adapters such
 * as SSH; must not hold any rule of its own.
 */
package io.walterfleet;
