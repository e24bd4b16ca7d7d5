package io.walterfleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.messages.Wording;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.testing.MemoryRemote;
import io.walterfleet.testbed.Removal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one machine answers at some moment, the other is applied, in every form of output. */
@Tag("scripts")
@Timeout(4000)
class MachineFuzzTest {
  private static final List<String> FORMATS = List.of("text", "json", "markdown", "html");
  private static final List<String> MOMENTS =
      List.of("survey", "begin", "stage", "swap", "migrate", "finish", "leave");

  @TempDir Path folder;

  @Test
  void anyAnswerIsThatMachinesAlone() throws Exception {
    TestSite site = new TestSite(folder);
    String inventory =
        site.inventory(List.of("m-1", "m-2"), "rollout: {maxFailed: 100%, batch: [100%]}\n");
    Fuzz.wordy("machine", 100, input -> said(site, inventory, input));
  }

  /** The first byte chooses what is done, and when the machine says the rest. */
  private List<String> said(TestSite site, String inventory, byte[] input) throws Exception {
    int choice = input.length == 0 ? 0 : input[0] & 0x7f;
    String answer =
        new String(input, UTF_8).substring(Math.min(1, new String(input, UTF_8).length()));
    if (!Wording.faultsOf(answer.replaceAll("(?m)^", "    ")).isEmpty()) {
      return List.of(); // a machine may say what this program must not: it would be taken for ours
    }
    String moment = MOMENTS.get(choice % MOMENTS.size());
    MemoryRemote remote = new MemoryRemote("m-2");
    remote.does(
        (now, honest) -> {
          Reply reply = honest.call();
          if (!now.equals(moment)) {
            return reply;
          }
          String nonce = reply.out().replaceAll("(?s).*walter-fleet (\\w+) end.*", "$1");
          String said = answer.replace("n0nce", nonce);
          return new Reply(0, said, said, said.length() > 100_000);
        });
    site.reach(real -> remote);
    String format = FORMATS.get(choice / MOMENTS.size() % FORMATS.size());
    Ran plan = site.run("plan", "-v", "-i", inventory, "--format", format);
    Path events = folder.resolve("events");
    Files.deleteIfExists(events);
    Ran ran = site.run("apply", "--yes", "-v", "-i", inventory, "--events", events.toString());
    site.forgetWishes();
    assertThat(ran.exitCode()).as(ran.toString()).isIn(0, 3, 5, 6, 8, 9);
    assertThat(ran.out()).as(ran.toString()).containsPattern("\\b[12] (machines: 2 )?applied");
    int from = Math.max(0, ran.out().length() - 350);
    boolean isWithin = from > 0 && Character.isHighSurrogate(ran.out().charAt(from - 1));
    String end = ran.out().substring(isWithin ? from - 1 : from);
    List<String> all = new ArrayList<>(List.of(end, plan.out(), plan.err(), ran.out(), ran.err()));
    all.add(Files.exists(events) ? Files.readString(events) : "");
    Removal.of(folder.resolve(".local"));
    Removal.of(folder.resolve(".cache"));
    return all;
  }
}
