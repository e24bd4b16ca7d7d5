package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release that nobody publishes is a mistake of the inventory, and is told at its place. */
@Tag("unit")
class UnpublishedReleaseTest {
  @TempDir Path folder;
  private TestSite site;
  private Path file;

  @BeforeEach
  void wish() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    file = Path.of(site.inventory(List.of("store-1", "store-2", "store-3"), ""));
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace("{backup: none}", "{backup: none, release: '9.9.9'}")
            .replace("{address: store-2}", "{address: store-2, release: '1.8.9'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"validate", "plan", "plan --detailed-exitcode", "apply --yes", "rehearse"})
  void itIsRefusedOnceForEachPlace(String words) {
    assertThat(site.run((words + " -i " + file).split(" ", -1)))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                SITE/fleet.yml:4:35: 'release' is '9.9.9', which is not in the manifest
                    fix: the newest there: 1.8.3, 1.8.2; 'image' in place of 'release' takes any other
                SITE/fleet.yml:9:44: 'release' is '1.8.9', which is not in the manifest
                    fix: the newest there of series 1.8: 1.8.3, 1.8.2; 'image' in place of 'release' takes any other
                2 problems; no machine was contacted
                """));
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @Test
  void aProgramIsToldThePlace() {
    Ran ran = site.run("validate", "--format", "json", "-i", file.toString());
    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.out()).contains("\"line\" : 4,", "\"column\" : 35,", "\"valid\" : false");
  }

  @Test
  void onlyTheMachinesThatAreMeantAreLookedAt() throws IOException {
    Files.writeString(file, Files.readString(file).replace("9.9.9", "1.8.3"));
    assertThat(site.run("validate", "-i", file.toString(), "-l", "store-1").exitCode()).isZero();
    assertThat(site.run("validate", "-i", file.toString(), "-l", "store-2").exitCode())
        .isEqualTo(64);
  }

  @Test
  void withoutAManifestTheInventoryIsNotBlamed() throws IOException {
    Files.delete(folder.resolve("manifest.json"));
    assertThat(site.run("validate", "-i", file.toString()))
        .isEqualTo(
            new Ran(
                0,
                "valid: fleet test, 3 machines in 1 group; no machine was contacted\n",
                "note: releases were not looked up: could not read the manifest from"
                    + " SITE/manifest.json: there is no such file\n"));
  }
}
