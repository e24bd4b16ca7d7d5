package io.walterfleet.release;

/** An object of a list of the manifest, and what it says. */
record ListedObject<T>(ManifestObject at, T value) {}
