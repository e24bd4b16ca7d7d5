package io.walterfleet.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a Walter answers about its health, over the tunnel or by curl, is a health. */
@Tag("unit")
@Timeout(4000)
class HealthFuzzTest {
  private final Authority authority = Authority.of("a.example.com", 443).orElseThrow();

  @Test
  void anyAnswerIsAHealth() throws Exception {
    Fuzz.target("http-health", 10_000, input -> List.of(heard(input).toString(), byCurl(input)));
  }

  /** Three answers that follow each other. */
  private static Health heard(byte[] input) {
    byte[] wire = new String(input, ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1);
    ByteArrayInputStream in = new ByteArrayInputStream(wire);
    Answer live = answer(in);
    return Answers.isLive(live)
        ? new Answers(live, answer(in), answer(in)).health()
        : Answers.only(live).health();
  }

  private static Answer answer(ByteArrayInputStream in) {
    try {
      return Http.heard(in).response();
    } catch (IOException broken) {
      return new Answer.Nothing("no answer");
    }
  }

  private String byCurl(byte[] input) throws InterruptedException {
    try {
      return new CurlProbe(
              new Curl(new String(input, ISO_8859_1)), authority, Duration.ofSeconds(1))
          .ask()
          .health()
          .toString();
    } catch (RemoteException refused) {
      return refused.reason() + refused.fix();
    }
  }

  /** A machine whose probe says this between its marks. */
  private record Curl(String said) implements Connection {
    @Override
    public Reply run(Program program, Duration deadline) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      try {
        program.input().writeTo(text);
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      String nonce = text.toString(ISO_8859_1).replaceAll("(?s).*probe_nonce='([^']*)'.*", "$1");
      String out =
          "\nwalter-fleet %s begin\n%s\nwalter-fleet %s end\n".formatted(nonce, said, nonce);
      return new Reply(0, out, "", false);
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline) {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public void close() {}
  }
}
