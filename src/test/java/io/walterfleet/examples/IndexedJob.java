package io.walterfleet.examples;

import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * An Indexed Job as Kubernetes' controller carries it out, as far as exit codes decide: the first
 * rule that matches a Pod's exit code says what becomes of its index or of the Job; what no rule
 * matches counts for its index, which is tried again after 10 s, twice as long each time and at
 * most 10 minutes; an index that has used up its tries has failed, and so has the Job once more
 * indexes have failed than may, or in the end if any has.
 *
 * <p>Source: Kubernetes' documentation of Jobs, "Backoff limit per index" and "Pod failure policy".
 */
final class IndexedJob {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final V1JobSpec spec;

  private IndexedJob(V1JobSpec spec) {
    this.spec = spec;
  }

  static IndexedJob of(Path manifest) throws IOException {
    return new IndexedJob(
        io.kubernetes.client.openapi.models.V1Job.fromJson(Yaml.json(manifest)).getSpec());
  }

  int completions() {
    return spec.getCompletions();
  }

  /** What runs in the Pod of an index, and the exit code that it ends with. */
  interface Pod {
    int run(int index) throws Exception;
  }

  /**
   * How the Job ended.
   *
   * @param reason as in the Job's condition
   * @param starts how many Pods each index had
   * @param took from the first Pod to the end
   */
  record Ended(String reason, List<Integer> starts, Duration took) {}

  /** Runs Pods until the Job has ended. */
  Ended run(Pod pod) throws Exception {
    int[] starts = new int[completions()];
    List<Integer> failed = new ArrayList<>();
    PriorityQueue<Due> waiting =
        new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::index));
    for (int index = 0; index < starts.length; index++) {
      waiting.add(new Due(Duration.ZERO, index));
    }
    Duration now = Duration.ZERO;
    while (!waiting.isEmpty()) {
      Due due = waiting.remove();
      now = due.at();
      if (now.toSeconds() > spec.getActiveDeadlineSeconds()) {
        return ended("DeadlineExceeded", starts, now);
      }
      starts[due.index()]++;
      int code = pod.run(due.index());
      String action = code == 0 ? "Succeeded" : action(code).orElse("Count");
      if (action.equals("FailJob")) {
        return ended("PodFailurePolicy", starts, now);
      }
      boolean isOver = starts[due.index()] > spec.getBackoffLimitPerIndex();
      if (action.equals("FailIndex") || (action.equals("Count") && isOver)) {
        failed.add(due.index());
      } else if (action.equals("Count")) {
        waiting.add(new Due(now.plus(backoff(starts[due.index()])), due.index()));
      }
      if (failed.size() > spec.getMaxFailedIndexes()) {
        return ended("MaxFailedIndexesExceeded", starts, now);
      }
    }
    return ended(failed.isEmpty() ? "CompletionsReached" : "FailedIndexes", starts, now);
  }

  private Optional<String> action(int code) {
    return spec.getPodFailurePolicy().getRules().stream()
        .filter(rule -> rule.getOnExitCodes().getOperator().equals("In"))
        .filter(rule -> rule.getOnExitCodes().getValues().contains(code))
        .map(V1PodFailurePolicyRule::getAction)
        .findFirst();
  }

  private static Duration backoff(int failures) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  private static Ended ended(String reason, int[] starts, Duration took) {
    return new Ended(reason, Arrays.stream(starts).boxed().toList(), took);
  }

  /** When a Pod of an index may be started. */
  private record Due(Duration at, int index) {}
}
