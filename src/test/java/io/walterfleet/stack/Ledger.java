package io.walterfleet.stack;

import io.walterfleet.testbed.ContainerWalter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Writes numbered rows into a machine's database as fast as its owner's customers would, whatever
 * happens to the stack, and keeps account of those that the database acknowledged.
 *
 * <ol>
 *   <li>One row a statement, each its own transaction; the answer is the acknowledgement.
 *   <li>With each answer comes when that PostgreSQL was started. A backup of the volumes stops it,
 *       so this tells the rows before the backup from those after.
 *   <li>When the database goes away, the row under way is neither kept nor lost: it may be there.
 * </ol>
 */
final class Ledger {
  private static final String CREATE = "create table if not exists ledger(number int primary key);";
  private static final String INSERT =
      "insert into ledger values (%d) returning number || ' ' ||"
          + " (extract(epoch from pg_postmaster_start_time()) * 1000)::bigint;";

  private static final Pattern ACKNOWLEDGED = Pattern.compile("[0-9]+ [0-9]+");

  private final ContainerWalter walter;
  private final TreeMap<Integer, Long> acknowledged = new TreeMap<>();
  private final TreeSet<Integer> doubtful = new TreeSet<>();
  private final TreeSet<Integer> undone = new TreeSet<>();
  private final Thread thread = new Thread(this::writeOn, "ledger");
  private volatile boolean isOpen = true;
  private int last;

  private Ledger(ContainerWalter walter) {
    this.walter = walter;
  }

  /** Begins to write. */
  static Ledger open(ContainerWalter walter) {
    Ledger ledger = new Ledger(walter);
    ledger.thread.start();
    return ledger;
  }

  /** How many rows were acknowledged so far. */
  synchronized int size() {
    return acknowledged.size();
  }

  /**
   * Notes that the database was put back by a rollback: what it acknowledged between a backup and
   * that must be gone.
   *
   * @param upgrade when the upgrade began that made the backup, in milliseconds since 1970
   * @param rollback when the rollback began
   * @return how many rows that are
   */
  synchronized int putBack(long upgrade, long rollback) {
    List<Integer> numbers =
        acknowledged.entrySet().stream()
            .filter(row -> row.getValue() >= upgrade && row.getValue() < rollback)
            .map(row -> row.getKey())
            .toList();
    undone.addAll(numbers);
    return numbers.size();
  }

  /** What differs between the account and the table; nothing, if all is well. */
  synchronized String differences() throws IOException, InterruptedException {
    TreeSet<Integer> present = new TreeSet<>();
    walter.sql("select number from ledger").lines().map(Integer::valueOf).forEach(present::add);
    TreeSet<Integer> missing = new TreeSet<>(acknowledged.keySet());
    missing.removeAll(undone);
    missing.removeAll(present);
    TreeSet<Integer> strange = new TreeSet<>(present);
    strange.removeAll(acknowledged.keySet());
    strange.removeAll(doubtful);
    present.retainAll(undone);
    return (missing.isEmpty() ? "" : "missing " + missing)
        + (strange.isEmpty() ? "" : " never written " + strange)
        + (present.isEmpty() ? "" : " not undone " + present);
  }

  /** Writes no more. */
  void stop() throws InterruptedException {
    isOpen = false;
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(30));
  }

  private void writeOn() {
    while (isOpen) {
      try {
        session();
        Thread.sleep(100);
      } catch (IOException down) {
        // the stack is down just now
      } catch (InterruptedException stop) {
        return;
      }
    }
  }

  /** Writes until the database goes away. */
  private void session() throws IOException, InterruptedException {
    Process psql = walter.psql();
    try (Writer to = new OutputStreamWriter(psql.getOutputStream(), StandardCharsets.UTF_8);
        BufferedReader from =
            new BufferedReader(
                new InputStreamReader(psql.getInputStream(), StandardCharsets.UTF_8))) {
      to.write(CREATE + "\n");
      while (isOpen && write(to, from)) {
        Thread.sleep(25);
      }
    } finally {
      psql.destroyForcibly();
    }
  }

  private synchronized boolean write(Writer to, BufferedReader from) throws IOException {
    last++;
    doubtful.add(last);
    to.write(INSERT.formatted(last) + "\n");
    to.flush();
    String answer = from.readLine();
    // docker says on the same stream that the database ends just now
    if (answer == null || !ACKNOWLEDGED.matcher(answer).matches()) {
      return false;
    }
    String[] words = answer.split(" ", -1);
    acknowledged.put(Integer.valueOf(words[0]), Long.valueOf(words[1]));
    doubtful.remove(last);
    return true;
  }
}
