package io.walterfleet.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One job of a CI example, played in a directory: its shell steps as they stand in the file, under
 * {@code bash -e -o pipefail}, and of the actions of others what the job relies on.
 */
public final class CiJob {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ (.*?) }}");

  private final Path directory;
  private final Map<String, String> variables;
  private final Map<String, String> values;
  private final StringBuilder said = new StringBuilder();
  private int exitCode;

  /**
   * A job to be played.
   *
   * @param directory where its steps begin
   * @param variables the environment of its steps
   * @param values what the expressions of the file come to
   */
  public CiJob(Path directory, Map<String, String> variables, Map<String, String> values) {
    this.directory = directory;
    this.variables = Map.copyOf(variables);
    this.values = new HashMap<>(values);
  }

  /** How a job ended: the first exit code that is not 0, and all that was printed. */
  public record Ended(int exitCode, String said) {}

  /** Plays a job of the workflow for GitHub. */
  public Ended gitHub(String name) throws IOException, InterruptedException {
    for (JsonNode step : tree("github-actions.yml").path("jobs").path(name).path("steps")) {
      play(step);
    }
    return new Ended(exitCode, said.toString());
  }

  /** Plays a job of the pipeline for GitLab; its script is one for the shell. */
  public Ended gitLab(String name) throws IOException, InterruptedException {
    JsonNode job = tree("gitlab-ci.yml").path(name);
    List<String> lines = new ArrayList<>();
    job.path("script").forEach(line -> lines.add(line.stringValue()));
    exitCode = shell(String.join("\n", lines), Map.of());
    if (exitCode == 0 || job.path("artifacts").path("when").asString().equals("always")) {
      for (JsonNode path : job.path("artifacts").path("paths")) {
        keep(path.stringValue());
      }
    }
    return new Ended(exitCode, said.toString());
  }

  private static JsonNode tree(String file) throws IOException {
    return JsonMapper.shared().readTree(Yaml.json(Path.of("examples/ci").resolve(file)));
  }

  /** What a job has put in store, where it is. */
  public Path artifact(String path) {
    return directory.resolveSibling("artifacts").resolve(path);
  }

  private void play(JsonNode step) throws IOException, InterruptedException {
    String condition = step.path("if").asString("");
    boolean isPlayed =
        exitCode == 0 || condition.contains("always()") || condition.contains("!cancelled()");
    if (!isPlayed) {
      return;
    }
    String script = step.path("run").asString("");
    if (script.isEmpty()) {
      use(step.path("uses").asString(""), step.path("with"));
      return;
    }
    if (script.contains("${{")) {
      throw new IllegalStateException("words of others become a script: " + script);
    }
    Map<String, String> environment = new HashMap<>();
    for (Map.Entry<String, JsonNode> one : step.path("env").properties()) {
      environment.put(one.getKey(), value(one.getValue().asString("")));
    }
    Path outputs = Files.createTempFile(directory.resolveSibling("api"), "outputs-", "");
    environment.put("GITHUB_OUTPUT", outputs.toString());
    int code = shell(script, environment);
    exitCode = exitCode == 0 ? code : exitCode;
    for (String line : Files.readAllLines(outputs)) {
      int middle = line.indexOf('=');
      String name = "steps." + step.path("id").asString("") + ".outputs.";
      values.put(name + line.substring(0, middle), line.substring(middle + 1));
    }
  }

  private void use(String action, JsonNode with) throws IOException {
    String path = with.path("path").asString("");
    if (action.startsWith("actions/checkout@")) {
      values.put("checkout of " + path, value(with.path("ref").asString("")));
      if (with.path("persist-credentials").asBoolean(true)) {
        throw new IllegalStateException("the checkout leaves a token behind");
      }
    } else if (action.startsWith("actions/upload-artifact@")) {
      keep(path);
    } else {
      throw new IllegalStateException("nobody knows " + action);
    }
  }

  /** From where a directory of the workspace was checked out. */
  public String checkout(String path) {
    return values.getOrDefault("checkout of " + path, "");
  }

  private void keep(String path) throws IOException {
    if (Files.exists(directory.resolve(path))) {
      Files.createDirectories(artifact(""));
      Files.write(artifact(path), Files.readAllBytes(directory.resolve(path)));
    }
  }

  private String value(String text) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(known(found.group(1))));
  }

  private String known(String expression) {
    if (!values.containsKey(expression)) {
      throw new IllegalStateException("what is ${{ " + expression + " }}?");
    }
    return values.getOrDefault(expression, "");
  }

  private int shell(String script, Map<String, String> more)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(directory.resolveSibling("api"), "step-", ".sh");
    Files.writeString(file, script);
    ProcessBuilder bash =
        new ProcessBuilder("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", file.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true);
    bash.environment().putAll(variables);
    bash.environment().putAll(more);
    bash.environment().remove("SSH_AUTH_SOCK");
    Process process = bash.start();
    process.getOutputStream().close();
    said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return process.waitFor();
  }
}
