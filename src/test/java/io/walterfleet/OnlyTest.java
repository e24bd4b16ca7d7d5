package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some machines alone: in everything that is shown, and never in the exit code. */
@Tag("scripts")
class OnlyTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void thePartIsCountedAndNamedAndTheExitCodeIsOfAll() throws IOException {
    Ran status = run("status", "--only", "unknown");
    assertThat(status.exitCode()).isEqualTo(8);
    assertThat(status.out())
        .contains("store-2", "\n1 machine: 1 unknown\nOnly unknown: 1 of 2 machines.\n")
        .doesNotContain("store-1");
    for (String command : List.of("status", "plan", "drift")) {
      Ran json = run(command, "--only=unknown", "--format=json");
      assertThat(json.exitCode()).isEqualTo(8);
      assertThat(json.out()).contains("\"of\" : 2", "store-2").doesNotContain("store-1");
      assertThat(Schemas.complaints(command + ".schema.json", json.out())).isEmpty();
      for (String format : List.of("markdown", "html")) {
        assertThat(run(command, "--only=unknown", "--format=" + format).out())
            .contains("(only unknown: 1 of 2 machines)")
            .doesNotContain("store-1");
      }
    }
  }

  /** A machine that is away is so for one command line. */
  private Ran run(String... words) {
    site.remote()
        .refuse("store-2", new RemoteException(Kind.UNREACHABLE, "no route to it", "look"));
    return site.run(
        Stream.concat(Stream.of(words), Stream.of("-i", inventory)).toArray(String[]::new));
  }

  @Test
  void aPartIsNeverCarriedOut() {
    assertThat(site.run("plan", "--only=change", "--out", "p.json", "-i", inventory).exitCode())
        .isEqualTo(64);
    assertThat(site.run("drift", "--only=drift", "--correct", "-y", "-i", inventory).exitCode())
        .isEqualTo(64);
    assertThat(site.run("plan", "--only=broken", "-i", inventory).err())
        .startsWith("walter-fleet: --only 'broken' is not known\n");
  }
}
