/** Holds every sentence of the program to the form of its messages. */
package io.walterfleet.messages;
