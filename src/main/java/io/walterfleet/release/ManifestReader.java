package io.walterfleet.release;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Release;
import io.walterfleet.release.ReleaseException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns the bytes of a manifest into what it says, or into everything that is wrong with it.
 *
 * <p>Unknown members are ignored, for the vendor may add some (WALTER.md, A). The format's number
 * is looked at first: what another format means cannot be guessed.
 */
final class ManifestReader {
  private static final int MOST_PROBLEMS = 50;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Location from;
  private final List<Problem> problems = new ArrayList<>();

  private ManifestReader(Location from) {
    this.from = from;
  }

  /** What the manifest says; {@code from} is where it was read, and what its links start from. */
  static Manifest read(Location from, byte[] json) throws ReleaseException {
    return new ManifestReader(from).read(json);
  }

  private Manifest read(byte[] json) throws ReleaseException {
    ManifestObject root = new ManifestObject(from, "$", root(json), problems);
    if (root.required("manifest_version", JsonType.FORMAT)
        .filter(format -> format != 1)
        .isPresent()) {
      root.unfit(
          "manifest_version",
          "is not 1, the only format that this walter-fleet reads",
          "install a newer walter-fleet");
      throw failure();
    }
    Optional<Release> stable = root.required("latest_stable", JsonType.RELEASE);
    Optional<BundleRef> bundle = root.object("bundle").flatMap(this::bundle);
    List<ListedObject<Line>> lines = root.objects("series").stream().flatMap(this::line).toList();
    List<ListedObject<Published>> releases =
        root.objects("releases").stream().flatMap(this::published).toList();
    if (problems.isEmpty()) {
      new Consistency(lines, releases).check(root, stable.orElseThrow());
    }
    if (!problems.isEmpty()) {
      throw failure();
    }
    return new Manifest(
        stable.orElseThrow(),
        bundle.orElseThrow(),
        lines.stream().map(ListedObject::value).toList(),
        releases.stream().map(ListedObject::value).toList());
  }

  private JsonNode root(byte[] json) throws ReleaseException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.isObject()) {
        return root;
      }
      throw new ReleaseException(
          from + (json.length == 0 ? ": the manifest is empty" : ": the manifest is not an object"),
          "check that this is the address of Walter's release manifest");
    } catch (JacksonException notJson) {
      TokenStreamLocation place = notJson.getLocation();
      throw new ReleaseException(
          from
              + (place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr())
              + ": this is not JSON: "
              + reason(json, notJson),
          "check that this is the address of Walter's release manifest");
    }
  }

  private static String reason(byte[] json, JacksonException notJson) {
    if (json[0] == '<') {
      return "it looks like a web page";
    }
    // The library's own text quotes what it read, which whoever named the file may not see.
    if (notJson instanceof UnexpectedEndOfInputException) {
      return "it ends too early";
    }
    if (notJson instanceof StreamConstraintsException) {
      return "it is nested too deep, or has a value that is too long";
    }
    return String.valueOf(notJson.getOriginalMessage()).startsWith("Duplicate ")
        ? "a member stands there twice"
        : "this character or word cannot stand there";
  }

  private Optional<BundleRef> bundle(ManifestObject at) {
    Optional<String> version = at.required("version", JsonType.NAME);
    Optional<String> url = at.required("url", JsonType.reference(from));
    Optional<String> sha256 = at.required("sha256", JsonType.CHECKSUM);
    Optional<Long> size = at.required("size", JsonType.SIZE);
    if (version.isEmpty() || url.isEmpty() || sha256.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new BundleRef(version.get(), url.get(), sha256.get(), size.get()));
  }

  private Stream<ListedObject<Line>> line(ManifestObject at) {
    var series = at.required("series", JsonType.SERIES);
    var supported = at.required("supported", JsonType.FLAG);
    var latest = at.required("latest_patch", JsonType.RELEASE);
    if (series.isEmpty() || supported.isEmpty() || latest.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(new ListedObject<>(at, new Line(series.get(), supported.get(), latest.get())));
  }

  private Stream<ListedObject<Published>> published(ManifestObject at) {
    var version = at.required("version", JsonType.RELEASE);
    var image = at.required("image", JsonType.IMAGE);
    var digest = at.optional("digest", JsonType.DIGESTS);
    var day = at.optional("published", JsonType.WORDS);
    var notes = at.optional("notes_url", JsonType.LINK);
    if (version.isEmpty() || image.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        new ListedObject<>(at, new Published(version.get(), image.get(), digest, day, notes)));
  }

  private ReleaseException failure() {
    if (problems.size() <= MOST_PROBLEMS) {
      return new ReleaseException(problems);
    }
    List<Problem> first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
    int more = problems.size() - MOST_PROBLEMS;
    first.add(
        new Problem(
            from
                + ": "
                + more
                + (more == 1 ? " more problem like these" : " more problems like these"),
            "correct those above"));
    return new ReleaseException(first);
  }
}
