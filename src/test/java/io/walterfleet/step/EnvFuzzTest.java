package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import io.walterfleet.testbed.Removal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in .env.deploy are read and edited, or told as not known and left alone. */
@Tag("scripts")
@Timeout(4000)
class EnvFuzzTest {
  private static final String SET = "PHX_HOST=new.example.com WALTER_HTTPS_PORT=8443";

  private int turn;

  @Test
  void anyFileIsReadOrUnknown(@TempDir Path root) throws Exception {
    Fuzz.target("env", 60, input -> read(root, input));
  }

  private List<String> read(Path root, byte[] input) throws Exception {
    Path here = Files.createDirectories(root.resolve(Integer.toString(turn)));
    try {
      Bench bench = new Bench(here, List.of(Shell.values()).get(turn++ % 3));
      Path cases = Files.createDirectories(here.resolve("cases"));
      String text = new String(input, ISO_8859_1).replace("\0", "");
      Files.writeString(cases.resolve("once.env"), text, ISO_8859_1);
      run(bench, cases);
      String facts = Files.readString(cases.resolve("once.facts"), ISO_8859_1);
      String edited = Files.readString(cases.resolve("once.edited"), ISO_8859_1);
      assertThat(facts.lines()).allMatch(line -> line.matches("(unknown\\.)?env[.=][ -~]*"));
      if (facts.startsWith("unknown.env=")) {
        assertThat(edited).startsWith("exit 3: ");
        return List.of(facts);
      }
      Files.writeString(cases.resolve("once.env"), edited, ISO_8859_1);
      run(bench, cases);
      assertThat(Files.readString(cases.resolve("once.edited"), ISO_8859_1)).isEqualTo(edited);
      assertThat(Files.readString(cases.resolve("once.facts"), ISO_8859_1))
          .contains("env.host=new.example.com\n")
          .contains("env.httpsPort=8443\n");
      return List.of(facts.replaceAll("=.*", ""));
    } finally {
      Removal.of(here);
    }
  }

  private static void run(Bench bench, Path cases) throws Exception {
    String program =
        bench.assignments().set("cases", cases.toString()).set("wanted", SET).text()
            + new ScriptLibrary().program("probe-env.sh")
            + "main\n";
    Reply reply = bench.exchange(new Program("exec sh -s", Input.text(program)));
    assertThat(reply.exit()).as(reply.err()).isZero();
  }
}
