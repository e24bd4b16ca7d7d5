package io.walterfleet.step;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.ShellQuoting;
import io.walterfleet.testbed.StandInDocker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One machine for the scripts alone: a home, a stand-in docker, and the shell under test.
 *
 * <p>Programs are made by the same code that sends them over SSH.
 */
final class Bench {
  static final String POSTGRES = "ghcr.io/matchylabs/postgres:15";
  static final String OLD = "ghcr.io/matchylabs/walter:1.8.2";
  static final String NEW = "ghcr.io/matchylabs/walter:1.8.3";
  static final String DIRECTORY = "stage pull backup swap migrate restart gate finish";
  static final String KEYS = "swap restart gate finish";

  private static final String NONCE = "n0nce";

  private final Path root;
  private final Shell shell;
  private final ProgramBuilder programBuilder = new ProgramBuilder();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private List<String> user = List.of();
  private int answers;

  Bench(Path root, Shell shell) throws IOException {
    this(root, shell, "home");
  }

  Bench(Path root, Shell shell, String home) throws IOException {
    this.root = root;
    this.shell = shell;
    Path bin = Files.createDirectories(root.resolve("bin"));
    shell.install(bin);
    Path inside = Files.createDirectories(root.resolve("inside"));
    for (Path tool :
        List.of(
            bin.resolve("docker"),
            inside.resolve("pg_controldata"),
            inside.resolve("pg_isready"))) {
      Files.copy(
          StandInDocker.PROGRAMS.resolve(tool.getFileName()),
          tool,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    environment.put("HOME", Files.createDirectories(root.resolve(home)).toString());
    environment.put("PATH", bin + ":/usr/sbin:/usr/bin:/sbin:/bin");
    docker().publish(POSTGRES, OLD, NEW);
    Bundle.write(root.resolve("bundle.tar.gz"));
    defaults();
  }

  private void defaults() throws IOException {
    with("nonce", NONCE)
        .with("install", "walter-onprem")
        .with("project", "walter-onprem")
        .with("setup", "setup")
        .with("postgres_volume", "walter_postgres")
        .with("state_volume", "walter_state")
        .with(
            "keys",
            "image=WALTER_IMAGE host=PHX_HOST mode=WALTER_MODE httpsPort=WALTER_HTTPS_PORT"
                + " httpPort=WALTER_HTTP_PORT")
        .with("token", "t0ken")
        .with("owner", "ops@controller")
        .with("reason", "a test")
        .with("lease", "60")
        .with("bundle", Bundle.sha256(bundle()))
        .with("size", Long.toString(Files.size(bundle())))
        .with("digest", "")
        .with("keep", "5")
        .with("retarget", "no")
        .with("changing", "swap migrate restart gate finish")
        .with("leave", "no")
        .with("restore", "auto")
        .run("r1")
        .goal(NEW, "a.example.com", DIRECTORY, "volumes");
  }

  Path root() {
    return root;
  }

  Path home() {
    return Path.of(environment.getOrDefault("HOME", ""));
  }

  Path install() {
    return home().resolve("walter-onprem");
  }

  Path state() {
    return home().resolve(".walter-fleet");
  }

  /** What the stand-in docker knows. */
  Path engine() throws IOException {
    return Files.createDirectories(root.resolve("docker"));
  }

  StandInDocker docker() throws IOException {
    return StandInDocker.of(engine());
  }

  /** The directory in which a volume's files are. */
  Path volume(String name) throws IOException {
    return docker().volume(name);
  }

  Path bundle() {
    return root.resolve("bundle.tar.gz");
  }

  Bench with(String name, String value) {
    values.put(name, value);
    return this;
  }

  Bench run(String run) {
    return with("run", run);
  }

  /** What the steps shall bring the machine to. */
  Bench goal(String image, String host, String planned, String data) {
    return with("image", image)
        .with("target", String.join(" ", image, values.getOrDefault("bundle", ""), "-", host, "-"))
        .with("goal", "image=" + image + " mode= host=" + host + " httpsPort=")
        .with("planned", planned)
        .with("kind", planned.contains("stage") ? "directory" : "keys")
        .with("data", data)
        .with("set", "WALTER_IMAGE=" + image + " PHX_HOST=" + host);
  }

  Bench environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** An install as the vendor's own program would have made it, running a release. */
  void vendorInstall(String image, String env) throws Exception {
    vendorInstall(image, env, "compose.yml");
  }

  /** The same with another compose file. */
  void vendorInstall(String image, String env, String compose) throws Exception {
    Bundle.unpack(bundle(), home());
    Files.writeString(install().resolve(".env.deploy"), env);
    shell(
        "cd \"$HOME/walter-onprem\" && docker compose -p walter-onprem --env-file .env.deploy -f"
            + " "
            + compose
            + " up -d && printf old >"
            + ShellQuoting.quoted(volume("walter_postgres") + "/rows")
            + " && printf secret >"
            + ShellQuoting.quoted(volume("walter_state") + "/secret"));
  }

  /** From now on as somebody who may not read this directory. */
  void asAnother(Path directory) throws IOException {
    if (System.getProperty("user.name").equals("root")) {
      user = List.of("setpriv", "--reuid=4711", "--regid=4711", "--clear-groups");
    }
    Files.setPosixFilePermissions(
        directory, PosixFilePermissions.fromString(user.isEmpty() ? "---------" : "rwx------"));
  }

  /** As who began, who may. */
  void asBefore(Path directory) throws IOException {
    user = List.of();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /** Runs a line in the shell under test. */
  String shell(String line) throws Exception {
    Reply reply = exchange(new Program(line, Input.text("")));
    if (reply.exit() != 0) {
      throw new AssertionError(line + " ended with " + reply.exit() + "\n" + reply.err());
    }
    return reply.out();
  }

  Facts survey() throws Exception {
    return direct("survey.sh");
  }

  Facts begin() throws Exception {
    return direct("begin.sh");
  }

  /** A program that answers in one exchange. */
  Facts direct(String script) throws Exception {
    return read(exchange(framed(script)));
  }

  Program framed(String script) {
    return programBuilder.framed(script, assignments(), false);
  }

  Facts stage() throws Exception {
    return read(exchange(staging()));
  }

  Program staging() {
    return programBuilder.framed(
        "stage.sh", assignments(), false, out -> Files.copy(bundle(), out));
  }

  Shell shell() {
    return shell;
  }

  /** A step, run detached, and its answer. */
  Facts step(String word) throws Exception {
    return read(exchange(detached(word)));
  }

  Program detached(String word) {
    return programBuilder.detached(word + ".sh", assignments().set("step", word), false);
  }

  /** All steps of a plan, the gate left out. */
  List<Facts> steps(String words) throws Exception {
    List<Facts> answers = new ArrayList<>();
    for (String word : words.split(" ", -1)) {
      if (word.equals("stage")) {
        answers.add(stage());
      } else if (!word.equals("gate")) {
        answers.add(step(word));
      }
    }
    return answers;
  }

  Assignments assignments() {
    Assignments assignments = new Assignments();
    values.forEach(assignments::set);
    return assignments;
  }

  Reply exchange(Program program) throws Exception {
    return start(program).await();
  }

  Running start(Program program) throws IOException {
    Path stdin = root.resolve("exchange-" + answers++);
    try (OutputStream out = Files.newOutputStream(stdin)) {
      program.input().writeTo(out);
    }
    Path stdout = root.resolve(stdin.getFileName() + ".out");
    Path stderr = root.resolve(stdin.getFileName() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(user.stream(), shell.running(program.commandLine()).stream())
                    .toList())
            .directory(root.toFile())
            .redirectInput(stdin.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), stdout, stderr);
  }

  /** A program that was started. */
  record Running(Process process, Path out, Path err) {
    Reply await() throws IOException, InterruptedException {
      int exit = process.waitFor();
      return new Reply(exit, Files.readString(out), Files.readString(err), false);
    }
  }

  static Facts read(Reply reply) {
    Facts.Reading reading = Facts.read(reply, NONCE);
    if (reading instanceof Facts.Reading.Whole whole) {
      return whole.facts();
    }
    throw new AssertionError(reading + "\n" + reply.out() + reply.err());
  }
}
