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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages for people name is there: types, scripts, tests, and what they link to. */
@Tag("unit")
class DocumentsTest {
  private static final Pattern TYPE = Pattern.compile("`([a-z]+)/([A-Z]\\w+)");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))\\b");
  private static final Pattern SCRIPT = Pattern.compile("([a-z-]+\\.sh)\\b");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Path MAIN = Path.of("src/main/java/io/walterfleet");

  static Set<Path> pages() throws IOException {
    Set<Path> pages = new TreeSet<>();
    for (String root : new String[] {"README.md", ".github", "src/docs"}) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageNamesIsThere(Path page) throws IOException {
    String text = Files.readString(page);
    Matcher types = TYPE.matcher(text);
    while (types.find()) {
      assertThat(MAIN.resolve(types.group(1)).resolve(types.group(2) + ".java")).exists();
    }
    assertThat(names("src/test/java", ".java")).containsAll(found(TEST, text));
    if (text.contains("src/main/resources/remote")) {
      assertThat(names("src/main/resources/remote", "")).containsAll(found(SCRIPT, text));
    }
    Path folder = page.resolveSibling("");
    for (String link : found(LINK, text)) {
      assertThat(folder.resolve(link)).exists();
    }
  }

  @Test
  void everyTestSaysItsTier() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(one -> one.toString().matches(".*(Test|IT)\\.java")).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).contains("@Tag(\"");
      }
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(String root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .collect(Collectors.toSet());
    }
  }
}
