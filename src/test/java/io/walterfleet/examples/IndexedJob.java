package io.walterfleet.examples;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * An Indexed Job with a limit for each index, as Kubernetes' own controller carries it out.
 *
 * <ol>
 *   <li>As many Pods run as {@code parallelism} says, and no more than indexes have not succeeded:
 *       of the lowest indexes that neither run nor ended, so many as may run. One that waits for
 *       its next try keeps its place among them.
 *   <li>The first rule that matches a Pod that failed says what it means: {@code FailJob}, {@code
 *       FailIndex}, {@code Ignore}, or {@code Count}, which is meant where none matches.
 *   <li>An index is tried again after 10 s, twice as long each time and at most 10 minutes, for
 *       which ignored failures count as well. It has failed by a rule, or with the counted failure
 *       that is one more than its limit.
 *   <li>Once more indexes have failed than may, or the deadline has come, or a rule says so, no Pod
 *       is started, and those that run are deleted: they get SIGTERM, and as long as their grace
 *       lasts to end. Who succeeds meanwhile has succeeded. The Job has failed when all have ended.
 *   <li>Else it ends once each index has ended: complete, or failed if one has.
 * </ol>
 *
 * <p>Source: {@code syncJob}, {@code manageJob} and {@code firstPendingIndexes} in {@code
 * pkg/controller/job} of kubernetes/kubernetes, and {@code matchPodFailurePolicy}. Pods run side by
 * side in threads and take no time; the clock moves while none runs.
 */
final class IndexedJob {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final V1JobSpec spec;

  private IndexedJob(V1JobSpec spec) {
    this.spec = spec;
    validate();
  }

  static IndexedJob of(Path manifest) throws IOException {
    return new IndexedJob(V1Job.fromJson(Yaml.json(manifest)).getSpec());
  }

  /** The same with something otherwise. */
  IndexedJob with(Consumer<V1JobSpec> change) throws IOException {
    V1JobSpec other = V1JobSpec.fromJson(spec.toJson());
    change.accept(other);
    return new IndexedJob(other);
  }

  int completions() {
    return spec.getCompletions();
  }

  int parallelism() {
    return spec.getParallelism();
  }

  /** What runs in the Pod of an index. */
  interface Pod {
    Exit run(int index, Term term) throws Exception;
  }

  /**
   * How a Pod ended.
   *
   * @param isDisrupted whether its node was drained, or the like
   */
  record Exit(int code, boolean isDisrupted) {
    static Exit of(int code) {
      return new Exit(code, false);
    }
  }

  /** SIGTERM, which a Pod may get while it runs. */
  static final class Term {
    private Runnable heard = () -> {};
    private boolean isSent;

    /** What is done when it comes. */
    synchronized void whenSent(Runnable act) {
      heard = act;
      if (isSent) {
        act.run();
      }
    }

    private synchronized void send() {
      isSent = true;
      heard.run();
    }
  }

  /**
   * How the Job ended.
   *
   * @param reason as in the Job's condition
   * @param starts how many Pods each index had
   * @param took from the first Pod to the end
   * @param succeeded indexes
   * @param terminated indexes whose Pods ran when it had failed
   */
  record Ended(
      String reason,
      List<Integer> starts,
      Duration took,
      Set<Integer> succeeded,
      Set<Integer> terminated) {}

  /** Runs Pods until the Job has ended. */
  Ended run(Pod pod) throws Exception {
    try (Course course = new Course(pod)) {
      return course.run();
    }
  }

  /** What the API server refuses. */
  private void validate() {
    require("Indexed".equals(spec.getCompletionMode()), "limits for each index need Indexed");
    require(spec.getTemplate().getSpec().getRestartPolicy().equals("Never"), "policies need Never");
    require(spec.getBackoffLimitPerIndex() != null, "FailIndex needs backoffLimitPerIndex");
    require(spec.getMaxFailedIndexes() <= completions(), "no more may fail than there are");
    List<String> containers =
        spec.getTemplate().getSpec().getContainers().stream().map(one -> one.getName()).toList();
    require(rules().size() <= 20, "at most 20 rules");
    for (V1PodFailurePolicyRule rule : rules()) {
      boolean byCode = rule.getOnExitCodes() != null;
      boolean byCondition =
          !Objects.requireNonNullElse(rule.getOnPodConditions(), List.of()).isEmpty();
      require(byCode != byCondition, "either codes or conditions");
      if (byCode) {
        List<Integer> values = rule.getOnExitCodes().getValues();
        require(values.equals(new ArrayList<>(new TreeSet<>(values))), "values stand in order");
        require(!values.contains(0), "0 is no failure");
        require(containers.contains(rule.getOnExitCodes().getContainerName()), "a container");
      }
    }
  }

  private static void require(boolean isSo, String rule) {
    if (!isSo) {
      throw new IllegalArgumentException(rule);
    }
  }

