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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** No value of .env.deploy that is not a managed key's is in the words that leave a machine. */
@Tag("scripts")
class HiddenWordsTest {
  /** So much of a secret is told by nobody. */
  private static final int RUN = 6;

  /** What stays, because no secret that is drawn here can be it. */
  private static final String MARK = "\u00ab\u00b6\u00bb";

  /**
   * A file, and what a command said that had read it.
   *
   * @param secrets each as a program that read the file has it
   */
  private record Told(String file, List<String> secrets, String words) {}

  /** One secret in a file. */
  private record Secret(String name, String value, Quoting quoting) {
    String line() {
      return name + "=" + quoting.written(value);
    }
  }

  /** How a value may be written, so that Compose reads the value. */
  private enum Quoting {
    NONE,
    SINGLE,
    DOUBLE;

    String written(String value) {
      return switch (this) {
        case NONE -> value.replace("\n", "");
        case SINGLE -> "'" + value.replace("'", "\\'") + "'";
        case DOUBLE ->
            "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
      };
    }
  }

  @Property(tries = 3, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void noSixCharactersOfASecretAreTold(@ForAll("tales") List<Told> tales) throws Exception {
    for (Shell shell : Shell.values()) {
      List<String> said = said(shell, tales);
      for (int i = 0; i < said.size(); i++) {
        Told told = tales.get(i);
        for (String secret : told.secrets) {
          assertThat(runs(secret).filter(said.get(i)::contains))
              .as("%s\n%s\n%s", told.file, told.words, said.get(i))
              .isEmpty();
        }
        assertThat(said.get(i)).as("%s\n%s", told.file, told.words).contains(MARK);
      }
    }
  }

  @Example
  void everyFormOfAValueIsHidden() throws Exception {
    List<Told> tales =
        List.of(
            told("A=walter\nB=walter-S3CRET", "walter-S3CRET walter", "[hidden] [hidden]"),
            told("A=walter-S3CRET\nB=walter", "walter-S3CRETwalter", "[hidden]"),
            told("A=ab1", "ab1 ab12 xab1 \"ab1\"", "[hidden] ab12 xab1 \"[hidden]\""),
            told("A=-", "a - b -c -", "a [hidden] b -c [hidden]"),
            told("A=four", "fourteen", "[hidden]teen"),
            told(
                "A=\"x\\\\\"\nPIN=\"77\\\\\"\nC=\"other1\"",
                "x\\ 77\\ other1",
                "[hidden] [hidden] [hidden]"),
            told("A=\"q\\\"r\\ns-t\"", "q\"r and s-t", "[hidden] and [hidden]"),
            told("A='it\\'s'", "it's", "[hidden]"),
            told("A=p$$w", "p$w p$$w", "[hidden] [hidden]"),
            told("A=abc # why\nB=xyz#8", "abc xyz#8 why", "[hidden] [hidden] why"),
            told("#OLD=12345", "12345", "[hidden]"),
            told("a-b: '9876'", "9876", "[hidden]"),
            told(
                "A=\"one\nPHX_HOST=two-2\nsix\"\nPHX_HOST=new",
                "PHX_HOST=two-2 one six new",
                "[hidden] [hidden] [hidden] new"),
            told(
                "MY KEY=abcdef\nWhoKnows7!",
                "line 2: \"WhoKnows7!\" abcdef",
                "line 2: \"[hidden]\" [hidden]"),
            told(
                "PHX_HOST=a.example.com\nWALTER_MODE='tls' # b",
                "a.example.com tls",
                "a.example.com tls"),
            told("PHX_HOST=\"a1\" S=b-2\nWALTER_MODE=c-3 d-4", "b-2 c-3 d-4", "[hidden] [hidden]"),
            told("PHX_HOST=a # was=b-77", "b-77", "[hidden]"),
            told(
                "U=ecto://u:pass-word@db/x",
                "no ecto://u:pass-word@db/x or pass-w",
                "no [hidden] or [hidden]"),
            told("A=secret\u0000B=other1", "secret other1", "[hidden] [hidden]"),
            told(
                "A=\u00e4\u00ff\u00e9\u00fc\u00f6\u00df1\r",
                "\u00e4\u00ff\u00e9\u00fc\u00f6\u00df1!",
                "[hidden]!"),
            told(
                "A=" + "0123456789abcdef".repeat(1 << 16) + "\nB=tail77",
                "def012 tail77",
                "[hidden] [hidden]"),
            told(
                "A=secret",
                "x".repeat(590) + " secret and " + "y".repeat(900),
                "x".repeat(590) + " [hidden]"),
            told("A=" + "s3cr3t".repeat(400), "s3cr3t".repeat(400) + " end", "[hidden]"));
    for (Shell shell : Shell.values()) {
      List<String> said = said(shell, tales);
      for (int i = 0; i < said.size(); i++) {
        assertThat(said.get(i))
            .as(shell + ": " + tales.get(i).words)
            .isEqualTo(tales.get(i).secrets.get(0));
      }
    }
  }

  /** Here the one secret is what shall be said. */
  private static Told told(String file, String words, String said) {
    return new Told(file, List.of(said), words);
  }

  @Provide
  Arbitrary<List<Told>> tales() {
    Arbitrary<String> values =
        Arbitraries.strings()
            .withCharRange('!', '~')
            .withChars(" \\\"'$#=\n\u00e9")
            .ofMinLength(1)
            .ofMaxLength(40)
            .map(String::strip)
            .filter(value -> !value.isEmpty());
    Arbitrary<Secret> secrets =
        Combinators.combine(
                Arbitraries.of("A", "export B_2", "c-d", "9.e", "f[0]"),
                values,
                Arbitraries.of(Quoting.class))
            .as(Secret::new);
    return Combinators.combine(
            secrets.list().ofMinSize(1).ofMaxSize(6),
            Arbitraries.of("\n", "\r\n"),
            Arbitraries.of(
                "%s", "\"%s\" is wrong", "x%sy", "password=%s;", "a\\\"%s", "http://u:%s@db/"),
            Arbitraries.integers().between(RUN, 60))
        .as(HiddenWordsTest::tale)
        .list()
        .ofSize(40);
  }

  /** All secrets are told, whole, cut at some length, and as their file has them. */
  private static Told tale(List<Secret> secrets, String eol, String form, int cut) {
    String file = secrets.stream().map(Secret::line).collect(Collectors.joining("\n"));
    List<String> values =
        secrets.stream()
            .map(s -> s.quoting == Quoting.NONE ? s.quoting.written(s.value) : s.value)
            .toList();
    List<String> said = new ArrayList<>();
    for (Secret secret : secrets) {
      String value = values.get(secrets.indexOf(secret));
      said.add(form.formatted(value));
      said.add(form.formatted(value.substring(0, Math.min(cut, value.length()))));
      said.add(secret.line().substring(secret.name.length()));
    }
    String words = MARK + "\t" + String.join("\t", said).replace("\n", "\t") + "\n";
    return new Told(
        "PHX_HOST=a.example.com\n" + file.replace("\n", eol) + eol + "WALTER_MODE=x\n",
        values.stream().flatMap(value -> Stream.of(value.split("\n", -1))).toList(),
        words);
  }

  /** All runs of that many characters. */
  private static Stream<String> runs(String secret) {
    return Stream.iterate(0, i -> i + RUN <= secret.length(), i -> i + 1)
        .map(i -> secret.substring(i, i + RUN))
        .filter(run -> !Pattern.matches("\\s*|.*(?:a\\.example|hidden).*", run));
  }

  /** What is left of the words, by the script itself. */
  private static List<String> said(Shell shell, List<Told> tales) throws Exception {
    Path root = Files.createTempDirectory("walter-fleet-hide-");
    try {
      Bench bench = new Bench(root, shell);
      Path cases = Files.createDirectories(root.resolve("cases"));
      for (int i = 0; i < tales.size(); i++) {
        Files.writeString(cases.resolve(i + ".env"), tales.get(i).file, ISO_8859_1);
        Files.writeString(cases.resolve(i + ".words"), tales.get(i).words, ISO_8859_1);
      }
      String program =
          bench.assignments().set("cases", cases.toString()).text()
              + new ScriptLibrary().program("probe-hide.sh")
              + "main\n";
      Reply reply = bench.exchange(new Program("exec sh -s", Input.text(program)));
      assertThat(reply.exit()).as(reply.err()).isZero();
      List<String> said = new ArrayList<>();
      for (int i = 0; i < tales.size(); i++) {
        said.add(Files.readString(cases.resolve(i + ".said"), ISO_8859_1).stripTrailing());
      }
      return said;
    } finally {
      Removal.of(root);
    }
  }
}
