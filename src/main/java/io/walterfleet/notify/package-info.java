/**
 * Takes notifications to webhooks: HTTP, proxies, time limits and further tries. Knows neither what
 * a notification says nor when there is one.
 */
package io.walterfleet.notify;
