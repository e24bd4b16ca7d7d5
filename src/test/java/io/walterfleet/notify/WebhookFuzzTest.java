package io.walterfleet.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.fuzz.RawServer;
import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.release.Proxies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a webhook's server answers, the notification was taken, or a note says why not. */
@Tag("unit")
@Timeout(4000)
class WebhookFuzzTest {
  private static final Patience HASTY =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10));

  @Test
  void anyAnswerHasAnEnd() throws Exception {
    try (RawServer server = new RawServer()) {
      Fuzz.target("http-webhook", 400, input -> told(server, input));
    }
  }

  private static List<String> told(RawServer server, byte[] input) {
    server.says(new String(input, ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1));
    List<String> notes = Collections.synchronizedList(new ArrayList<>());
    try (WebhookSender webhookSender = new WebhookSender(HASTY, pause -> {}, notes::add)) {
      Delivery post = new Webhooks(Proxies.NONE, HASTY).post(server.url("/hook"), "{}");
      webhookSender.send("hook", List.of(new Message(post)));
    }
    return List.copyOf(notes);
  }
}
