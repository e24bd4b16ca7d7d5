package io.walterfleet.release;

import static io.walterfleet.release.ManifestReaderTest.AT;
import static io.walterfleet.release.ManifestReaderTest.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** Manifests with one fault each, and the whole text that is said about it. */
final class BadManifests {
  private static final String A_RELEASE = "a release such as \"1.8.3\"";
  private static final String AN_IMAGE =
      "a full image reference such as \"ghcr.io/matchylabs/walter:1.8.3\"";
  private static final String LIST_IT =
      "\n    fix: list it under \"releases\", or name one that is listed";

  private BadManifests() {}

  /** A manifest that is good but for one place, and all that is said about it. */
  record Bad(String from, String to, String expected) {
    String json() {
      assertThat(GOOD).contains(from);
      return GOOD.replace(from, to);
    }
  }

  static Stream<Bad> all() {
    return Stream.of(format(), stable(), bundle(), series(), releases(), consistency())
        .flatMap(List::stream);
  }

  private static List<Bad> format() {
    String kind = "1, the format that this walter-fleet reads";
    return List.of(
        missing("\"manifest_version\": 1,", "$.manifest_version", kind),
        new Bad(
            "\"manifest_version\": 1",
            "\"manifest_version\": 2",
            AT
                + "$.manifest_version is not 1, the only format that this walter-fleet reads"
                + "\n    fix: install a newer walter-fleet"),
        wrong("\"manifest_version\": 1", "\"manifest_version\": \"1\"", "$.manifest_version", kind),
        wrong("\"manifest_version\": 1", "\"manifest_version\": 1.5", "$.manifest_version", kind));
  }

  private static List<Bad> stable() {
    return List.of(
        missing("\"latest_stable\": \"1.8.3\",", "$.latest_stable", A_RELEASE),
        missing(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": null",
            "$.latest_stable",
            A_RELEASE),
        wrong(
            "\"latest_stable\": \"1.8.3\"", "\"latest_stable\": 1.8", "$.latest_stable", A_RELEASE),
        wrong(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": \"1.8\"",
            "$.latest_stable",
            A_RELEASE),
        wrong(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": \"v1.8.3\"",
            "$.latest_stable",
            A_RELEASE),
        wrong(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": \"01.8.3\"",
            "$.latest_stable",
            A_RELEASE),
        new Bad(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": [\"1.8.3\"]",
            AT + "$.latest_stable is a list\n    fix: write " + A_RELEASE),
        new Bad(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": \"\\u001b[31m%s\"".formatted("x".repeat(90)),
            AT + "$.latest_stable is a text that cannot stand here\n    fix: write " + A_RELEASE));
  }

  private static List<Bad> bundle() {
    String sum = "a SHA-256 checksum: 64 hexadecimal digits";
    String place = "an http or https URL without a login, or relative to the manifest's own";
    String size = "a number of bytes above 0";
    String version = "a version such as \"2026.11.1\"";
    return List.of(
        missing("\"bundle\":", "\"bundel\":", "$.bundle", "an object"),
        wrong("\"bundle\": {", "\"bundle\": 5, \"x\": {", "$.bundle", "an object", "5"),
        missing("\"version\": \"2026.11.1\",", "$.bundle.version", version),
        wrong("\"2026.11.1\"", "\"../2026\"", "$.bundle.version", version),
        missing("\"url\": \"b/walter.tar.gz\",", "$.bundle.url", place),
        wrong("\"b/walter.tar.gz\"", "\"file:///etc/passwd\"", "$.bundle.url", place),
        wrong("\"b/walter.tar.gz\"", "\"ftp://vendor.test/b\"", "$.bundle.url", place),
        wrong("\"b/walter.tar.gz\"", "\"https://me:pw@vendor.test/b\"", "$.bundle.url", place),
        wrong("\"b/walter.tar.gz\"", "\"https:///b\"", "$.bundle.url", place),
        wrong("\"b/walter.tar.gz\"", "\"a b\"", "$.bundle.url", place),
        missing("\"sha256\":", "\"sha\":", "$.bundle.sha256", sum),
        wrong("\"" + "ab".repeat(32) + "\"", "\"ab\"", "$.bundle.sha256", sum),
        wrong("214322", "0", "$.bundle.size", size),
        wrong("214322", "-1", "$.bundle.size", size),
        wrong("214322", "\"214322\"", "$.bundle.size", size),
        wrong("214322", "99999999999999999999", "$.bundle.size", size),
        missing(", \"size\": 214322", "$.bundle.size", size));
  }

