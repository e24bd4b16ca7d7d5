package io.walterfleet.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The inventory that adopted machines make. */
@Tag("unit")
class DraftTest {
  @Test
  void whatAGroupHasInCommonStandsInTheGroup() {
    Draft draft =
        new Draft(
            new Draft.Head("emea", "/srv/manifest.json", Map.of("hostKeys", "accept-new")),
            List.of(
                adopted("store-1", "stores", "1.8.3", "internal-tls", "8443"),
                adopted("store-2", "stores", "1.8.3", "internal-tls", "9443"),
                adopted("edge-1", "canary", "1.8.2", "public-tls", "8443")),
            Map.of("store-9", "no answer\nfrom 10.0.0.9"));
    assertThat(draft.text())
        .isEqualTo(
            """
            # yaml-language-server: $schema=../schema/inventory.schema.json
            # Written by walter-fleet adopt, from what the machines have.
            apiVersion: walter-fleet/v1
            fleet: emea

            releases: {manifest: "/srv/manifest.json"}

            ssh: {hostKeys: accept-new}

            defaults:
              bundle: keep  # the files that are there stay until something else changes; leave this out to refresh them now

            groups:
              stores:
                tags: [emea]
                defaults: {release: "1.8.3", mode: internal-tls}
                ssh: {user: "1000"}
                machines:
                  store-1: {address: 10.1.0.7, httpsPort: 8443, host: store-1.example.com}
                  store-2: {address: 10.1.0.7, httpsPort: 9443, host: store-2.example.com}
              canary:
                tags: [emea]
                machines:
                  edge-1: {address: 10.1.0.7, release: "1.8.2", mode: public-tls, host: edge-1.example.com, ssh: {user: "1000"}}

            # Not adopted:
            #   store-9: no answer from 10.0.0.9
            """
                .replace("address: 10.1.0.7", "address: \"10.1.0.7\""));
  }

  @Test
  void anImageThatTheManifestDoesNotHaveIsWantedAsItIs() {
    assertThat(wanted("registry.example.com/walter:1.8.3"))
        .isEqualTo(Map.of("image", "\"registry.example.com/walter:1.8.3\""));
    assertThat(wanted("ghcr.io/matchylabs/walter:0.0.1"))
        .isEqualTo(Map.of("image", "\"ghcr.io/matchylabs/walter:0.0.1\""));
    assertThat(wanted("not an image")).isEmpty();
  }

  private static Map<String, String> wanted(String image) {
    ManagedKeys keys =
        Samples.keys(
            Optional.of(image),
            Optional.of("no host!"),
            Optional.of("no-mode"),
            Optional.of("99999"),
            Optional.empty());
    return Adopted.of(candidate("a", "servers"), keys, Samples.MANIFEST).wanted();
  }

  private static Adopted adopted(
      String name, String group, String release, String mode, String port) {
    ManagedKeys keys =
        Samples.keys(
            Optional.of("ghcr.io/matchylabs/walter:" + release),
            Optional.of(name + ".example.com"),
            Optional.of(mode),
            Optional.of(port),
            Optional.empty());
    return Adopted.of(candidate(name, group), keys, Samples.MANIFEST);
  }

  private static Candidate candidate(String name, String group) {
    return new Candidate(name, group, Set.of("emea"), "10.1.0.7", Map.of("user", "1000"));
  }
}
