package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import io.walterfleet.testbed.Removal;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random files, read by our scripts and by the real Compose: the managed values are the same, or
 * the file is unknown; and after an edit of ours Compose takes the file, with the values that were
 * set and every other as it was.
 */
@Tag("container")
@Timeout(7200)
class ComposeEnvIT {
  /** More by {@code -Dwalter-fleet.files=20000}. */
  private static final int FILES = Integer.getInteger("walter-fleet.files", 1_000);

  private static final int CHUNK = 500;

  /** Each such one is also read the way a project's own file is. */
  private static final int PROJECT = 50;

  /** Of the unknown ones, Compose is asked about each such one: it takes some of them. */
  private static final int UNKNOWN = 10;

  private static final Map<String, String> KEYS =
      Map.of(
          "image", "WALTER_IMAGE",
          "host", "PHX_HOST",
          "mode", "WALTER_MODE",
          "httpsPort", "WALTER_HTTPS_PORT",
          "httpPort", "WALTER_HTTP_PORT");

  private static final Map<String, String> SET =
      Map.of("PHX_HOST", "new.example.com", "WALTER_HTTPS_PORT", "8443");

  private final List<String> differences = new ArrayList<>();
  private int taken;
  private int unknown;
  private int asked;
  private int strict;
  private int unsure;

  /** One file, what we read of it, and what an edit makes of it. */
  private record Ours(String file, Map<String, String> facts, String edited) {
    boolean isUnknown() {
      return facts.containsKey("unknown.env");
    }

    /** The managed values by their names, as far as they are certain. */
    Map<String, String> values() {
      Map<String, String> values = new TreeMap<>();
      facts.forEach(
          (fact, value) -> {
            if (fact.startsWith("env.") && !fact.endsWith(".count")) {
              values.put(KEYS.getOrDefault(fact.substring(4), ""), lossy(value));
            }
          });
      return values;
    }

    Set<String> unsure() {
      Set<String> unsure = new HashSet<>();
      facts.keySet().stream()
          .filter(fact -> fact.startsWith("unknown.env."))
          .forEach(fact -> unsure.add(KEYS.getOrDefault(fact.substring(12), "")));
      return unsure;
    }
  }

  @Test
  void theManagedValuesAreThoseThatComposeReads(@TempDir Path root) throws Exception {
    RealCompose compose = RealCompose.in(root);
    for (int chunk = 0; chunk * CHUNK < FILES; chunk++) {
      Random random = new Random(chunk);
      List<String> files = new ArrayList<>();
      for (int i = 0; i < Math.min(CHUNK, FILES - chunk * CHUNK); i++) {
        files.add(OddEnvFile.next(random));
      }
      compare(compose, ours(List.of(Shell.values()).get(chunk % 3), files));
    }
    System.out.printf(
        "Compose %s: %d files, %d compared (%d managed values unsure), %d unknown (it takes %d of"
            + " %d asked), %d differences%n",
        compose.version(), FILES, taken, unsure, unknown, strict, asked, differences.size());
    assertThat(differences).isEmpty();
    assertThat(taken).isGreaterThan(FILES / 2);
  }

  private void compare(RealCompose compose, List<Ours> all) throws Exception {
    List<Ours> read = all.stream().filter(one -> !one.isUnknown()).toList();
    List<Ours> left = all.stream().filter(Ours::isUnknown).toList();
    List<Optional<Map<String, String>>> before =
        compose.read(read.stream().map(Ours::file).toList());
    List<Optional<Map<String, String>>> after =
        compose.read(read.stream().map(Ours::edited).toList());
    for (int i = 0; i < read.size(); i++) {
      compare(read.get(i), before.get(i), after.get(i));
      if (i % PROJECT == 0) {
        asProject(compose, read.get(i), before.get(i));
      }
    }
    taken += read.size();
    unknown += left.size();
    assertThat(left).allMatch(one -> one.edited.startsWith("exit 3: "), "are never edited");
    for (int i = 0; i < left.size(); i += UNKNOWN) {
      asked++;
      strict += compose.read(List.of(left.get(i).file)).get(0).isPresent() ? 1 : 0;
    }
  }

  private void compare(
      Ours ours, Optional<Map<String, String>> before, Optional<Map<String, String>> after) {
    unsure += ours.unsure().size();
    if (before.isEmpty() || after.isEmpty()) {
      differences.add((before.isEmpty() ? "refused: " : "refused when edited: ") + shown(ours));
      return;
    }
    Map<String, String> managed = new TreeMap<>(before.get());
    managed.keySet().retainAll(KEYS.values());
    managed.keySet().removeAll(ours.unsure());
    if (!managed.equals(ours.values())) {
      differences.add("read as " + managed + ": " + shown(ours));
    }
    Map<String, String> wanted = new TreeMap<>(before.get());
    wanted.putAll(SET);
    if (!after.get().equals(wanted)) {
      differences.add("edited to " + after.get() + ", not " + wanted + ": " + shown(ours));
    }
  }

  private void asProject(RealCompose compose, Ours ours, Optional<Map<String, String>> read)
      throws Exception {
    Map<String, String> expected = new TreeMap<>(read.orElse(Map.of()));
    expected.keySet().retainAll(KEYS.values());
    Optional<Map<String, String>> project =
        compose.project(ours.file, KEYS.values().stream().sorted().toList());
    if (!project.equals(read.map(same -> expected))) {
      differences.add("as the project's file " + project + ", not " + read + ": " + shown(ours));
    }
  }

  private static String shown(Ours ours) {
    return (ours.file + " | " + ours.facts + " | " + ours.edited)
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  private static List<Ours> ours(Shell shell, List<String> files) throws Exception {
    Path root = Files.createTempDirectory("walter-fleet-compose-");
    try {
      Bench bench = new Bench(root, shell);
      Path cases = Files.createDirectories(root.resolve("cases"));
      for (int i = 0; i < files.size(); i++) {
        Files.writeString(cases.resolve(i + ".env"), files.get(i), ISO_8859_1);
      }
      String wanted = "PHX_HOST=new.example.com WALTER_HTTPS_PORT=8443";
      String program =
          bench.assignments().set("cases", cases.toString()).set("wanted", wanted).text()
              + new ScriptLibrary().program("probe-env.sh")
              + "main\n";
      Reply reply = bench.exchange(new Program("exec sh -s", Input.text(program)));
      assertThat(reply.exit()).as(reply.err()).isZero();
      List<Ours> all = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        String edited = Files.readString(cases.resolve(i + ".edited"), ISO_8859_1);
        all.add(new Ours(files.get(i), facts(cases.resolve(i + ".facts")), edited));
      }
      return all;
    } finally {
      Removal.of(root);
    }
  }

  private static Map<String, String> facts(Path file) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    for (String line : Files.readAllLines(file, ISO_8859_1)) {
      int equals = line.indexOf('=');
      facts.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return facts;
  }

  /** The value as JSON would tell it: what is no UTF-8 is replaced. */
  private static String lossy(String encoded) {
    String bytes = URLDecoder.decode(encoded.replace("+", "%2B"), ISO_8859_1);
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }
}
