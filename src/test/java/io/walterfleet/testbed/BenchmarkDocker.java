package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The stand-in for docker as the benchmark has it: one copy that answers whoever calls. */
record BenchmarkDocker(Path bin, Process answers) implements AutoCloseable {
  private static final Path BENCH = Path.of("src/bench");

  /** Starts one whose state is in the directory {@code docker} below this one. */
  static BenchmarkDocker in(Path root) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Path program = Files.createDirectories(root.resolve("stand-in")).resolve("docker");
    Files.createDirectories(root.resolve("docker"));
    Files.copy(
        StandInDocker.PROGRAMS.resolve("docker"), program, StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(BENCH.resolve("docker"), bin.resolve("docker"), StandardCopyOption.COPY_ATTRIBUTES);
    LocalCommand.of("mkfifo", bin.resolve("asked").toString()).run();
    Process answers =
        new ProcessBuilder("perl", BENCH.resolve("answers").toString(), root.toString())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("answers.log").toFile())
            .start();
    return new BenchmarkDocker(bin, answers);
  }

  @Override
  public void close() {
    answers.destroy();
  }
}
