/**
 * Takes notifications to their receivers: HTTP, proxies, time limits and further tries. Knows
 * neither what a notification says nor when there is one.
 */
package io.walterfleet.notify;
