package io.walterfleet.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.walterfleet.Main;
import io.walterfleet.examples.CiJob;
import io.walterfleet.examples.CiJob.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A runner of a CI server, on which the program is installed, and the server's API. */
final class CiDesk {
  private static final String HEAD = "0123456789abcdef0123456789abcdef01234567";

  private final Host host;
  private final Path top;
  private final Path workspace;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Inventory base;

  private CiDesk(Host host, Desk desk, Inventory base) throws Exception {
    this.host = host;
    this.base = base;
    this.top = Files.createDirectories(desk.folder().resolve("ci"));
    this.workspace = Files.createDirectories(top.resolve("workspace"));
    Files.createDirectories(top.resolve("api"));
    Files.createDirectories(top.resolve("artifacts"));
    Files.writeString(top.resolve("api/reviewers"), "required_reviewers");
    install(desk);
    if (host == Host.GITHUB) {
      beGitHub();
    } else {
      beGitLab();
    }
  }

  /** Whose CI it is. */
  enum Host {
    GITHUB,
    GITLAB
  }

  /** A runner whose base branch has this inventory. */
  static CiDesk of(Host host, Desk desk, Inventory base) throws Exception {
    return new CiDesk(host, desk, base);
  }

  /** Somebody asks for this inventory. */
  Ended plan(Inventory change) throws IOException, InterruptedException {
    Files.deleteIfExists(top.resolve("artifacts/plan.json"));
    Files.deleteIfExists(top.resolve("api/comment"));
    write(host == Host.GITHUB ? "change/inventories" : "inventories", change);
    CiJob job = new CiJob(workspace, variables, values);
    return host == Host.GITHUB ? gitHub(job) : job.gitLab("plan");
  }

  private static Ended gitHub(CiJob job) throws IOException, InterruptedException {
    Ended ended = job.gitHub("plan");
    boolean wasCheckedOut = !job.checkout("base").isEmpty();
    if (wasCheckedOut
        && !(job.checkout("base").equals("main") && job.checkout("change").equals(HEAD))) {
      throw new IllegalStateException("the job took the one for the other");
    }
    return ended;
  }

  /** It was merged, and is what the branch now says. */
  Ended merged() throws IOException, InterruptedException {
    if (host == Host.GITHUB) {
      Path asked = workspace.resolve("change/inventories/fleet.yml");
      Files.createDirectories(workspace.resolve("inventories"));
      Files.write(workspace.resolve("inventories/fleet.yml"), Files.readAllBytes(asked));
    }
    CiJob job = new CiJob(workspace, variables, values);
    return host == Host.GITHUB ? job.gitHub("apply") : job.gitLab("apply");
  }

  /** The comment on the change. */
  String comment() throws IOException {
    String body = Files.readString(top.resolve("api/comment"));
    return host == Host.GITHUB
        ? body
        : JsonMapper.shared().readTree(body).path("body").stringValue();
  }

  Path artifact(String name) {
    return top.resolve("artifacts").resolve(name);
  }

  /** The change has a link under this name. */
  void bring(String name, Path to) throws IOException {
    Path root = host == Host.GITHUB ? workspace.resolve("change") : workspace;
    Files.createSymbolicLink(Files.createDirectories(root).resolve(name), to);
  }

  /** The environment for what comes from outside was made by nobody, or has no protection. */
  void withoutReviewers() throws IOException {
    Files.writeString(top.resolve("api/reviewers"), "wait_timer");
  }

  private void write(String directory, Inventory inventory) throws IOException {
    Path folder = Files.createDirectories(workspace.resolve(directory));
    Files.writeString(folder.resolve("fleet.yml"), inventory.text());
  }