  private static List<Bad> series() {
    return List.of(
        missing("\"series\": [", "\"lines\": [", "$.series", "a list"),
        wrong("\"series\": [", "\"series\": {}, \"x\": [", "$.series", "a list", "an object"),
        wrong("\"series\": [", "\"series\": [1,", "$.series[0]", "an object", "1"),
        wrong(
            "\"series\": \"1.6\"",
            "\"series\": \"1\"",
            "$.series[1].series",
            "a series such as \"1.8\""),
        missing("\"supported\": false,", "$.series[1].supported", "true or false"),
        wrong(
            "\"supported\": true",
            "\"supported\": \"yes\"",
            "$.series[0].supported",
            "true or false"),
        missing(", \"latest_patch\": \"1.6.14\"", "$.series[1].latest_patch", A_RELEASE));
  }

  private static List<Bad> releases() {
    String digest = "an image digest: \"sha256:\" and 64 hexadecimal digits";
    return List.of(
        missing("\"releases\": [", "\"rel\": [", "$.releases", "a list"),
        missing("\"version\": \"1.6.14\", ", "$.releases[1].version", A_RELEASE),
        missing(
            "\"image\": \"ghcr.io/matchylabs/walter:1.8.3\", ", "$.releases[0].image", AN_IMAGE),
        wrong(
            "walter:1.6.14\"",
            "walter\"",
            "$.releases[1].image",
            AN_IMAGE,
            "\"ghcr.io/matchylabs/walter\""),
        wrong(
            "\"sha256:" + "cd".repeat(32) + "\"", "\"sha256:cd\"", "$.releases[0].digest", digest),
        wrong("\"2026-11-02\"", "20261102", "$.releases[0].published", "a short plain text"),
        wrong(
            "\"https://vendor.test/1.8/\"",
            "\"javascript:x\"",
            "$.releases[0].notes_url",
            "an http or https URL"));
  }

  private static List<Bad> consistency() {
    return List.of(
        new Bad(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": \"1.8.4\"",
            AT + "$.latest_stable is 1.8.4, which is not among the releases" + LIST_IT),
        new Bad(
            "\"latest_stable\": \"1.8.3\"",
            "\"latest_stable\": \"1.7.1\"",
            AT
                + "$.latest_stable is 1.7.1, which is not among the releases"
                + LIST_IT
                + "\n"
                + AT
                + "$.latest_stable is 1.7.1, whose series is not listed"
                + "\n    fix: list 1.7 under \"series\""),
        new Bad(
            "\"latest_patch\": \"1.6.14\"",
            "\"latest_patch\": \"1.8.3\"",
            AT
                + "$.series[1].latest_patch is 1.8.3, which is not in the series 1.6"
                + "\n    fix: name a release of that series"),
        new Bad(
            "{\"series\": \"1.6\", \"supported\": false, \"latest_patch\": \"1.6.14\"}",
            "{\"series\": \"1.8\", \"supported\": false, \"latest_patch\": \"1.8.3\"}",
            AT + "$.series[1].series is 1.8 for the second time\n    fix: remove one"),
        new Bad(
            "\"releases\": [",
            "\"releases\": [{\"version\": \"1.8.3\", \"image\": \"r.test/w:1.8.3\"},",
            AT + "$.releases[1].version is 1.8.3 for the second time\n    fix: remove one"),
        new Bad(
            "walter:1.6.14\"",
            "walter:1.6.13\"",
            AT
                + "$.releases[1].image is ghcr.io/matchylabs/walter:1.6.13, another release"
                + "\n    fix: name 1.6.14"),
        new Bad(
            "walter:1.8.3\"",
            "walter:1.8.3@sha256:%s\"".formatted("ef".repeat(32)),
            AT
                + "$.releases[0].digest is not the digest that the image has"
                + "\n    fix: correct one of the two"));
  }

  private static Bad missing(String from, String path, String description) {
    return missing(from, "", path, description);
  }

  private static Bad missing(String from, String to, String path, String description) {
    return new Bad(from, to, AT + path + " is missing\n    fix: add " + description);
  }

  /** The value is what stands behind the colon, or all of it. */
  private static Bad wrong(String from, String to, String path, String description) {
    return wrong(from, to, path, description, to.replaceFirst("^\"[a-z_]+\": ", ""));
  }

  private static Bad wrong(String from, String to, String path, String description, String value) {
    return new Bad(from, to, AT + path + " is " + kind(value) + "\n    fix: write " + description);
  }

  private static String kind(String value) {
    String kind = value.startsWith("\"") ? "text" : value.matches("-?\\d.*") ? "number" : "";
    return kind.isEmpty() ? value : "a " + kind + " that cannot stand here";
  }
}
