/**
 * Web servers and proxies: one request, one answer, each within its bounds whatever the server
 * sends. Must not know what is asked, or why.
 */
package io.walterfleet.http;
