package io.walterfleet.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.messages.Sentences.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that the program says, in one list, held to the form of its messages. */
@Tag("unit")
class MessagesTest {
  private static final Path LIST = Path.of("target/messages.txt");

  /** Not said to anybody: what a library says twice, and what is sent to a shell. */
  private static final Pattern UNSAID =
      Pattern.compile("option option|(?s).*(walter_fleet_exit|2>/dev/null).*");

  /** Writes the list, to be read by somebody who has never seen the program. */
  @Test
  void eachSentenceKeepsToTheForm() throws IOException {
    List<Sentence> all = Sentences.all();
    Files.createDirectories(LIST.getParent());
    Files.writeString(
        LIST,
        all.stream()
            .map(one -> one.place() + "  " + one.text().strip().replace("\n", "\\n") + "\n")
            .collect(Collectors.joining()));
    assertThat(all).hasSizeGreaterThan(1500);
    assertThat(
            all.stream()
                .filter(one -> !UNSAID.matcher(one.text()).matches())
                .flatMap(
                    one ->
                        Wording.faults(one.text()).stream()
                            .map(fault -> one.place() + ": " + one.text().strip() + ": " + fault)))
        .isEmpty();
  }

  @Test
  void theFormIsOneThatCanBeMissed() {
    assertThat(Wording.faults("the the stack")).containsExactly("says twice: the the");
    assertThat(Wording.faults("a java.io.IOException came")).hasSize(1);
    assertThat(Wording.faults("3 machines, batch 1 is through")).hasSize(1);
    assertThat(Wording.faults("it failed (something was changed); put back (nothing was changed)"))
        .containsExactly("tells twice whether something was changed");
    assertThat(Wording.faultsOf("walter-fleet: --forks 0 is out of range\n    fix: a number\n"))
        .containsExactly(
            "a number refused without the numbers that there are: walter-fleet: --forks 0 is out of"
                + " range");
    assertThat(Wording.faultsOf("failed: store-1\n    it broke\n    fix: see the runs:\n"))
        .containsExactly("a fix that is not there:     it broke");
    assertThat(Wording.faultsOf("failed: store-1\n    it broke\n    fix: run apply again\n"))
        .isEmpty();
  }
}
