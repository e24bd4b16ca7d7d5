package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page on reliability refers to is there. */
@Tag("unit")
class ReliabilityTest {
  private static final Path PAGE = Path.of("src/docs/RELIABILITY.md");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    Set<String> named = found("`([A-Z]\\w*(?:Test|IT|Matrix|Kills))(?:#\\w+)?`");
    assertThat(named).contains("KillMatrix", "RandomKills").hasSizeGreaterThan(15);
    assertThat(tests()).containsAll(named).containsAll(found("-Dtest=(\\w+)"));
  }

  @Test
  void everyPromiseSaysWhichTestProvesIt() throws IOException {
    String promises = Files.readString(PAGE).split("## The kill matrix", -1)[0];
    for (String section : promises.split("\n## ", -1)) {
      assertThat(section).containsAnyOf("Proved by", "# What is promised");
    }
  }

  @Test
  void everyScenarioThatItNamesIsATestOfTheMatrix() throws IOException {
    String matrix =
        Files.readString(Path.of("src/test/java/io/walterfleet/loopback/KillMatrix.java"));
    Set<String> named = found("KillMatrix#(\\w+)");
    assertThat(named).isNotEmpty().allMatch(name -> matrix.contains(" " + name + "("));
  }

  private static Set<String> found(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(PAGE));
    Set<String> words = new TreeSet<>();
    while (matcher.find()) {
      words.add(matcher.group(1));
    }
    return words;
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
