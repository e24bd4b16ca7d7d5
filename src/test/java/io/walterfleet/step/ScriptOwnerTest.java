package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose files are when root installs them. Only root can give files away. */
@Tag("scripts")
class ScriptOwnerTest {
  private static final int USER = 4711;
  private static final int CONTAINER = 70;

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void aFirstInstallBelongsToWhomTheHomeBelongsAlsoOnTheWayBack(Shell shell) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));
    Bench bench = new Bench(root, shell);
    own(bench.home(), USER);
    bench.goal(Bench.OLD, "a", Bench.DIRECTORY, "none").with("stamp", "").begin();
    assertThat(bench.steps(Bench.DIRECTORY))
        .extracting(answer -> answer.all("error.why"))
        .containsOnly(List.of());
    assertThat(owners(bench.install())).hasSizeGreaterThan(4).containsOnly(USER);

    Path made = Files.writeString(bench.install().resolve("docs/made by a container"), "x");
    own(made, CONTAINER);
    bench.run("r2").goal(Bench.NEW, "a", Bench.DIRECTORY, "none").begin();
    Bundle.write(bench.bundle(), "docker-compose.yml");
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
    bench.steps(Bench.DIRECTORY);
    assertThat(bench.install().resolve("docker-compose.yml")).exists();
    assertThat(owners(bench.install())).containsOnly(USER);

    Facts back = bench.run("r3").with("restore", "none").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(Files.getAttribute(made, "unix:uid")).isEqualTo(CONTAINER);
    own(made, USER);
    assertThat(owners(bench.install())).containsOnly(USER);
  }

  @ParameterizedTest
  @EnumSource
  void anInstallBesideTheHomesBelongsToTheOwnerOfThePlace(Shell shell) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));
    Bench bench = new Bench(root, shell);
    Path place = Files.createDirectories(root.resolve("srv"));
    own(place, CONTAINER);
    own(bench.home(), USER);
    bench.goal(Bench.OLD, "a", Bench.DIRECTORY, "none").with("install", place + "/walter");
    bench.begin();

    bench.steps("stage pull swap");

    assertThat(owners(place.resolve("walter"))).hasSizeGreaterThan(4).containsOnly(CONTAINER);
  }

  private static void own(Path file, int user) throws Exception {
    Files.setAttribute(file, "unix:uid", user);
  }

  private static List<Integer> owners(Path directory) throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(ScriptOwnerTest::owner).toList();
    }
  }

  private static int owner(Path file) {
    try {
      return (Integer) Files.getAttribute(file, "unix:uid");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
