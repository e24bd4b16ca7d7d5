package io.walterfleet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Job;
import io.walterfleet.cli.TestSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are what those who read them take: Kubernetes, systemd, GitHub, GitLab and us. */
@Tag("unit")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final Path SCHEMAS = Path.of("src/test/resources/examples");

  @TempDir Path folder;

  static List<String> commandLines() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      return all.stream().flatMap(file -> CommandLines.in(file).stream()).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void everyCommandLineIsOneOfOurs(String line) throws IOException {
    new TestSite(folder).parse(line.strip().split("\\s+", -1));
  }

  @Test
  void thereAreCommandLinesInEveryKindOfExample() throws IOException {
    assertThat(commandLines())
        .contains(
            "drift --inventory /etc/walter-fleet/inventories",
            "watch --every 30m --listen 9464 --inventory /etc/walter-fleet/inventories",
            "apply --yes --shard 0/4 --inventory /etc/walter-fleet/inventories",
            "apply /etc/walter-fleet/plan/plan.json --yes --slice 0/8 --inventory"
                + " /etc/walter-fleet/inventories",
            "apply plan.json --yes --inventory inventories --events events.jsonl",
            "plan --inventory inventories --trusted base/inventories --out plan.json --format"
                + " markdown",
            "plan --inventory change/inventories --trusted base/inventories --out plan.json"
                + " --format markdown");
    assertThat(commandLines()).filteredOn(line -> line.startsWith("plan ")).hasSize(3);
  }

  @Test
  void kubernetesKnowsEveryFieldOfTheManifests() throws IOException {
    V1CronJob.validateJsonElement(
        JsonParser.parseString(Yaml.json(EXAMPLES.resolve("kubernetes/drift-cronjob.yaml"))));
    V1Job.validateJsonElement(
        JsonParser.parseString(Yaml.json(EXAMPLES.resolve("kubernetes/apply-job.yaml"))));
    V1Job.validateJsonElement(
        JsonParser.parseString(Yaml.json(EXAMPLES.resolve("kubernetes/apply-plan-job.yaml"))));
  }

  @Test
  @Tag("tools")
  void systemdHasNothingAgainstTheUnits() throws Exception {
    List<String> units =
        List.of(
            "walter-fleet-drift.service", "walter-fleet-drift.timer", "walter-fleet-watch.service");
    for (String unit : units) {
      String text = Files.readString(EXAMPLES.resolve("systemd").resolve(unit));
      // the program is not installed where the tests run
      Files.writeString(
          folder.resolve(unit), text.replace("/usr/local/bin/walter-fleet", "/bin/true"));
    }
    List<String> words = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    units.forEach(unit -> words.add(folder.resolve(unit).toString()));
    Process verify = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines().filter(line -> line.contains("walter-fleet"))).isEmpty();
    assertThat(verify.waitFor()).as(said).isZero();
  }

  @Test
  void gitLabKnowsEveryKeyOfThePipeline() throws IOException {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    String schema = Files.readString(SCHEMAS.resolve("gitlab-ci.schema.json"));
    String pipeline = Yaml.json(EXAMPLES.resolve("ci/gitlab-ci.yml"));
    assertThat(registry.getSchema(schema).validate(pipeline, InputFormat.JSON))
        .extracting(Error::toString)
        .isEmpty();
    String wrong = pipeline.replace("\"resource_group\"", "\"resource_groups\"");
    assertThat(registry.getSchema(schema).validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void gitHubKnowsEveryKeyOfTheWorkflow() throws IOException {
    WorkflowSchema schema = WorkflowSchema.read(SCHEMAS.resolve("github-workflow.json"));
    String workflow = Yaml.json(EXAMPLES.resolve("ci/github-actions.yml"));
    assertThat(schema.complaints(workflow)).isEmpty();
    assertThat(schema.complaints(workflow.replace("\"runs-on\"", "\"run-on\""))).isNotEmpty();
    assertThat(schema.complaints(workflow.replace("\"synchronize\"", "\"synchronise\"")))
        .isNotEmpty();
  }
}
