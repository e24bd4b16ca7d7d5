package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles whose files have other names than ours. */
@Tag("scripts")
class ScriptBundleFilesTest {
  private static final String ENV =
      "WALTER_IMAGE=%s\nPHX_HOST=a.example.com\nWALTER_MODE=internal-tls\n".formatted(Bench.OLD);

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "BUSYBOX, compose.yaml, compose.internal-tls.yaml",
    "DASH, docker-compose.yml, docker-compose.internal-tls.yml",
    "BASH, docker-compose.yaml, docker-compose.internal-tls.yaml",
    "DASH, compose.yml, compose.internal-tls.yml"
  })
  void composeReadsTheFilesOfTheBundle(Shell shell, String name, String overlay) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    Bundle.write(bench.bundle(), name);
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "volumes").begin();
    Files.delete(bench.engine().resolve("calls"));

    List<Facts> upgrade = bench.steps("stage pull backup swap migrate restart finish");
    assertThat(upgrade).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(files(bench))
        .containsExactly(
            "pull -f " + name + " -f " + overlay,
            "config -f " + name + " -f " + overlay,
            "config -f " + name + " -f " + overlay,
            "config -f " + name + " -f " + overlay,
            "config -f compose.yml -f compose.internal-tls.yml",
            "stop -f compose.yml -f compose.internal-tls.yml",
            "run -f " + name + " -f " + overlay,
            "up -f " + name + " -f " + overlay,
            "up -f " + name + " -f " + overlay);
    bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
    List<Facts> keys = bench.steps("pull swap restart finish");
    assertThat(keys).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
  }

  /** What Compose was told to do, and the files that it read. */
  private static List<String> files(Bench bench) throws Exception {
    return Files.readAllLines(bench.engine().resolve("calls")).stream()
        .filter(line -> line.contains("|docker compose -p "))
        .map(
            line -> line.replaceFirst(".* (-f \\S+ -f \\S+) (?:--profile \\S+ )?(\\w+).*", "$2 $1"))
        .toList();
  }
}
