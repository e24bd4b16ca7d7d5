package io.walterfleet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import io.walterfleet.fleet.Controls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives a target its corpus, {@code src/test/resources/fuzz/NAME}, and then mutations of it; inputs
 * that come to a new kind of answer are mutated further.
 *
 * <p>To each input the target answers in words, within bounds of time and memory, and no control
 * character is in the words. An input to which it does anything else is kept below {@code
 * target/fuzz}, and belongs into the corpus with the mend.
 *
 * <p>In a build so many inputs are made, by a seed that stays. With {@code
 * -Dwalter-fleet.fuzz.seconds=3600} it goes on for that time, by a new seed, and tells all that it
 * has found at the end.
 */
public final class Fuzz {
  private static final int SECONDS = Integer.getInteger("walter-fleet.fuzz.seconds", 0);
  private static final long SLOWEST = 5_000_000_000L;
  private static final long LARGEST = 512L << 20;

  /** What somebody else gave is told in so many characters, however long it was. */
  private static final int LONGEST_WORDS = 8_000;

  private static final int LONGEST_PAGES = 60_000;
  private static final int MOST_FINDINGS = 20;
  private static final Path FOUND = Path.of("target/fuzz");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Target target;
  private final boolean wordy;
  private final List<byte[]> pool = new ArrayList<>();
  private final Set<String> kinds = new HashSet<>();
  private final Map<String, String> findings = new LinkedHashMap<>();
  private long runs;

  private Fuzz(String name, boolean wordy, Target target) {
    this.name = name;
    this.wordy = wordy;
    this.target = target;
  }

  /** Whatever reads an input. */
  @FunctionalInterface
  public interface Target {
    /** What it says to the input, as it would be shown; line breaks are its own. */
    List<String> on(byte[] input) throws Exception;
  }

  /** Runs a target, in a build with so many inputs. */
  public static void target(String name, int inputs, Target target) throws Exception {
    new Fuzz(name, false, target).run(inputs);
  }

  /** Runs a target whose answers are whole pages, or told to who wrote all that he is told of. */
  public static void wordy(String name, int inputs, Target target) throws Exception {
    new Fuzz(name, true, target).run(inputs);
  }

  private void run(int inputs) throws Exception {
    long begin = System.nanoTime();
    List<Path> corpus;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", name))) {
      corpus = files.sorted().toList();
    }
    for (Path file : corpus) {
      byte[] input = Files.readAllBytes(file);
      pool.add(input);
      check(input);
    }
    long seed = SECONDS > 0 ? begin : 1;
    Mutator mutator = new Mutator(new Random(seed));
    while (SECONDS > 0 ? System.nanoTime() - begin < SECONDS * 1_000_000_000L : runs < inputs) {
      check(mutator.of(pool));
      if (findings.size() >= (SECONDS > 0 ? MOST_FINDINGS : 1)) {
        break;
      }
    }
    System.out.printf(
        "fuzz %s: %d runs in %d s, seed %d, %d inputs in the corpus, %d kinds of answers, %d findings%n",
        name,
        runs,
        (System.nanoTime() - begin) / 1_000_000_000L,
        seed,
        corpus.size(),
        kinds.size(),
        findings.size());
    if (!findings.isEmpty()) {
      throw new AssertionError(String.join("\n", findings.values()));
    }
  }

  @SuppressWarnings("IllegalCatch") // whatever it is, it is a finding
  private void check(byte[] input) throws IOException {
    runs++;
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    try {
      List<String> said = target.on(input);
      int longest = wordy ? Math.max(LONGEST_PAGES, 5 * input.length) : LONGEST_WORDS;
      String trouble = trouble(said, longest);
      long spent = THREADS.getCurrentThreadCpuTime() - cpu;
      long taken = THREADS.getThreadAllocatedBytes(thread) - before;
      if (!trouble.isEmpty()) {
        found(input, trouble, trouble);
      } else if (spent > SLOWEST) {
        found(input, "slow", "it took " + spent / 1_000_000 + " ms");
      } else if (taken > LARGEST) {
        found(input, "large", "it took " + (taken >> 20) + " MB");
      }
      keep(input, said);
    } catch (Throwable thrown) {
      StackTraceElement[] trace = thrown.getStackTrace();
      String place = trace.length == 0 ? "" : " at " + trace[0];
      found(input, thrown.getClass() + place, thrown + place);
    }
  }

  private static String trouble(List<String> said, int longest) {
    if (said.stream().anyMatch(words -> Controls.isIn(words.replace("\n", "")))) {
      return "a control character is in what it says";
    }
    return said.stream().mapToInt(String::length).sum() > longest
        ? "it says more than anybody reads"
        : "";
  }

  private void keep(byte[] input, List<String> said) {
    String words = String.join(" ", said);
    String kind =
        words
            .substring(0, Math.min(400, words.length()))
            .replaceAll("\"[^\"]*+\"|[0-9]++", "N")
            .replaceAll("'[^']*+'", "N");
    if (kinds.size() < 5000 && kinds.add(kind) && input.length < 1 << 17) {
      pool.add(input);
    }
  }

  private void found(byte[] input, String kind, String what) throws IOException {
    if (findings.containsKey(kind)) {
      return;
    }
    Path file =
        Files.createDirectories(FOUND)
            .resolve("%s-%08x".formatted(name, new String(input, ISO_8859_1).hashCode()));
    Files.write(file, input);
    String shown = Controls.escaped(new String(input, ISO_8859_1), 300);
    findings.put(kind, what + ": " + file + ": " + shown);
  }
}
