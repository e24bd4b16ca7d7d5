package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is in the packed program is in its bill of materials, and passed on with its terms. */
@Tag("scripts")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LicensesIT {
  private static final String TEXTS = "META-INF/licenses/";
  private static final String BILL = "META-INF/sbom/walter-fleet.cdx.json";

  private JarFile jar;
  private List<Row> index = List.of();

  /** A line of the index. */
  private record Row(String artifact, String packages, List<String> texts) {}

  @BeforeAll
  void open() throws IOException {
    jar = new JarFile("target/walter-fleet.jar");
    index =
        text(TEXTS + "INDEX")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" +", -1))
            .map(words -> new Row(words[0], words[1], List.of(words[2].split(",", -1))))
            .toList();
  }

  @AfterAll
  void close() throws IOException {
    jar.close();
  }

  @Test
  void everyDependencyHasItsLicenceText() throws IOException {
    List<String> billed = new ArrayList<>();
    for (JsonNode component : JsonMapper.shared().readTree(text(BILL)).path("components")) {
      billed.add(component.path("group").asString("") + ":" + component.path("name").asString(""));
      assertThat(component.path("licenses")).as("licence of %s", component).isNotEmpty();
    }

    assertThat(billed).hasSizeGreaterThan(20).allMatch(name -> name.contains(":"));
    assertThat(without(billed)).isEmpty();
    assertThat(index).extracting(Row::artifact).containsExactlyInAnyOrderElementsOf(billed);
    assertThat(without(List.of("org.example:new"))).containsExactly("org.example:new");
  }

  @Test
  void everyClassIsOfOneOfThemOrOurOwn() {
    TreeSet<String> strangers = new TreeSet<>();
    for (String name : names().filter(one -> one.endsWith(".class")).toList()) {
      String plain = name.replaceFirst("^META-INF/versions/\\d+/", "");
      boolean isKnown =
          plain.startsWith("io/walterfleet/")
              || index.stream().anyMatch(row -> plain.startsWith(row.packages()));
      if (!isKnown) {
        strangers.add(plain);
      }
    }
    assertThat(strangers).isEmpty();
  }

  @Test
  void theTextsAreTheTermsAndTheNoticesStand() throws IOException {
    assertThat(text(TEXTS + "apache-2.0.txt")).contains("Apache License", "END OF TERMS");
    assertThat(text(TEXTS + "jsch.txt")).contains("JCraft", "Redistributions in binary form");
    assertThat(text(TEXTS + "bouncycastle.txt")).contains("Legion of the Bouncy Castle");
    assertThat(text(TEXTS + "edl-1.0.txt"))
        .contains("Eclipse Foundation", "Redistributions in binary form");
    assertThat(text(TEXTS + "slf4j.txt")).contains("QOS.ch", "Permission is hereby granted");
    assertThat(text("META-INF/NOTICE")).contains("Apache MINA SSHD", "Apache Commons Compress");
  }

  /** Those of which no text, or an empty one, is in the jar. */
  private List<String> without(List<String> artifacts) {
    return artifacts.stream()
        .filter(
            artifact ->
                index.stream()
                    .filter(row -> row.artifact().equals(artifact))
                    .noneMatch(row -> row.texts().stream().allMatch(this::isThere)))
        .toList();
  }

  private boolean isThere(String text) {
    return Stream.of(TEXTS + text, "META-INF/" + text)
        .map(jar::getEntry)
        .anyMatch(entry -> entry != null && entry.getSize() > 500);
  }

  private Stream<String> names() {
    return jar.stream().map(ZipEntry::getName);
  }

  private String text(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    try (InputStream input = jar.getInputStream(entry)) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
