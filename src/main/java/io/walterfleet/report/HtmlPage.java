package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.JsonText;
import io.walterfleet.plan.StepKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of HTML that needs nothing but itself: no network, no other file.
 *
 * <ol>
 *   <li>Its parts are files below {@code resources/page}: a skeleton, styles, scripts.
 *   <li>What is shown stands in it once, as JSON that no browser takes for a script or for markup;
 *       the script puts it on the page as text, never as markup.
 *   <li>By its Content-Security-Policy it loads nothing, sends nothing, and runs this one script.
 * </ol>
 */
final class HtmlPage {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** What a step does by its word, for the script; the last two are steps of a rollback. */
  private static final String STEPS = steps();

  private HtmlPage() {}

  /**
   * The whole page.
   *
   * @param kind of page; names its body, style and script
   */
  static String of(String kind, String title, JsonNode data) {
    String style = part("common.css") + "\n" + part(kind + ".css");
    String script = String.join("\n", part("common.js"), STEPS, part(kind + ".js"));
    Map<String, String> parts =
        Map.of(
            "title", escaped(Controls.escaped(title)),
            "styleHash", hash(style),
            "scriptHash", hash(script),
            "style", style,
            "body", part(kind + ".html"),
            "data", inScript(JsonText.line(data)),
            "script", script);
    return PLACE
        .matcher(part("page.html"))
        .replaceAll(place -> Matcher.quoteReplacement(String.valueOf(parts.get(place.group(1)))));
  }

  /** JSON in which nothing can end a script element, or begin a comment in it. */
  private static String inScript(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String steps() {
    ObjectNode sentences = JsonNodeFactory.instance.objectNode();
    ArrayNode preparations = JsonNodeFactory.instance.arrayNode();
    for (StepKind step : StepKind.values()) {
      sentences.put(step.word(), step.sentence());
      if (step.isPreparation()) {
        preparations.add(step.word());
      }
    }
    sentences.put("rollback", "put back what was there before");
    sentences.put("clear", "clear what an earlier run left half done");
    return "const STEPS = "
        + JsonText.line(sentences)
        + ";\nconst PREPARATIONS = "
        + JsonText.line(preparations)
        + ";";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String part(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream("/page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no part of a page is named " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("every Java has SHA-256", never);
    }
  }
}
