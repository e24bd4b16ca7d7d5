package io.walterfleet.sandbox;

/**
 * An image that the embedded registry has.
 *
 * @param reference such as {@code ghcr.io/matchylabs/walter:1.8.3}
 * @param schema the version of the schema that it needs; 0 for one that is no Walter
 */
record EmbeddedImage(String reference, int schema) {
  /** Where the vendor's images are (WALTER.md, D). */
  static final String REPOSITORY = "ghcr.io/matchylabs/walter";

  /** A Walter. */
  static EmbeddedImage walter(String release, int schema) {
    return new EmbeddedImage(REPOSITORY + ":" + release, schema);
  }

  /** The digest under which the registry gives it. */
  String digest() {
    return "sha256:" + Digest.sha256("manifest of " + reference);
  }

  /** The id that it has on a machine. */
  String id() {
    return "sha256:" + Digest.sha256("config of " + reference);
  }

  /** Its line in the registry's file, which the stand-in for docker reads. */
  String line() {
    return String.join(" ", reference, id(), digest(), Integer.toString(schema));
  }
}
