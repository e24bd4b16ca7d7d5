package io.walterfleet.stack;

import io.walterfleet.testbed.ContainerWalter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Writes rows into a machine's database as long as there is one, and keeps account, outside of the
 * machine, of those that the database acknowledged. A row is the moment at which it was written, in
 * microseconds since 1970.
 */
final class Account {
  private static final Pattern ROW = Pattern.compile("\\d{16}");

  private static final String WRITER =
      """
      while :; do
        id=$(docker ps -q --filter label=com.docker.compose.service=postgres 2>/dev/null)
        [ -z "$id" ] || docker exec -i "$id" psql -qtAX -v ON_ERROR_STOP=1 -U walter <<'END' 2>/dev/null
      create table if not exists account(moment bigint primary key, filler text);
      insert into account select (extract(epoch from clock_timestamp()) * 1000000)::bigint, repeat('x', 200) returning moment \\watch 0.05
      END
        sleep 1
      done
      """;

  private final ContainerWalter walter;
  private final TreeSet<Long> acknowledged = new TreeSet<>();
  private final Thread thread = new Thread(this::writeOn, "account");
  private volatile boolean isOpen = true;

  private Account(ContainerWalter walter) {
    this.walter = walter;
  }

  /** Begins to write. */
  static Account open(ContainerWalter walter) {
    Account account = new Account(walter);
    account.thread.setDaemon(true);
    account.thread.start();
    return account;
  }

  /** Forgets all rows, because the machine is made anew. */
  synchronized void forget() {
    acknowledged.clear();
  }

  /**
   * Notes that a rollback put the data back to what they were at a moment.
   *
   * @param ended when the rollback had ended
   * @return how many acknowledged rows are undone by that
   */
  synchronized int putBack(long backup, long ended) {
    int before = acknowledged.size();
    acknowledged.removeIf(moment -> moment >= backup && moment < ended);
    return before - acknowledged.size();
  }

  /** How many rows the database must have. */
  synchronized int size() {
    return acknowledged.size();
  }

  /** What is missing; nothing, if all is well. */
  String missing() throws IOException, InterruptedException {
    TreeSet<Long> wanted;
    synchronized (this) {
      wanted = new TreeSet<>(acknowledged);
    }
    walter.sql("select moment from account").lines().map(Long::valueOf).forEach(wanted::remove);
    return wanted.isEmpty()
        ? ""
        : wanted.size()
            + " acknowledged rows are missing, from "
            + wanted.first()
            + " to "
            + wanted.last();
  }

  /** Writes no more. */
  void stop() throws InterruptedException {
    isOpen = false;
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  private void writeOn() {
    while (isOpen) {
      try {
        session();
        Thread.sleep(500);
      } catch (IOException down) {
        // the machine is down just now
      } catch (InterruptedException stop) {
        return;
      }
    }
  }

  private void session() throws IOException {
    Process process =
        new ProcessBuilder("docker", "exec", walter.machine().getContainerId(), "sh", "-c", WRITER)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = from.readLine(); isOpen && line != null; line = from.readLine()) {
        note(line);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private synchronized void note(String line) {
    if (ROW.matcher(line).matches()) {
      acknowledged.add(Long.valueOf(line));
    }
  }
}
