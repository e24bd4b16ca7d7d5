package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/**
 * All that the remote scripts ask docker, with its answers: stdout, stderr and exit codes. The same
 * questions are put to the real engine and to the stand-in.
 */
public final class DockerContract {
  /** The questions and answers, in order; the files beside it are what they are asked about. */
  static final Path FILE = Path.of("src/test/resources/docker-contract/contract.txt");

  /** The releases that the bundle of the contract knows. */
  private static final String[] IMAGES = {
    "ghcr.io/matchylabs/postgres:15", "ghcr.io/matchylabs/walter:1.8.2"
  };

  private static final Path PROGRAM = StandInDocker.PROGRAMS.resolve("docker");

  private static final String BOOT = "#!/bin/sh\nexec docker engine boot\n";

  private DockerContract() {}

  /** What is right. */
  static String text() throws IOException {
    return Files.readString(FILE);
  }

  /** Puts the questions to a stand-in in this directory, which notes its calls; what it said. */
  public static String playOnStandIn(Path root) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.copy(PROGRAM, bin.resolve("docker"), StandardCopyOption.COPY_ATTRIBUTES);
    return play(root, bin);
  }

  /** The same by way of the copy that answers for all machines of the benchmark. */
  static String playThroughFront(Path root) throws IOException, InterruptedException {
    try (BenchmarkDocker benchmarkDocker = BenchmarkDocker.in(root)) {
      return play(root, benchmarkDocker.bin());
    }
  }

  private static String play(Path root, Path bin) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(root.resolve("walter"));
    Files.createDirectories(root.resolve("docker"));
    Files.createDirectories(directory.resolve("config"));
    Files.copy(FILE.resolveSibling("compose.yml"), directory.resolve("compose.yml"));
    Files.copy(FILE.resolveSibling("env.deploy"), directory.resolve(".env.deploy"));
    Path back = Files.writeString(bin.resolve("engine-comes-back"), BOOT);
    Files.setPosixFilePermissions(back, PosixFilePermissions.fromString("rwxr-xr-x"));
    StandInDocker.of(root.resolve("docker")).publish(IMAGES);
    String said =
        LocalCommand.of(
                "/usr/bin/env",
                "-i",
                "PATH=" + bin + ":/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=" + root,
                "sh",
                FILE.resolveSibling("play").toAbsolutePath().toString(),
                FILE.toAbsolutePath().toString(),
                directory.toString())
            .run();
    return plain(said, directory.toString(), root.resolve("docker").toString());
  }

  /**
   * A call without whom it is about: verb, options, template, and the kinds of its filters, such as
   * {@code ps -aq --no-trunc --filter volume}.
   */
  public static String question(String call) {
    String words =
        call.replaceFirst("^docker ", "")
            .replaceFirst(
                "^compose (?:(?:-p|-f|--profile|--env-file) (?:docs/)?\\S+ )+", "compose ")
            .replaceAll("--(since|until) [0-9.]+", "--$1 MOMENT");
    if (words.contains("--format")) {
      return words.replaceFirst("}}[^{}]*$", "}}");
    }
    if (words.startsWith("ps ")) {
      return words
          .replaceAll("(--filter (?:label=[^= ]+|volume))(=\\S*)?", "$1")
          .replaceAll("( --filter volume)+", " --filter volume");
    }
    return words.replaceFirst("^((?:compose |volume |image )?[a-z]+(?: --?[a-z-]+)*).*$", "$1");
  }

  /** Answers without what differs by its nature: ids, moments, and where things are. */
  static String plain(String said, String directory, String root) {
    return said.lines()
            .map(line -> line.startsWith("$ ") ? line : named(line, directory, root))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String named(String line, String directory, String root) {
    return line.replace(directory, "DIRECTORY")
        .replace(root, "ROOT")
        .replaceAll("\\b[0-9a-f]{64}\\b", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "MOMENT")
        .replaceAll("template: :1:\\d+:", "template: :1:N:");
  }
}
