package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the survey asks docker, of every age, and how it bears what docker does. */
@Tag("scripts")
class ScriptSurveyDockerTest {
  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void aDockerThatHangsIsUnknownAfterItsDeadline(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell).with("deadline", "1");
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve("info");
    Files.writeString(hook, "#!/bin/sh\nexec sleep 20\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    assertThat(bench.survey().all("unknown.docker")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aDockerThatDoesNotNameItsPluginsIsAskedForCompose(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Map<String, List<String>> seen = new TreeMap<>();

    Files.writeString(bench.engine().resolve("plugin"), "v2.40.3-desktop.1\n");
    seen.put("a plugin", bench.survey().all("compose.version"));
    Files.writeString(bench.engine().resolve("plugin"), "\n");
    seen.put("a plugin without a version", bench.survey().all("compose.version"));
    Files.createFile(bench.engine().resolve("before-2019"));
    Facts old = bench.survey();
    seen.put("an old docker", old.all("compose.version"));

    assertThat(seen)
        .isEqualTo(
            Map.of(
                "a plugin", List.of("2.40.3-desktop.1"),
                "a plugin without a version", List.of("2.26.1"),
                "an old docker", List.of("2.26.1")));
    assertThat(old.all("docker")).containsExactly("20.10.24");
    assertThat(old.all("free.docker")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aThousandImagesDoNotHoldASurveyUp(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell).with("images", "ghcr.io/some/image7:1.0");
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve("image");
    Files.writeString(
        hook,
        "#!/usr/bin/bash\nprintf 'ghcr.io/some/image%s 1.0 <none> sha256:%064d\\n' "
            + IntStream.rangeClosed(1, 1500)
                .mapToObj(i -> i + " " + i)
                .collect(Collectors.joining(" ")));
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    long begun = System.nanoTime();

    List<String> present = bench.survey().all("image.present");

    // half a minute in dash if the time grew with the square of their number
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(present).containsExactly("ghcr.io/some/image7:1.0 sha256:%064d <none>".formatted(7));
  }
}
