package io.walterfleet.cli;

import static io.walterfleet.rollout.ExitCode.BLOCKED;
import static io.walterfleet.rollout.ExitCode.BUDGET;
import static io.walterfleet.rollout.ExitCode.CANNOT_START;
import static io.walterfleet.rollout.ExitCode.FAILED;
import static io.walterfleet.rollout.ExitCode.INTERNAL_ERROR;
import static io.walterfleet.rollout.ExitCode.INTERRUPTED;
import static io.walterfleet.rollout.ExitCode.LOCKED;
import static io.walterfleet.rollout.ExitCode.MIGRATION_BLOCKED;
import static io.walterfleet.rollout.ExitCode.OK;
import static io.walterfleet.rollout.ExitCode.ON_HOLD;
import static io.walterfleet.rollout.ExitCode.PENDING;
import static io.walterfleet.rollout.ExitCode.STALE;
import static io.walterfleet.rollout.ExitCode.UNHEALTHY;
import static io.walterfleet.rollout.ExitCode.UNKNOWN;
import static io.walterfleet.rollout.ExitCode.UNWRITTEN;
import static io.walterfleet.rollout.ExitCode.USAGE;

import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the help of a command says beside its options.
 *
 * @param exitCodes all that it can end with
 */
record CommandManual(Set<ExitCode> exitCodes, List<Example> examples) {
  /** What any command can end with. */
  private static final Set<ExitCode> ALWAYS =
      Set.of(OK, INTERNAL_ERROR, USAGE, CANNOT_START, UNWRITTEN, INTERRUPTED);

  private static final Set<ExitCode> OF_A_RUN =
      Set.of(FAILED, BUDGET, STALE, LOCKED, MIGRATION_BLOCKED, UNKNOWN, BLOCKED, ON_HOLD);

  CommandManual {
    EnumSet<ExitCode> all = EnumSet.copyOf(ALWAYS);
    all.addAll(exitCodes);
    exitCodes = java.util.Collections.unmodifiableSet(all);
    examples = List.copyOf(examples);
  }

  /**
   * A command line, and what it is for.
   *
   * @param words as they are typed behind the program's name
   */
  record Example(String words, String use) {}

  /** The manual of a command. */
  static CommandManual of(Commands commands) {
    return switch (commands) {
      case INIT ->
          with(Set.of())
              .example("init", "ask which hosts of ~/.ssh/config it is about")
              .example("init 'store-*' edge=ops@10.0.0.11", "ask nothing");
      case VALIDATE ->
          with(Set.of())
              .example("validate", "all inventories below inventories/")
              .example("validate -v -i fleet.yml -l stores", "list the machines of a group");
      case VERSIONS -> with(Set.of(UNKNOWN)).example("versions --format json", "for a program");
      case PLAN ->
          with(Set.of(PENDING, LOCKED, MIGRATION_BLOCKED, UNKNOWN, BLOCKED, UNHEALTHY))
              .example("plan", "what would be done, and why")
              .example("plan -l 'stores:!store-007' --out plan.json", "save it for apply")
              .example("plan --detailed-exitcode --format markdown", "for a change under review");
      case APPLY ->
          with(OF_A_RUN)
              .example("apply", "plan, show, ask, and do it")
              .example("apply plan.json --yes", "what was saved, and nothing else")
              .example("apply --yes -l canary --report run.html", "a part, with a page of it");
      case APPROVE ->
          with(Set.of()).example("approve plan.json --key ~/.ssh/id_ed25519", "sign a saved plan");
      case STATUS ->
          with(Set.of(LOCKED, MIGRATION_BLOCKED, UNKNOWN, BLOCKED, UNHEALTHY))
              .example("status", "all machines")
              .example("status --only unhealthy -l stores", "those that want somebody");
      case DRIFT ->
          with(OF_A_RUN)
              .and(Set.of(PENDING, UNHEALTHY))
              .example("drift", "what was changed by hand")
              .example("drift --correct -l store-007", "put it back");
      case WATCH ->
          with(Set.of())
              .example("watch --every 1h", "look, and tell")
              .example("watch --correct --listen :9464", "put back in windows; with metrics");
      case ROLLBACK ->
          with(Set.of(FAILED, BUDGET, LOCKED, UNKNOWN))
              .example("rollback --run last", "undo the last run")
              .example("rollback -l store-007 --data volumes", "one machine, with its data");
      case DOCTOR ->
          with(Set.of(PENDING, UNKNOWN))
              .example("doctor store-1", "what is assumed, held against a machine")
              .example("doctor store-1 --write keys.yml", "the keys that differ");
      case LOGS ->
          with(Set.of(UNKNOWN))
              .example("logs store-1", "the last run there")
              .example("logs store-1 last --lines 20", "the end of each step");
      case BACKUPS ->
          with(Set.of(FAILED, LOCKED, UNKNOWN))
              .example("backups", "what there is")
              .example("backups --prune 3 -l stores", "keep three on each machine")
              .example("backups --prove -l stores", "show that the newest can be gone back to");
      case UNLOCK ->
          with(Set.of(LOCKED, UNKNOWN))
              .example("unlock 20261123T100500Z-1f3a -l store-1", "as status shows the id");
      case ADOPT ->
          with(Set.of(UNKNOWN))
              .example("adopt walter@10.0.0.11 --out inventories/fleet.yml", "one machine")
              .example("adopt --from hosts.txt --ssh user=walter", "a list of them");
      case HISTORY ->
          with(Set.of())
              .example("history", "the last runs")
              .example("history last --format html", "one of them, as a page");
      case NOTIFY -> with(Set.of(FAILED)).example("notify test", "is everybody reached?");
      case REHEARSE ->
          with(OF_A_RUN)
              .example("rehearse", "with what usually fails")
              .example("rehearse --plan plan.json --detailed-exitcode", "a saved plan");
      case DEMO ->
          with(OF_A_RUN).and(Set.of(PENDING, UNHEALTHY)).example("demo", "takes half a minute");
      case COMPLETION ->
          with(Set.of())
              .example("completion bash >/etc/bash_completion.d/walter-fleet", "for all users")
              .example("completion names 'walter-fleet plan -l st'", "what a Tab there gives");
    };
  }

  private static CommandManual with(Set<ExitCode> exitCodes) {
    return new CommandManual(exitCodes, List.of());
  }

  private CommandManual and(Set<ExitCode> more) {
    EnumSet<ExitCode> all = EnumSet.copyOf(exitCodes);
    all.addAll(more);
    return new CommandManual(all, examples);
  }

  private CommandManual example(String words, String use) {
    List<Example> more = new java.util.ArrayList<>(examples);
    more.add(new Example(words, use));
    return new CommandManual(exitCodes, more);
  }
}