  private void install(Desk desk) throws IOException {
    Path bin = Files.createDirectories(top.resolve("bin"));
    Files.writeString(
        top.resolve("arguments"),
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto\n-cp \""
            + classPath()
            + "\"\n"
            + Main.class.getName()
            + "\n");
    executable(
        bin.resolve("walter-fleet"),
        "exec '%s/bin/java' '@%s' \"$@\"\n"
            .formatted(System.getProperty("java.home"), top.resolve("arguments")));
    executable(bin.resolve("gh"), Files.readString(Path.of("src/test/resources/stand-in/gh")));
    variables.put("PATH", bin + ":" + System.getenv("PATH"));
    variables.put("API", top.resolve("api").toString());
    variables.put("XDG_CACHE_HOME", desk.folder().resolve("cache").toString());
    variables.put("XDG_STATE_HOME", desk.folder().resolve("state").toString());
  }

  /** The steps begin elsewhere. */
  private static String classPath() {
    String own = System.getProperty("java.class.path");
    return Stream.of(System.getProperty("surefire.test.class.path", own).split(":", -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(":"));
  }

  private static void executable(Path file, String script) throws IOException {
    String text = script.startsWith("#!") ? script : "#!/bin/sh\n" + script;
    if (!Files.writeString(file, text).toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file);
    }
  }

  private void beGitHub() throws IOException {
    values.put("github.token", "t0ken");
    values.put("github.repository", "ops/fleet");
    values.put("github.event.pull_request.number", "7");
    values.put("github.event.pull_request.head.sha", HEAD);
    values.put("github.event.pull_request.head.repo.full_name", "eve/fleet");
    values.put("github.event.pull_request.merge_commit_sha", HEAD.replace('0', 'f'));
    write("base/inventories", base);
  }

  private void beGitLab() throws IOException, InterruptedException {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::answer);
    api.start();
    variables.put("CI_API_V4_URL", "http://127.0.0.1:" + api.getAddress().getPort() + "/api/v4");
    variables.put("CI_PROJECT_ID", "12");
    variables.put("CI_MERGE_REQUEST_IID", "7");
    variables.put("CI_DEFAULT_BRANCH", "main");
    variables.put("CI_COMMIT_SHA", HEAD.replace('0', 'f'));
    variables.put("API_TOKEN", "t0ken");
    write("inventories", base);
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("-c", "user.name=ana", "-c", "user.email=ana@desk", "commit", "--quiet", "-m", "base");
    git("remote", "add", "origin", workspace.toUri().toString());
  }

  private void git(String... words) throws IOException, InterruptedException {
    List<String> line = Stream.concat(Stream.of("git"), Stream.of(words)).toList();
    Process git = new ProcessBuilder(line).directory(workspace.toFile()).inheritIO().start();
    if (git.waitFor() != 0) {
      throw new IOException(String.join(" ", line));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath().replace("/api/v4/projects/12/", "");
    if (path.equals("merge_requests/7/notes")) {
      Files.write(top.resolve("api/comment"), sent);
    }
    byte[] body = known(path);
    boolean isThere = body.length > 0 && isAllowed(exchange);
    exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? body.length : -1);
    exchange.getResponseBody().write(isThere ? body : new byte[0]);
    exchange.close();
  }

  private static boolean isAllowed(HttpExchange exchange) {
    return Objects.equals(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN"), "t0ken");
  }

  private byte[] known(String path) throws IOException {
    Path plan = top.resolve("artifacts/plan.json");
    if (path.equals("jobs/99/artifacts/plan.json")) {
      return Files.exists(plan) ? Files.readAllBytes(plan) : new byte[0];
    }
    Map<String, String> answers =
        Map.of(
            "repository/commits/" + variables.get("CI_COMMIT_SHA") + "/merge_requests",
            "[{\"iid\": 7}]",
            "merge_requests/7/notes",
            "{}",
            "merge_requests/7",
            "{\"sha\": \"" + HEAD + "\"}",
            "merge_requests/7/pipelines",
            "[{\"id\": 2, \"sha\": \"other\"}, {\"id\": 5, \"sha\": \"" + HEAD + "\"}]",
            "pipelines/5/jobs",
            "[{\"id\": 98, \"name\": \"lint\"}, {\"id\": 99, \"name\": \"plan\"}]");
    return answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
  }
}
