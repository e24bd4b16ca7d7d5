package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import io.walterfleet.testbed.Removal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Whatever stands in .env.deploy, an edit changes the managed values and no other byte. */
@Tag("scripts")
class EnvEditTest {
  private static final String WANTED = "PHX_HOST=new.example.com WALTER_HTTPS_PORT=8443";

  @Property(tries = 2, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void anEditChangesTheManagedValuesAndNoOtherByte(@ForAll("files") List<EnvPieces> files)
      throws Exception {
    for (Shell shell : Shell.values()) {
      onlyTheManagedValuesChange(files, shell);
    }
  }

  private static void onlyTheManagedValuesChange(List<EnvPieces> files, Shell shell)
      throws Exception {
    List<String> once = edit(shell, files.stream().map(EnvPieces::text).toList());
    for (int i = 0; i < files.size(); i++) {
      assertThat(once.get(i)).as(files.get(i).text()).isEqualTo(files.get(i).edited());
    }
    assertThat(edit(shell, once)).as("once more").isEqualTo(once);
  }

  @Provide
  Arbitrary<List<EnvPieces>> files() {
    return EnvPieces.files().list().ofSize(60);
  }

  /** Edits all of them by the script itself, in one process. */
  private static List<String> edit(Shell shell, List<String> files) throws Exception {
    Path root = Files.createTempDirectory("walter-fleet-env-");
    try {
      Bench bench = new Bench(root, shell);
      Path cases = Files.createDirectories(root.resolve("cases"));
      for (int i = 0; i < files.size(); i++) {
        Files.writeString(cases.resolve(i + ".env"), files.get(i), ISO_8859_1);
      }
      String program =
          bench.assignments().set("cases", cases.toString()).set("wanted", WANTED).text()
              + new ScriptLibrary().program("probe-env.sh")
              + "main\n";
      Reply reply = bench.exchange(new Program("exec sh -s", Input.text(program)));
      assertThat(reply.exit()).as(reply.err()).isZero();
      List<String> edited = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        edited.add(Files.readString(cases.resolve(i + ".edited"), ISO_8859_1));
      }
      return edited;
    } finally {
      Removal.of(root);
    }
  }
}
