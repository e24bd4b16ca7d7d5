package io.walterfleet.step;

import io.walterfleet.fleet.ComposeCall;
import io.walterfleet.fleet.Conventions;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values that a remote script is given, as assignments at its head. */
final class Variables {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** What every script gets. */
  static Variables of(Machine machine, Conventions conventions) {
    EnvKeys keys = conventions.envKeys();
    ComposeCall call = conventions.stack().call();
    return new Variables()
        .set("stack_files", String.join(",", call.files()))
        .set("stack_overlay", call.overlay().orElse(""))
        .set("env_files", String.join(",", call.envFiles()))
        .set("profiles", String.join(" ", call.profiles()))
        .set("one_shots", String.join(" ", call.oneShots()))
        .set("command", String.join(" ", call.command()))
        .set("install", machine.desired().installDir())
        .set("project", conventions.stack().project())
        .set("setup", conventions.stack().setupService())
        .set("postgres_volume", conventions.stack().postgresVolume())
        .set("state_volume", conventions.stack().stateVolume())
        .set(
            "keys",
            String.join(
                " ",
                "image=" + keys.image(),
                "host=" + keys.host(),
                "mode=" + keys.mode(),
                "httpsPort=" + keys.httpsPort(),
                "httpPort=" + keys.httpPort()));
  }

  /** The same and what a step needs. */
  Variables with(Task task, EnvKeys keys, int keepBackups) {
    Goal goal = task.subject().goal();
    return set("run", task.run())
        .set("step", task.attempt().word())
        .set("token", task.token())
        .set("target", goal.id())
        .set("planned", words(task.subject().planned()))
        .set("kind", task.subject().planned().contains(StepKind.STAGE) ? "directory" : "keys")
        .set("bundle", goal.bundle())
        .set("size", Long.toString(task.payload().size()))
        .set("image", goal.image().value())
        .set("digest", goal.digest().orElse(""))
        .set("set", assignments(goal, keys))
        .set("data", goal.backup().word())
        .set("keep", Integer.toString(keepBackups))
        .set("leave", task.step() == StepKind.FINISH ? "yes" : "no")
        .set(
            "retarget", task.subject().machine().desired().permissions().retarget() ? "yes" : "no");
  }

  /** The same and what a rollback, or the clearing after it, needs. */
  Variables with(String word, Rollback rollback) {
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

  Variables set(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** One assignment a line, every value quoted. */
  String text() {
    return values.entrySet().stream()
        .map(entry -> "wf_" + entry.getKey() + "=" + Command.quoted(entry.getValue()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String words(List<StepKind> steps) {
    return steps.stream().map(StepKind::word).collect(Collectors.joining(" "));
  }

  private static String assignments(Goal goal, EnvKeys keys) {
    List<String> pairs = new ArrayList<>();
    Publication publication = goal.publication();
    pairs.add(keys.image() + "=" + goal.image());
    publication.mode().map(Mode::word).ifPresent(mode -> pairs.add(keys.mode() + "=" + mode));
    publication.host().ifPresent(host -> pairs.add(keys.host() + "=" + host));
    publication.httpsPort().ifPresent(port -> pairs.add(keys.httpsPort() + "=" + port));
    return String.join(" ", pairs);
  }
}
