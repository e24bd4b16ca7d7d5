/** Programs of this computer, as they really are. */
package io.walterfleet.local;
