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
              "\n\n  \t\n=\n==\nPHX_HOST\nexport\nPHX_HOST=old\nWALTER_HTTPS_PORT=1\n\n",
              List.of("env.host=old", "env.httpsPort=1"),
              "\n\n  \t\n=\n==\nPHX_HOST\nexport\nPHX_HOST=new.host\nWALTER_HTTPS_PORT=8443\n\n"),
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
        bench.variables().set("cases", cases.toString()).set("wanted", SET).text()
            + new Scripts().program("probe-env.sh")
            + "main\n";
    return new Program("exec sh -s", Input.text(program));
  }

  private static String read(Path file) throws Exception {
    return Files.readString(file, ISO_8859_1);
  }
}
