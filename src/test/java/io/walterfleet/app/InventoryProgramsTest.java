package io.walterfleet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.cli.TestSite;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.watch.Inventory.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that print inventories, which may be slow, or mad, or another each time. */
@Tag("scripts")
class InventoryProgramsTest {
  @TempDir Path folder;
  private TestSite site;

  @BeforeEach
  void site() throws IOException {
    site = new TestSite(folder);
  }

  @Test
  void aProgramThatTakesTooLongIsEnded() {
    assertThatThrownBy(() -> printed("!sh -c 'echo still >&2; sleep 60'"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("took longer than 300 ms (no machine was contacted); it says:")
        .hasMessageContaining("\n  \"still\"");
  }

  @Test
  void aFloodIsEnded() {
    assertThatThrownBy(() -> printed("!yes"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("!yes' printed more than 1 MiB, and was ended");
  }

  @Test
  void whatFitsIsWhole() throws UsageException {
    String line = "x".repeat(1023) + "\n";
    assertThat(printed("!sh -c 'yes %s | head -n 1024'".formatted(line.strip())))
        .isEqualTo(line.repeat(1024));
  }

  @Test
  void whatIsReadAgainIsNewOnceItIsTime() throws Exception {
    Path said = folder.resolve("said.yml");
    Path runs = folder.resolve("runs");
    Files.writeString(said, "first");
    InventoryName name = new InventoryName("!sh -c 'echo run >>%s; cat %s'".formatted(runs, said));
    Duration hour = Duration.ofHours(1);
    site.ticking(Duration.ofMinutes(25));
    CommandRuntime runtime = site.runtime();
    InventoryFiles.Asking asking =
        () -> new InventorySources(runtime).of(List.of(name), InventorySources.Named.TYPED);
    Sources first = asking.ask();
    InventoryFiles files =
        new InventoryFiles(
            new InventoryFiles.Source(first, asking, hour), () -> anyFleet(), runtime);

    String stamp = files.stamp();
    assertThat(runs).hasContent("run");
    assertThat(first.hasProgram()).isTrue();
    Files.writeString(said, "second");
    assertThat(files.stamp()).isEqualTo(stamp);
    assertThat(files.stamp()).isNotEqualTo(stamp);
    assertThat(runs).hasContent("run\nrun");
    Files.delete(said);
    files.stamp();
    files.stamp();
    files.stamp();
    assertThat(files.read()).isInstanceOf(Reading.Bad.class);
    assertThat(((Reading.Bad) files.read()).problems()).contains("ended with 1");
  }

  @Test
  void aTableIsReadAgainWhenItIsAnother() throws Exception {
    Path table = folder.resolve("stores.csv");
    Files.writeString(table, "name\nstore-1\n");
    CommandRuntime runtime = site.runtime();
    InventoryFiles.Asking asking =
        () ->
            new InventorySources(runtime)
                .of(List.of(InventoryName.of(table)), InventorySources.Named.BY_VARIABLE);
    InventoryFiles files =
        new InventoryFiles(
            new InventoryFiles.Source(asking.ask(), asking, Duration.ofHours(1)),
            () -> anyFleet(),
            runtime);
    String stamp = files.stamp();
    Files.writeString(table, "name\nstore-1\nstore-2\n");

    assertThat(files.stamp()).isNotEqualTo(stamp);
    assertThat(files.read()).isInstanceOf(Reading.Good.class);
    Files.writeString(table, "names\n");
    assertThat(((Reading.Bad) files.read()).problems()).contains("'names' is no key");
  }

  @Test
  void whatHasNoPlaceOfOnesOwnIsForThisRunAlone() throws Exception {
    Path open = Files.createDirectories(folder.resolve("open"));
    open.toFile().setWritable(true, false);
    site.with("XDG_STATE_HOME", open.toString());
    Sources sources =
        new InventorySources(site.runtime())
            .of(List.of(new InventoryName("!echo hello")), InventorySources.Named.TYPED);

    assertThat(sources.kept()).hasSize(1);
    assertThat(sources.paths().get(0)).hasContent("hello");
    assertThat(open).isEmptyDirectory();
    assertThat(Map.copyOf(sources.kept()).keySet()).containsExactly("!echo hello");
  }

  private Fleet anyFleet() throws UsageException {
    Path file = folder.resolve("any.yml");
    try {
      Files.writeString(
          file,
          "apiVersion: walter-fleet/v1\nfleet: a\ngroups: {b: {machines: {c: {address: c}}}}\n");
    } catch (IOException full) {
      throw new java.io.UncheckedIOException(full);
    }
    return ValidInventory.read(List.of(file), site.runtime());
  }

  private String printed(String word) throws UsageException {
    return new InventoryPrograms(site.runtime(), Duration.ofMillis(300), 1 << 20)
        .printed(new InventoryName(word));
  }
}