  private List<V1PodFailurePolicyRule> rules() {
    return spec.getPodFailurePolicy().getRules();
  }

  private String action(Exit exit) {
    return rules().stream()
        .filter(rule -> matches(rule, exit))
        .map(V1PodFailurePolicyRule::getAction)
        .findFirst()
        .orElse("Count");
  }

  private static boolean matches(V1PodFailurePolicyRule rule, Exit exit) {
    if (rule.getOnExitCodes() == null) {
      return exit.isDisrupted()
          && rule.getOnPodConditions().stream()
              .anyMatch(one -> one.getType().equals("DisruptionTarget"));
    }
    boolean isNamed = rule.getOnExitCodes().getValues().contains(exit.code());
    return exit.code() != 0 && isNamed == rule.getOnExitCodes().getOperator().equals("In");
  }

  private static Duration backoff(int failures) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** A Pod that ended, or what it threw. */
  private record PodEnd(int index, Exit exit, Optional<Throwable> thrown) {}

  /** One run of the Job. */
  private final class Course implements AutoCloseable {
    private final Pod pod;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<PodEnd> ends = new LinkedBlockingQueue<>();
    private final Map<Integer, Term> active = new TreeMap<>();
    private final Set<Integer> succeeded = new TreeSet<>();
    private final Set<Integer> failed = new TreeSet<>();
    private final int[] starts = new int[completions()];
    private final int[] counted = new int[completions()];
    private final int[] ignored = new int[completions()];
    private final Duration[] due = new Duration[completions()];
    private Duration now = Duration.ZERO;
    private boolean isFailedByRule;

    private Course(Pod pod) {
      this.pod = pod;
      Arrays.fill(due, Duration.ZERO);
    }

    private Ended run() throws Exception {
      Optional<String> reason = Optional.empty();
      while (reason.isEmpty()) {
        List<Integer> candidates = candidates();
        candidates.stream().filter(index -> due[index].compareTo(now) <= 0).forEach(this::start);
        if (active.isEmpty()) {
          Duration next = candidates.stream().map(one -> due[one]).min(Duration::compareTo).get();
          now = next.compareTo(deadline()) < 0 ? next : deadline();
        } else {
          settle(ends.take());
        }
        reason = reason();
      }
      Set<Integer> terminated = new TreeSet<>(active.keySet());
      active.values().forEach(Term::send);
      while (!active.isEmpty()) {
        settle(ends.take());
      }
      return new Ended(
          reason.get(), Arrays.stream(starts).boxed().toList(), now, succeeded, terminated);
    }

    private Duration deadline() {
      return Duration.ofSeconds(spec.getActiveDeadlineSeconds());
    }

    /**
     * Of the lowest indexes that neither run nor ended, as many as may run beside those that do.
     */
    private List<Integer> candidates() {
      int wanted = Math.min(completions() - succeeded.size(), spec.getParallelism());
      return IntStream.range(0, completions())
          .boxed()
          .filter(one -> !active.containsKey(one))
          .filter(one -> !succeeded.contains(one) && !failed.contains(one))
          .limit(Math.max(0, wanted - active.size()))
          .toList();
    }

    private void start(int index) {
      Term term = new Term();
      active.put(index, term);
      starts[index]++;
      threads.execute(
          () -> {
            try {
              ends.add(new PodEnd(index, pod.run(index, term), Optional.empty()));
            } catch (Throwable thrown) {
              ends.add(new PodEnd(index, Exit.of(1), Optional.of(thrown)));
            }
          });
    }

    private void settle(PodEnd end) {
      end.thrown()
          .ifPresent(
              thrown -> {
                throw new IllegalStateException("the Pod of index " + end.index(), thrown);
              });
      int index = end.index();
      active.remove(index);
      if (end.exit().code() == 0) {
        succeeded.add(index);
        return;
      }
      String action = action(end.exit());
      isFailedByRule = isFailedByRule || action.equals("FailJob");
      if (action.equals("Ignore")) {
        ignored[index]++;
      } else {
        counted[index]++;
        if (action.equals("FailIndex") || counted[index] > spec.getBackoffLimitPerIndex()) {
          failed.add(index);
        }
      }
      due[index] = now.plus(backoff(counted[index] + ignored[index]));
    }

    private Optional<String> reason() {
      if (isFailedByRule) {
        return Optional.of("PodFailurePolicy");
      }
      if (now.compareTo(deadline()) >= 0) {
        return Optional.of("DeadlineExceeded");
      }
      if (failed.size() > Objects.requireNonNullElse(spec.getMaxFailedIndexes(), completions())) {
        return Optional.of("MaxFailedIndexesExceeded");
      }
      if (failed.size() + succeeded.size() < completions()) {
        return Optional.empty();
      }
      return Optional.of(failed.isEmpty() ? "CompletionsReached" : "FailedIndexes");
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
