package io.walterfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commit an inventory is of, asked of a real git. */
@Tag("unit")
@Tag("tools")
class CheckoutTest {
  @TempDir Path folder;
  private Path all;
  private Path prod;

  @BeforeEach
  void repository() throws Exception {
    all = Files.createDirectories(folder.resolve("inventories"));
    prod = all.resolve("prod.yml");
    Files.writeString(prod, "fleet: a\n");
    Files.writeString(prod.resolveSibling("test.yml"), "fleet: b\n");
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-qm", "one");
  }

  @Test
  void theCommitOfFilesAndOfDirectories() throws Exception {
    String head = git("rev-parse", "HEAD").strip();
    Optional<Checkout> clean = Optional.of(new Checkout(head, false));
    assertThat(Checkout.of(List.of(prod))).isEqualTo(clean);
    assertThat(Checkout.of(List.of(all))).isEqualTo(clean);
    assertThat(Checkout.of(List.of(prod, prod.resolveSibling("test.yml")))).isEqualTo(clean);
  }

  @Test
  void whatIsNotInTheCommitIsSaid() throws Exception {
    Files.writeString(prod, "fleet: c\n");
    assertThat(dirty(prod)).isTrue();
    assertThat(dirty(prod.resolveSibling("test.yml"))).isFalse();
    git("add", ".");
    assertThat(dirty(all)).as("staged is not committed").isTrue();
    git("checkout", "-q", "HEAD", "--", ".");
    Files.writeString(prod.resolveSibling("new.yml"), "fleet: d\n");
    assertThat(dirty(all)).isTrue();
    Files.delete(prod.resolveSibling("new.yml"));
    Files.delete(prod.resolveSibling("test.yml"));
    assertThat(dirty(all)).as("a file that is gone").isTrue();
    assertThat(dirty(prod)).as("another file is gone").isFalse();
  }

  @Test
  void nothingOfTheRepositorysOwnIsRun() throws Exception {
    Path ran = folder.resolve("ran");
    String touch = "touch " + ran;
    git("config", "core.fsmonitor", touch);
    git("config", "core.pager", touch);
    git("config", "filter.x.clean", touch);
    git("config", "filter.x.smudge", touch);
    git("config", "diff.external", touch);
    git("config", "alias.ls-tree", "!" + touch);
    Files.writeString(folder.resolve(".git/info/attributes"), "*.yml filter=x\n");
    Files.writeString(prod, "fleet: e\n");
    assertThat(dirty(prod)).isTrue();
    assertThat(ran).doesNotExist();
  }

  @Test
  void whereThereIsNoRepositoryNothingIsSaid(@TempDir Path elsewhere) throws Exception {
    Path file = Files.writeString(elsewhere.resolve("a.yml"), "");

    assertThat(Checkout.of(List.of(file))).isEmpty();
  }

  @Test
  void whereThereIsNoCommitNothingIsSaid() throws Exception {
    Path bare = Files.createDirectories(folder.resolve("new"));
    Files.writeString(bare.resolve("a.yml"), "");
    git("-C", "new", "init", "-q");
    assertThat(Checkout.of(List.of(bare))).isEmpty();
    assertThat(Checkout.of(List.of(bare, prod))).isEmpty();
    assertThat(Checkout.of(List.of(folder.resolve("gone/a.yml")))).isEmpty();
  }

  private static boolean dirty(Path path) throws InterruptedException {
    return Checkout.of(List.of(path)).orElseThrow().isDirty();
  }

  private String git(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("git", "-C", folder.toString()));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
