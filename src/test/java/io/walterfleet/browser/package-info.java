/** A real browser for the tests of our pages: Debian's Chromium, without a window. */
package io.walterfleet.browser;
