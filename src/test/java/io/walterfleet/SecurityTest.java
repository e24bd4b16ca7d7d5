package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each promise of the page on security is held by a test that is there. */
@Tag("unit")
class SecurityTest {
  private static final Path PAGE = Path.of("src/docs/SECURITY.md");
  private static final Pattern PROOF = Pattern.compile("`(\\w+)#(\\w+)`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int named = 0;
    Matcher proof = PROOF.matcher(Files.readString(PAGE));
    while (proof.find()) {
      named++;
      String text = tests.getOrDefault(proof.group(1), "");
      if (!isTest(text, proof.group(2))) {
        missing.add(proof.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(60);
  }

  @Test
  void everyPromiseNamesATest() throws IOException {
    List<String> promises =
        Stream.of(Files.readString(PAGE).split("\\| promise \\| test \\|\n.*\n", -1))
            .skip(1)
            .flatMap(table -> table.lines().takeWhile(line -> line.startsWith("|")))
            .toList();
    assertThat(promises)
        .hasSizeGreaterThan(30)
        .allMatch(promise -> PROOF.matcher(promise).find(), "names a test");
  }

  @Test
  void aMethodThatIsNoTestIsNone() throws IOException {
    String text = tests().getOrDefault("HttpsHealthGateTest", "");
    assertThat(isTest(text, "whatIsNoHttpIsNoAnswer")).isTrue();
    assertThat(isTest(text, "prepare")).isFalse();
    assertThat(isTest(text, "connect")).isFalse();
  }

  @Test
  void theReadmeLeadsThere() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains("src/docs/SECURITY.md");
  }

  /** A method that JUnit or jqwik runs, and not one that only has the name. */
  private static boolean isTest(String text, String method) {
    return Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest|Property)\\b(?:(?!\\n  (?:[\\w<>, ]+ )?void ).)*?"
                + "\\n  (?:public )?void "
                + method
                + "\\(",
            Pattern.DOTALL)
        .matcher(text)
        .find();
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        tests.merge(name, Files.readString(file), String::concat);
      }
    }
    return tests;
  }
}
