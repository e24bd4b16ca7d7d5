package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How .env.deploy is read and edited, case by case; files are written one char a byte.
 *
 * <p>The facts are those of the managed keys before the edit, which sets the host to {@code
 * new.host} and the port to {@code 8443}. What each case expects was taken from the rules of
 * compose-go's dotenv parser and python-dotenv; where the two differ, or versions of the first, it
 * is unknown.
 */
@Tag("scripts")
class EnvFileTest {
  private static final String SET = "PHX_HOST=new.host WALTER_HTTPS_PORT=8443";

  @TempDir Path root;

  /** One odd file: what is read of it, and what it is after the edit. */
  private record Case(String name, String file, List<String> facts, String edited) {}

  private static final String NAMES = "a name may have letters, digits and _ . - [ ] only";

  private static Case refused(String name, String file, int line, String why) {
    return unknown(name, file, "Compose cannot read line " + line + ": " + why);
  }

  private static Case unsure(String name, String file, int line, String why) {
    return unknown(name, file, "it cannot be told how Compose reads line " + line + ": " + why);
  }

  private static Case unknown(String name, String file, String why) {
    return new Case(
        "unknown: " + name, file, List.of("unknown.env=" + why), "exit 3: " + why + "\n");
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "plain",
              "PHX_HOST=old\nWALTER_HTTPS_PORT=443\nX=1\n",
              List.of("env.host=old", "env.httpsPort=443"),
              "PHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\nX=1\n"),
          new Case("empty", "", List.of(), "PHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "no last newline",
              "X=1\nPHX_HOST=old",
              List.of("env.host=old"),
              "X=1\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443"),
          new Case(
              "CRLF",
              "X=1\r\nPHX_HOST=old\r\n",
              List.of("env.host=old"),
              "X=1\r\nPHX_HOST=new.host\r\nWALTER_HTTPS_PORT=8443\r\n"),
          new Case(
              "CRLF without last newline",
              "PHX_HOST=old\r\nX=1",
              List.of("env.host=old"),
              "PHX_HOST=new.host\r\nX=1\r\nWALTER_HTTPS_PORT=8443"),
          new Case(
              "both quotes, export and blanks",
              "export PHX_HOST = \"old\"\n  WALTER_HTTPS_PORT='443' \n",
              List.of("env.host=old", "env.httpsPort=443"),
              "export PHX_HOST = \"new.host\"\n  WALTER_HTTPS_PORT='8443' \n"),
          new Case(
              "comments behind values",
              "PHX_HOST=old # the host\nWALTER_HTTPS_PORT=\"443\" # the port\n",
              List.of("env.host=old", "env.httpsPort=443"),
              "PHX_HOST=new.host # the host\nWALTER_HTTPS_PORT=\"8443\" # the port\n"),
          new Case(
              "duplicates: the last one counts",
              "PHX_HOST=first\nWALTER_HTTPS_PORT=1\nPHX_HOST=second\n",
              List.of("env.host.count=2", "env.host=second", "env.httpsPort=1"),
              "PHX_HOST=first\nWALTER_HTTPS_PORT=8443\nPHX_HOST=new.host\n"),
          new Case(
              "the key within other keys, in comments and in values",
              "#PHX_HOST=no\nMY_PHX_HOST=no\nPHX_HOST_2=no\nY=PHX_HOST=no\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "#PHX_HOST=no\nMY_PHX_HOST=no\nPHX_HOST_2=no\nY=PHX_HOST=no\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "the key within a value of many lines",
              "CERT=\"-----\nPHX_HOST=no\n'odd\n-----\"\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "CERT=\"-----\nPHX_HOST=no\n'odd\n-----\"\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "an escaped quote does not end a value",
              "A=\"x\\\"\nPHX_HOST=no\"\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "A=\"x\\\"\nPHX_HOST=no\"\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "an escaped backslash does not escape the quote behind it",
              "A=\"x\\\\\"\nPHX_HOST=\"old\"\nB='y\\\\\\\\'\nWALTER_HTTPS_PORT='1'\nC=\"\\\\\\\"\nPHX_HOST=no\"\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "A=\"x\\\\\"\nPHX_HOST=\"new.host\"\nB='y\\\\\\\\'\nWALTER_HTTPS_PORT='8443'\nC=\"\\\\\\\"\nPHX_HOST=no\"\n"),
          new Case(
              "an escaped backslash at the end of the file",
              "PHX_HOST=old\nWALTER_HTTPS_PORT=1\nA=\"x\\\\\"",
              List.of("env.host=old", "env.httpsPort=1"),
              "PHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\nA=\"x\\\\\""),
          new Case(
              "a line of escaped quotes",
              "A=\"" + "x\\\"".repeat(1 << 18) + "\"\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "A=\"" + "x\\\"".repeat(1 << 18) + "\"\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "a managed value of many lines",
              "PHX_HOST='a\nb' # c\nWALTER_HTTPS_PORT=1",
              List.of("env.host=a%0Ab", "env.httpsPort=1"),
              "PHX_HOST='new.host' # c\nWALTER_HTTPS_PORT=8443"),
          new Case(
              "a managed value of many lines at the end",
              "WALTER_HTTPS_PORT=1\nPHX_HOST='a\nb'",
              List.of("env.host=a%0Ab", "env.httpsPort=1"),
              "WALTER_HTTPS_PORT=8443\nPHX_HOST='new.host'"),
          new Case(
              "a reference to another variable is not guessed",
              "D=x\nPHX_HOST=${D}.example\nWALTER_HTTPS_PORT='$P'\n",
              List.of(
                  "env.httpsPort=$P",
                  "unknown.env.host=PHX_HOST in line 2: its value refers to another variable"),
              "D=x\nPHX_HOST=new.host\nWALTER_HTTPS_PORT='8443'\n"),
          new Case(
              "a hash without a blank is not guessed",
              "PHX_HOST=a#b\nWALTER_HTTPS_PORT=1\n",
              List.of(
                  "env.httpsPort=1",
                  "unknown.env.host=PHX_HOST in line 1: versions of Compose differ on where its comment begins"),
              "PHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "a comment behind a tab is made one that all take for one",
              "PHX_HOST=a\t# b\r\nWALTER_HTTPS_PORT= 1 \t\t#c\n",
              List.of(
                  "unknown.env.host=PHX_HOST in line 1: versions of Compose differ on where its comment begins",
                  "unknown.env.httpsPort=WALTER_HTTPS_PORT in line 2: versions of Compose differ on where its comment begins"),
              "PHX_HOST=new.host # b\r\nWALTER_HTTPS_PORT= 8443 #c\n"),
          new Case(
              "a comment in place of the value",
              "PHX_HOST= # none yet\nWALTER_HTTPS_PORT=1\n",
              List.of(
                  "env.httpsPort=1",
                  "unknown.env.host=PHX_HOST in line 1: a comment stands where its value should"),
              "PHX_HOST= new.host # none yet\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "no value",
              "PHX_HOST=\nWALTER_HTTPS_PORT=\r\n",
              List.of("env.host=", "env.httpsPort="),
              "PHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\r\n"),
          new Case(
              "YAML style",
              "PHX_HOST: old\nWALTER_HTTPS_PORT: 1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "PHX_HOST: new.host\nWALTER_HTTPS_PORT: 8443\n"),
          new Case(
              "bytes that are not UTF-8, and a byte order mark",
              "\u00ef\u00bb\u00bfPHX_HOST=old\nS=\u00ff\u00fe\u0080%\t\nWALTER_HTTPS_PORT=\u00e9\n",
              List.of("env.host=old", "env.httpsPort=%E9"),
              "\u00ef\u00bb\u00bfPHX_HOST=new.host\nS=\u00ff\u00fe\u0080%\t\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "lines that mean nothing",
              "\n\n  \t\n\u00c2\u00a0\u00e3\u0080\u0080#\nPHX_HOST\nexport\n9\r\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "\n\n  \t\n\u00c2\u00a0\u00e3\u0080\u0080#\nPHX_HOST\nexport\n9\r\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n\n"),
          new Case(
              "names of all kinds, and values of many lines under them",
              "tls-key=\"-----\nPHX_HOST=x\n-----\"\n9.a[0]='\nPHX_HOST=y\n' # z\nPHX_HOST=old\n- ='\nWALTER_HTTPS_PORT=2'\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "tls-key=\"-----\nPHX_HOST=x\n-----\"\n9.a[0]='\nPHX_HOST=y\n' # z\nPHX_HOST=new.host\n- ='\nWALTER_HTTPS_PORT=2'\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "a key that stands in a value of many lines only",
              "tls-key=\"-----BEGIN\nPHX_HOST=x\n-----END\"\nWALTER_HTTPS_PORT=1\n",
              List.of("env.httpsPort=1"),
              "tls-key=\"-----BEGIN\nPHX_HOST=x\n-----END\"\nWALTER_HTTPS_PORT=8443\nPHX_HOST=new.host\n"),
          new Case(
              "several assignments in a line, none of them ours",
              "A=\"x\"B='y' C=z # PHX_HOST=no\nPHX_HOST=old\nWALTER_HTTPS_PORT=1 PHX_HOST=no\n",
              List.of("env.host=old", "env.httpsPort=1 PHX_HOST=no"),
              "A=\"x\"B='y' C=z # PHX_HOST=no\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "references that Compose takes",
              "A=${B}${B-}${B:+ c}$$ ${_1:-x} $5 $ \\${C}\nD=\"\\${ $${\"\nE='${'\nPHX_HOST=old\nWALTER_HTTPS_PORT='${X}'\n",
              List.of(
                  "env.host=old",
                  "unknown.env.httpsPort=WALTER_HTTPS_PORT in line 5: its value refers to another variable"),
              "A=${B}${B-}${B:+ c}$$ ${_1:-x} $5 $ \\${C}\nD=\"\\${ $${\"\nE='${'\nPHX_HOST=new.host\nWALTER_HTTPS_PORT='8443'\n"),
          refused("a blank in a name", "PHX_HOST=old\nMY KEY=1\n", 2, "a name cannot have a blank"),
          refused("two words", "PHX_HOST=old\n\nsome words\r\n", 3, "a name cannot have a blank"),
          refused("garbage", "PHX_HOST=old\n%$!\n", 2, NAMES),
          refused("a quoted name", "\"PHX_HOST\"=old\n", 1, NAMES),
          refused("a comment behind a name", "PHX_HOST=old\nA #x\n", 2, NAMES),
          refused(
              "a quote behind a value of many lines", "A='\n\n' \"b\"\nPHX_HOST=old\n", 3, NAMES),
          refused("no name", "PHX_HOST=old\n==\n", 2, "a name is missing"),
          refused("no name behind export", "PHX_HOST=old\nexport =1\n", 2, "a name is missing"),
          refused("a name at the end of the file", "PHX_HOST=old\nNAME", 2, "it has no ="),
          refused("export and a blank at the end of the file", "A=1\nexport ", 2, "it has no ="),
          unsure(
              "a reference without an end",
              "A=${B\n",
              1,
              "it refers to a variable in an unusual form"),
          unsure(
              "a reference in quotes",
              "A=\"\n${B:?}\"\n",
              2,
              "it refers to a variable in an unusual form"),
          unsure(
              "a name in Greek",
              "\u00ce\u00b1=1\n",
              1,
              "it has a name with unusual characters or blanks"),
          unsure(
              "a tab in a name", "A\tB=1\n", 1, "it has a name with unusual characters or blanks"),
          unsure("a key in second place", "A=\"x\" PHX_HOST=1\n", 1, "it has two assignments"),
          unsure(
              "something behind a key",
              "PHX_HOST=\"a\"b\n",
              1,
              "something follows a closing quote there"),
          unsure(
              "export without a blank",
              "exportPHX_HOST=1\n",
              1,
              "a blank is missing behind export"),
          unsure("a carriage return", "#\rPHX_HOST=1\n", 1, "it has a carriage return inside"),
          unsure(
              "a carriage return in a value",
              "A=1\rPHX_HOST=1\n",
              1,
              "it has a carriage return inside"),
          unsure(
              "a quote behind other blanks",
              "A=\r'\nPHX_HOST=1\n'",
              1,
              "unusual blanks stand before a quote"),
          unsure(
              "YAML style over lines",
              "A: '\nPHX_HOST=1\n'\n",
              1,
              "a value of several lines begins there"),
          unsure(
              "a second value over lines",
              "A='1' B='\nPHX_HOST=1\n'\n",
              1,
              "a value of several lines begins there"),
          unsure(
              "a line of assignments",
              "A='1'".repeat(21) + "\n",
              1,
              "it has more than 20 assignments"),
          new Case(
              "odd characters in values of ours",
              "PHX_HOST=a\u00c2\u00a0\nWALTER_HTTPS_PORT=\"a\r\nb\"\n",
              List.of(
                  "unknown.env.host=PHX_HOST in line 1: its value has unusual blanks",
                  "unknown.env.httpsPort=WALTER_HTTPS_PORT in line 2: its value has a control character"),
              "PHX_HOST=new.host\nWALTER_HTTPS_PORT=\"8443\"\n"),
          new Case(
              "a value of ours that is too long",
              "PHX_HOST=" + "x".repeat(1000) + "\nWALTER_HTTPS_PORT='" + "\n".repeat(5000) + "'\n",
              List.of(
                  "unknown.env.host=PHX_HOST in line 1: its value is too long",
                  "unknown.env.httpsPort=WALTER_HTTPS_PORT in line 2: its value is too long"),
              "PHX_HOST=new.host\nWALTER_HTTPS_PORT='8443'\n"),
          new Case(
              "a megabyte of blanks",
              "A="
                  + " \t".repeat(1 << 19)
                  + "x\nPHX_HOST=old"
                  + " ".repeat(1 << 20)
                  + "\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "A="
                  + " \t".repeat(1 << 19)
                  + "x\nPHX_HOST=new.host"
                  + " ".repeat(1 << 20)
                  + "\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "already as wanted",
              "PHX_HOST=\"new.host\"   # x\r\nWALTER_HTTPS_PORT='8443'\nZ=\"",
              List.of("unknown.env=the quote in line 3 is never closed"),
              "exit 3: the quote in line 3 is never closed\n"),
          new Case(
              "one long line of a megabyte",
              "BIG=" + "x\"y ".repeat(1 << 18) + "\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "BIG=" + "x\"y ".repeat(1 << 18) + "\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"),
          new Case(
              "ten thousand lines",
              "K=v # c\n".repeat(10_000) + "PHX_HOST=old\nWALTER_HTTPS_PORT=1\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "K=v # c\n".repeat(10_000) + "PHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n"));

  @ParameterizedTest
  @EnumSource
  void everyOddFileIsReadAndEditedByteForByte(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    Path cases = Files.createDirectories(root.resolve("cases"));
    for (int i = 0; i < CASES.size(); i++) {
      Files.writeString(cases.resolve(i + ".env"), CASES.get(i).file, ISO_8859_1);
    }

    Reply reply = bench.exchange(editAll(bench, cases));

    assertThat(reply.exit()).as(reply.err()).isZero();
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    for (int i = 0; i < CASES.size(); i++) {
      Case odd = CASES.get(i);
      expected.put(odd.name + " read", String.join("\n", odd.facts));
      expected.put(odd.name + " edited", odd.edited);
      found.put(odd.name + " read", read(cases.resolve(i + ".facts")).strip());
      found.put(odd.name + " edited", read(cases.resolve(i + ".edited")));
    }
    assertThat(found).isEqualTo(expected);
  }

  private static Program editAll(Bench bench, Path cases) {
    String program =
        bench.assignments().set("cases", cases.toString()).set("wanted", SET).text()
            + new ScriptLibrary().program("probe-env.sh")
            + "main\n";
    return new Program("exec sh -s", Input.text(program));
  }

  private static String read(Path file) throws Exception {
    return Files.readString(file, ISO_8859_1);
  }
}
