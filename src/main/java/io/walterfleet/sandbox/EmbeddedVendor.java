package io.walterfleet.sandbox;

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The vendor, embedded: serves the manifest and the bundle on loopback, and says which images are.
 */
public final class EmbeddedVendor implements AutoCloseable {
  private static final List<EmbeddedImage> IMAGES =
      List.of(
          new EmbeddedImage("ghcr.io/matchylabs/postgres:15", 0),
          EmbeddedImage.walter("1.6.14", 16),
          EmbeddedImage.walter("1.7.8", 17),
          EmbeddedImage.walter("1.7.9", 17),
          EmbeddedImage.walter("1.8.2", 18),
          EmbeddedImage.walter("1.8.3", 18));

  private static final Map<String, String> DAYS =
      Map.of(
          "1.6.14", "2026-03-09",
          "1.7.8", "2026-06-15",
          "1.7.9", "2026-08-24",
          "1.8.2", "2026-10-05",
          "1.8.3", "2026-11-02");

  private static final String BUNDLE = "walter-onprem-2026.11.1.tar.gz";

  private final HttpServer server;

  private EmbeddedVendor(HttpServer server) {
    this.server = server;
  }

  /** Starts serving at a free port of loopback. */
  static EmbeddedVendor start() throws IOException {
    byte[] bundle = bundle("2026.11.1");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, byte[]> pages =
        Map.of(
            "/releases/manifest.v1.json",
            manifest(bundle).getBytes(StandardCharsets.UTF_8),
            "/releases/" + BUNDLE,
            bundle);
    server.createContext(
        "/",
        exchange -> {
          byte[] page = pages.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
          exchange.sendResponseHeaders(
              page.length == 0 ? 404 : 200, page.length == 0 ? -1 : page.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(page);
          }
        });
    server.start();
    return new EmbeddedVendor(server);
  }

  /** Where the manifest is. */
  public URI manifest() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/releases/manifest.v1.json");
  }

  /** The images that the registry has, for the stand-in for docker. */
  static String registry() {
    return IMAGES.stream().map(image -> image.line() + "\n").collect(joining());
  }

  /** The version of the schema that an image needs, by its id; 0 for one that is no Walter. */
  static int schema(String id) {
    return IMAGES.stream()
        .filter(image -> image.id().equals(id))
        .mapToInt(EmbeddedImage::schema)
        .findFirst()
        .orElse(0);
  }

  /** The bundle that machines installed by hand have: older than the current one. */
  static byte[] olderBundle() throws IOException {
    return bundle("2026.7.2");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static byte[] bundle(String version) throws IOException {
    String top = "walter-onprem";
    return new Archive()
        .directory(top)
        .directory(top + "/bin")
        .file(top + "/bin/walter-onprem", 0755, new Resource("bundle/bin/walter-onprem").bytes())
        .file(top + "/compose.yml", 0644, new Resource("bundle/compose.yml").bytes())
        .file(
            top + "/compose.internal-tls.yml",
            0644,
            new Resource("bundle/compose.internal-tls.yml").bytes())
        .file(
            top + "/compose.public-tls.yml",
            0644,
            new Resource("bundle/compose.public-tls.yml").bytes())
        .file(top + "/VERSION", 0644, (version + "\n").getBytes(StandardCharsets.UTF_8))
        .bytes();
  }

  private static String manifest(byte[] bundle) {
    return new Resource("manifest.v1.json")
        .text()
        .replace("@bundle@", BUNDLE)
        .replace("@sha256@", Digest.sha256(bundle))
        .replace("\"@size@\"", Integer.toString(bundle.length))
        .replace("\"@releases@\"", releases());
  }

  private static String releases() {
    return IMAGES.stream()
        .filter(image -> image.reference().startsWith(EmbeddedImage.REPOSITORY + ":"))
        .map(EmbeddedVendor::release)
        .collect(joining(",\n    "));
  }

  private static String release(EmbeddedImage image) {
    String version = image.reference().substring(EmbeddedImage.REPOSITORY.length() + 1);
    return """
        {"version": "%s", "image": "%s", "digest": "%s", "channel": "stable", "published": "%s"}"""
        .formatted(version, image.reference(), image.digest(), DAYS.getOrDefault(version, ""));
  }
}
