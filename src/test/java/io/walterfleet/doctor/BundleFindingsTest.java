package io.walterfleet.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ProductLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a bundle's Compose file tells of the assumptions. */
@Tag("unit")
class BundleFindingsTest {
  private static final String FOREIGN =
      """
      name: acme
      services:
        db:
          image: postgres:15
          volumes:
            - {type: volume, source: pg, target: /var/lib/postgresql/data}
        app:
          image: "${APP_IMAGE:?}"
          environment: {PHX_HOST: "${PUBLIC_HOST}"}
          ports: ["${TLS_PORT:-443}:8443", {target: 8080, published: "${PLAIN_PORT}"}]
          volumes: ["files:/state", "./config:/etc/app:ro"]
        migrate:
          image: ${APP_IMAGE:?}
          profiles: [jobs]
      volumes:
        pg:
        files: {name: acme-files}
      """;

  @Test
  void theNamesOfAForeignBundleAreFound() {
    assertThat(found(Map.of("docker-compose.yaml", FOREIGN, "docker-compose.public-tls.yaml", "")))
        .containsExactly(
            "the Compose files: holds docker-compose.yaml, overlays: 1",
            "envKeys.image: differs APP_IMAGE",
            "envKeys.host: differs PUBLIC_HOST",
            "envKeys.httpsPort: differs TLS_PORT",
            "envKeys.httpPort: differs PLAIN_PORT",
            "stack.project: differs acme",
            "stack.postgresVolume: differs acme_pg",
            "stack.stateVolume: differs acme-files",
            "stack.setupService: differs migrate");
  }

  @Test
  void whatTheFileDoesNotTellIsNotGuessed() {
    String plain = "services:\n  web:\n    image: nginx\n    env_file: .env.deploy\n";
    assertThat(found(Map.of("compose.yml", plain)))
        .containsExactly(
            "the Compose files: holds compose.yml, overlays: 0",
            "envKeys.image: cannot be seen -",
            "envKeys.host: holds PHX_HOST",
            "envKeys.httpsPort: cannot be seen -",
            "envKeys.httpPort: cannot be seen -",
            "stack.project: holds walter-onprem",
            "stack.postgresVolume: cannot be seen -",
            "stack.stateVolume: cannot be seen -",
            "stack.setupService: cannot be seen -");
  }

  @Test
  void aFileThatIsNoneIsSaidToBeNone() {
    assertThat(found(Map.of("readme.yml", "a: b")))
        .containsExactly("the Compose files: differs none at the top");
    assertThat(found(Map.of("compose.yml", "- a")))
        .containsExactly("the Compose files: differs compose.yml is no mapping in YAML");
    assertThat(found(Map.of("compose.yml", "a: [")))
        .containsExactly("the Compose files: differs compose.yml is no mapping in YAML");
  }

  private static List<String> found(Map<String, String> texts) {
    return BundleFindings.of(texts, ProductLayout.DEFAULT).stream()
        .map(one -> one.subject() + ": " + one.verdict().word() + " " + one.there())
        .collect(Collectors.toList());
  }
}
