package io.walterfleet.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.ssh.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random known hosts files are read as {@code ssh-keygen -F} reads them: which lines, which marker.
 */
@Tag("unit")
@Tag("tools")
class KnownHostsJudgeTest {
  private static final int LINES = 250;
  private static final Pattern FOUND =
      Pattern.compile("# Host \\S+ found: line (\\d+) ?(CA|REVOKED)?\\s*");
  private static final List<String> NAMES =
      List.of("web", "web.example.com", "[web]:2222", "10.0.0.7", "[10.0.0.7]:22", "fe80::1", "w");
  private static final List<String> PATTERNS =
      List.of(
          "*", "web*", "*.example.com", "w?b", "10.0.0.*", "[*]:2222", "WEB", "", "[web]:*", "?");
  private static final List<String> KEYS =
      List.of(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
          "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGsX8+BaWaQ5"
              + "u7Jqjn1nVOWUwzWF3Yg7y0c6jJ7kQH0UV1Z7d5pJ3XQ7cV2W1m0yQ1xq0m4y7kq8mI8tVvE=",
          "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4Q",
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHFAAAA",
          "ssh-ed25519 not*base64",
          "ssh-ed25519",
          "ssh-unheard AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
          "ED25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
          "ecdsa AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
          "rsa-sha2-512 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
          "1024 35 1234567890",
          "#ssh-ed25519 AAAA");
  private static final List<String> MARKERS =
      List.of("@revoked", "@cert-authority", "@cert-authority", "@other", "@", "@REVOKED");
  private static final List<String> BLANKS = List.of(" ", " ", " ", "\t", "  ", " \t");
  private static final List<String> ENDS =
      List.of("", "", " me@here", "\tme", " ", "\r", " #x", " a b", "  \u00e9t\u00e9");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theSameLinesAreAboutAHost(long seed) throws Exception {
    Random random = new Random(seed);
    Path keys = folder.resolve("k");
    Tool.run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", keys.toString());
    Tool.run("ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", keys + "r");
    List<String> good = new ArrayList<>(KEYS);
    good.add(Files.readString(Path.of(keys + ".pub")).strip().replace(" root@", " r@"));
    good.add(Files.readString(Path.of(keys + "r.pub")).strip());
    good.add("RSA " + good.get(good.size() - 1).split(" ", -1)[1]);
    good.add("rsa-sha2-512 " + good.get(good.size() - 1).split(" ", -1)[1]);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(line(random, good));
    }
    Path file = folder.resolve("known");
    Files.writeString(file, String.join("\n", lines), StandardCharsets.UTF_8);
    KnownHostsFile known = KnownHostsFile.of(Files.readString(file), file);
    List<String> differences = new ArrayList<>();
    for (String name : NAMES) {
      Set<String> ours =
          new TreeSet<>(known.about(name).stream().map(KnownHostsJudgeTest::shown).toList());
      Set<String> theirs = new TreeSet<>(judge(name, file));
      for (String one : union(ours, theirs)) {
        if (ours.contains(one) && theirs.contains(one)) {
          continue;
        }
        String line = lines.get(Integer.parseInt(one.replaceAll("\\D", "")) - 1);
        differences.add(
            (ours.contains(one) ? "ours " : "theirs ") + one + " for " + name + ": " + line);
      }
    }
    assertThat(differences).isEmpty();
  }

  private static Set<String> union(Set<String> ours, Set<String> theirs) {
    Set<String> all = new TreeSet<>(ours);
    all.addAll(theirs);
    return all;
  }

  private static String shown(KnownKey key) {
    String word =
        switch (key.marker()) {
          case HOST -> "";
          case AUTHORITY -> "CA";
          case REVOKED -> "REVOKED";
        };
    return key.line() + word;
  }

  private List<String> judge(String name, Path file) throws Exception {
    String command = "ssh-keygen -l -F '" + name + "' -f '" + file + "' 2>/dev/null || true";
    List<String> found = new ArrayList<>();
    for (String line : Tool.run("sh", "-c", command).split("\n", -1)) {
      Matcher matcher = FOUND.matcher(line);
      if (matcher.matches()) {
        found.add(matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2)));
      }
    }
    return found;
  }

  private static String line(Random random, List<String> keys) {
    if (random.nextInt(20) == 0) {
      return pick(random, List.of("", "# comment", "   ", "\t#", "garbage", "@revoked", "|1|"));
    }
    StringBuilder line = new StringBuilder(random.nextInt(6) == 0 ? pick(random, BLANKS) : "");
    if (random.nextInt(3) == 0) {
      line.append(pick(random, MARKERS)).append(pick(random, BLANKS));
    }
    line.append(names(random)).append(pick(random, BLANKS));
    String key =
        random.nextInt(3) == 0
            ? pick(random, keys)
            : keys.get(random.nextBoolean() ? 0 : keys.size() - 1 - random.nextInt(4));
    return line.append(key.replace(" ", pick(random, BLANKS)))
        .append(pick(random, ENDS))
        .toString();
  }

  private static String names(Random random) {
    if (random.nextInt(6) == 0) {
      byte[] salt = new byte[20];
      random.nextBytes(salt);
      String hashed = HostNames.hashed(pick(random, NAMES), salt);
      int kind = random.nextInt(8);
      return kind == 0
          ? hashed.replace("|1|", "|2|")
          : kind == 1 ? hashed.replace("=", "") : kind == 2 ? hashed + ",web" : hashed;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = pick(random, random.nextBoolean() ? NAMES : PATTERNS);
      names.add(random.nextInt(6) == 0 ? "!" + name : name);
    }
    return String.join(",", names);
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
