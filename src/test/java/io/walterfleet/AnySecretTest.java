package io.walterfleet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.release.Server;
import io.walterfleet.testbed.Ports;
import io.walterfleet.testbed.StandInDocker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random secrets in {@code .env.deploy}, and a docker that tells them in every form when a step
 * fails: no six characters of one are in anything that leaves, whatever is asked for.
 */
@Tag("scripts")
@Timeout(600)
class AnySecretTest {
  /** So much of a secret is told by nobody. */
  private static final int RUN = 6;

  private static final String MACHINE = "store-1";
  private static final List<String> NAMES =
      List.of(
          "SECRET_KEY_BASE", "POSTGRES_PASSWORD", "tls-key", "9.token", "f[0]", "_", "PHX_HOST_2");
  private static final List<String> STEPS = List.of("pull", "run", "up");
  private static final String CHARACTERS =
      "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789+/=-_.:;,!?@%&*()<>#$'\"\\ ";

  private final List<String> texts = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  /** More by {@code -Dwalter-fleet.secrets=200}. */
  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("walter-fleet.secrets", 3));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noSixCharactersOfASecretLeave(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> secrets = Stream.generate(() -> secret(random)).limit(5).toList();
    TestSite site = new TestSite(folder).installed(MACHINE, "1.8.2");
    Path home = site.remote().home(MACHINE);
    List<String> lines = new ArrayList<>();
    for (String secret : secrets) {
      lines.add(
          NAMES.get(random.nextInt(NAMES.size())) + lines.size() + "=" + quoted(secret, random));
    }
    Files.writeString(
        home.resolve("walter-onprem/.env.deploy"),
        String.join("\n", lines) + "\n",
        StandardOpenOption.APPEND);
    String step = STEPS.get((int) (seed % STEPS.size()));
    tell(home, step, words(secrets, lines));

    try (Server server = Server.plain()) {
      server.on(
          "/hook",
          exchange -> {
            texts.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
          });
      askForEverything(site, server.url("/hook"));
    }

    assertThat(texts).hasSizeGreaterThan(20).anyMatch(text -> text.contains("[hidden]"));
    addFiles();
    for (String secret : secrets) {
      for (String run : runs(secret)) {
        assertThat(texts).as("%s of %s", run, secret).noneMatch(text -> text.contains(run));
      }
    }
    site.forgetWishes();
  }

  private void askForEverything(TestSite site, String hook) throws Exception {
    String inventory =
        site.inventory(List.of(MACHINE), "notify: [{webhook: \"%s\"}]\n".formatted(hook));
    String plan = folder.resolve("plan.json").toString();
    ask(site, "plan", "-v", "-i", inventory, "--out", plan, "--health");
    Path events = folder.resolve("events");
    String page = folder.resolve("report.html").toString();
    Ran applied =
        ask(
            site,
            "apply",
            plan,
            "--yes",
            "-v",
            "-i",
            inventory,
            "--events",
            events + "",
            "--report",
            page);
    assertThat(applied.exitCode()).as(applied.toString()).isEqualTo(3);
    for (String format : List.of("text", "json", "markdown", "html")) {
      for (String verb : List.of("plan", "status", "drift", "doctor")) {
        ask(site, verb, "-v", "-i", inventory, "--format", format);
      }
      ask(site, "history", "last", "--format", format);
    }
    ask(site, "backups", "-i", inventory);
    ask(site, "rehearse", "-i", inventory);
    ask(site, "adopt", MACHINE);
    ask(site, "rollback", "--yes", "-v", "-l", MACHINE, "-i", inventory);
    watch(site, inventory);
  }

  private Ran ask(TestSite site, String... words) {
    Ran ran = site.run(words);
    texts.add(ran.out());
    texts.add(ran.err());
    return ran;
  }

  /** Looks, corrects, and is asked for its page and its metrics. */
  private void watch(TestSite site, String inventory) throws Exception {
    String at = "127.0.0.1:" + Ports.free();
    CompletableFuture<Ran> watch =
        CompletableFuture.supplyAsync(
            () -> site.run("watch", "--correct", "--every", "1s", "--listen", at, "-i", inventory));
    try {
      for (int i = 0; i < 600 && !site.printed().contains("\n\n1 machine: "); i++) {
        Thread.sleep(20);
      }
      for (String path : List.of("/", "/metrics", "/healthz")) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + at + path)).build();
        texts.add(
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
      }
    } finally {
      site.interrupt();
    }
    Ran ran = watch.get(60, TimeUnit.SECONDS);
    texts.add(ran.out());
    texts.add(ran.err());
  }

  /** Everything that was written on the controller. */
  private void addFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(one -> !one.startsWith(folder.resolve("machines")))
              .toList()) {
        texts.add(Files.readString(file, ISO_8859_1));
        texts.add(new String(Files.readAllBytes(file), UTF_8));
      }
    }
    List<String> plain =
        texts.stream()
            .map(
                text ->
                    text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&")
                        .replace("\\u003c", "<")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\"))
            .toList();
    texts.addAll(plain);
  }

  private static String secret(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = RUN + random.nextInt(random.nextInt(5) == 0 ? 400 : 40); left > 0; left--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return random.nextInt(3) == 0 ? text.insert(text.length() / 2, "\n") + "" : text.toString();
  }

  /** As Compose reads it; with other quotes, or none, only where that is the same. */
  private static String quoted(String secret, Random random) {
    int way = random.nextInt(3);
    if (way == 0 && !secret.contains("\\") && !secret.contains("'")) {
      return "'" + secret + "'";
    }
    if (way == 1 && secret.matches("[A-Za-z0-9+/=_.:;,!?@%&*()-]+")) {
      return secret;
    }
    return "\"" + secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
  }

  /** Whole, in its quotes, without escapes, cut, and in lines. */
  private static List<String> words(List<String> secrets, List<String> lines) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      String secret = secrets.get(i);
      words.add("role " + secret.replace("\n", " ") + " failed");
      words.addAll(List.of(("password=" + secret).split("\n", -1)));
      words.addAll(List.of(lines.get(i).split("\n", -1)));
      words.add("http://u:" + secret.substring(0, RUN + (secret.length() - RUN) / 2) + "@db/x");
      words.add(secret.substring(secret.length() / 3).replace("\n", "\\n"));
    }
    return words;
  }

  /** One of the words is what docker ends with, and all of them come before it. */
  private static void tell(Path home, String step, List<String> words) throws IOException {
    Path hooks = Files.createDirectories(home.resolve(".stand-in/hook"));
    Path said = Files.writeString(home.resolve(".stand-in/said"), String.join("\n", words) + "\n");
    Path hook = Files.writeString(hooks.resolve(step), "#!/bin/sh\ncat '" + said + "' >&2\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    StandInDocker.below(home).failCall(step, words.get(0));
  }

  private static List<String> runs(String secret) {
    Set<String> runs = new HashSet<>();
    for (String line : secret.split("\n", -1)) {
      for (int i = 0; i + RUN <= line.length(); i++) {
        runs.add(line.substring(i, i + RUN));
      }
    }
    return List.copyOf(runs);
  }
}
