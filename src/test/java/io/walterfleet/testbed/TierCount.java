package io.walterfleet.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts the tests of each tier, so that a run can say that none was left out.
 *
 * <p>A tier is a JUnit tag; a test without one is a unit test. One line a tier and result is added
 * to {@code target/tiers} at the end of each test run; {@code .ci/run} sums them up.
 */
public final class TierCount implements TestExecutionListener {
  private static final List<String> TIERS =
      List.of("stack", "container", "loopback", "browser", "scripts", "unit");
  private static final Path FILE = Path.of("target", "tiers");

  private final Map<String, Integer> counts = new TreeMap<>();

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      count(test, result.getStatus().name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    count(test, "skipped");
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    StringBuilder lines = new StringBuilder();
    counts.forEach((key, count) -> lines.append(key).append(' ').append(count).append('\n'));
    counts.clear();
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(
          FILE,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void count(TestIdentifier test, String result) {
    List<String> tags = test.getTags().stream().map(TestTag::getName).toList();
    String tier = TIERS.stream().filter(tags::contains).findFirst().orElse("unit");
    counts.merge(tier + " " + result, 1, Integer::sum);
  }
}
