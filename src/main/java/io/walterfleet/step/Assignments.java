package io.walterfleet.step;

import io.walterfleet.fleet.ComposeCall;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.ShellQuoting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values that a remote script is given, as assignments at its head. */
final class Assignments {
  /** The steps after whose beginning an install may differ from what it was. */
  private static final String CHANGING =
      words(Stream.of(StepKind.values()).filter(StepKind::changesInstall).toList());

  /** What the PostgreSQL of a proof may take of the machine's memory, in megabytes. */
  private static final String PROOF_MEMORY = "512";

  private final Map<String, String> values = new LinkedHashMap<>();

  /** What every script gets. */
  static Assignments of(Machine machine, ProductLayout productLayout) {
    EnvKeys keys = productLayout.envKeys();
    ComposeCall call = productLayout.stack().call();
    return new Assignments()
        .set("stack_files", String.join(",", call.files()))
        .set("stack_overlay", call.overlay().orElse(""))
        .set("env_files", String.join(",", call.envFiles()))
        .set("profiles", String.join(" ", call.profiles()))
        .set("one_shots", String.join(" ", call.oneShots()))
        .set("command", String.join(" ", call.command()))
        .set("install", machine.desired().installDir())
        .set("project", productLayout.stack().project())
        .set("setup", productLayout.stack().setupService())
        .set("postgres_volume", productLayout.stack().postgresVolume())
        .set("state_volume", productLayout.stack().stateVolume())
        .set(
            "keys",
            keys.names().entrySet().stream()
                .map(key -> key.getKey().word() + "=" + key.getValue())
                .collect(Collectors.joining(" ")));
  }

  /** The same and what a step needs. */
  Assignments with(StepRequest stepRequest, EnvKeys keys, int keepBackups) {
    Goal goal = stepRequest.subject().goal();
    return set("run", stepRequest.run())
        .set("step", stepRequest.attempt().word())
        .set("token", stepRequest.token())
        .set("target", goal.id())
        .set("planned", words(stepRequest.subject().planned()))
        .set("changing", CHANGING)
        .set(
            "kind", stepRequest.subject().planned().contains(StepKind.STAGE) ? "directory" : "keys")
        .set("bundle", goal.bundle())
        .set("size", Long.toString(stepRequest.payload().size()))
        .set("image", goal.image().value())
        .set("digest", goal.digest().orElse(""))
        .set("set", assignments(goal, keys))
        .set("data", goal.backup().word())
        .set("goal", record(goal))
        .set("keep", Integer.toString(keepBackups))
        .set("leave", stepRequest.step() == StepKind.FINISH ? "yes" : "no")
        .set(
            "retarget",
            stepRequest.subject().machine().desired().permissions().retarget() ? "yes" : "no");
  }

  /** The same and what a rollback, or the clearing after it, needs. */
  Assignments with(String word, Rollback rollback) {
    return set("run", rollback.run())
        .set("step", rollback.number() == 1 ? word : word + "." + rollback.number())
        .set("token", rollback.token())
        .set("stamp", rollback.to().stamp().orElse(""))
        .set("restore", rollback.to().data().word())
        .set("target", "")
        .set("planned", "rollback")
        .set("kind", "")
        .set("bundle", "")
        .set("retarget", "yes")
        .set("leave", word.equals("clear") ? "yes" : "no");
  }

  /**
   * The same and what a proof needs.
   *
   * @param limit of each of its parts
   */
  Assignments forProof(String run, String token, Duration limit) {
    return set("run", run)
        .set("step", "prove")
        .set("token", token)
        .set("limit", Long.toString(limit.toSeconds()))
        .set("memory", PROOF_MEMORY);
  }

  Assignments set(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** One assignment a line, every value quoted. */
  String text() {
    return values.entrySet().stream()
        .map(entry -> "wf_" + entry.getKey() + "=" + ShellQuoting.quoted(entry.getValue()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String words(List<StepKind> steps) {
    return steps.stream().map(StepKind::word).collect(Collectors.joining(" "));
  }

  /** A line for each key that a goal may say, with nothing where it does not. */
  private static String record(Goal goal) {
    return Stream.concat(
            Stream.of("image=" + goal.image()),
            ManagedKey.published().stream()
                .map(key -> key.word() + "=" + goal.publication().get(key).orElse("")))
        .collect(Collectors.joining(" "));
  }

  private static String assignments(Goal goal, EnvKeys keys) {
    List<String> pairs = new ArrayList<>();
    pairs.add(keys.name(ManagedKey.IMAGE) + "=" + goal.image());
    goal.publication().values().forEach((key, value) -> pairs.add(keys.name(key) + "=" + value));
    return String.join(" ", pairs);
  }
}
