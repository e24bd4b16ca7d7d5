package io.walterfleet.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are told: good ones, and those that fail, hang, and do not listen. */
@Tag("unit")
@Timeout(60)
class CommandTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void itGetsTheWordsAsTheyAreAndTheTextOnItsInput() throws Exception {
    Path script = script("cat >\"$1\"; printf '%s' \"$2\" >>\"$1\"");
    Path out = folder.resolve("out");
    Command command =
        new Command(
            List.of(script.toString(), out.toString(), "$(id); `id` *"),
            "{\"text\":\"grüß\"}\n",
            LONG);
    assertThat(command.attempt()).isEqualTo(new Answer(true, true, "it ended with 0"));
    assertThat(out).hasContent("{\"text\":\"grüß\"}\n$(id); `id` *");
    assertThat(command.receiver()).isEqualTo("the command " + script);
  }

  @Test
  void onlyATemporaryFailureIsTriedAgain() throws Exception {
    assertThat(tell("exit 3", "x", LONG)).isEqualTo(new Answer(false, true, "it ended with 3"));
    assertThat(tell("exit 75", "x", LONG)).isEqualTo(new Answer(false, false, "it ended with 75"));
    assertThat(new Command(List.of(folder + "/absent"), "x", LONG).attempt())
        .isEqualTo(new Answer(false, true, "it cannot be started"));
  }

  @Test
  void oneThatHangsIsKilledWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    Answer answer = tell("sleep 600 & echo $! >" + pid + "; wait", "x", Duration.ofMillis(700));
    assertThat(answer).isEqualTo(new Answer(false, true, "it took more than 700 ms"));
    Path child = Path.of("/proc", Files.readString(pid).strip(), "stat");
    while (runs(child)) {
      Thread.onSpinWait();
    }
  }

  /** One that nobody has waited for yet is dead all the same. */
  private static boolean runs(Path stat) throws IOException {
    try {
      return !Files.readString(stat).contains(") Z ");
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException going) {
      // it went while it was read
      return Files.exists(stat);
    }
  }

  @Test
  void oneThatDoesNotListenAndOneThatFloodsHoldNobodyUp() throws Exception {
    String large = "x".repeat(1_000_000);
    assertThat(tell("exit 0", large, LONG).isTaken()).isTrue();
    assertThat(
            tell("head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2", large, LONG).isTaken())
        .isTrue();
  }

  private Answer tell(String act, String input, Duration longest) throws Exception {
    return new Command(List.of(script(act).toString()), input, longest).attempt();
  }

  private Path script(String act) throws IOException {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + act + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
