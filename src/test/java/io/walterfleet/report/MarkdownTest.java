package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.report.MarkdownDocument.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What outsiders wrote stays text, as the renderer that GitHub uses reads it. */
@Tag("scripts")
class MarkdownTest {
  private static final List<String> HOSTILE =
      List.of(
          "a|b",
          "a\\|b",
          "a\\\\|b",
          "`a`",
          "``` a | b",
          "<img src=x onerror=alert(1)>",
          "</code><script>alert(1)</script>",
          "[a](https://example.com)",
          "![a](https://example.com/x.png)",
          "https://example.com/x www.example.com",
          "**a** _b_ ~~c~~",
          "&lt;b&gt; &amp; &#124;",
          "<!-- a -->",
          "# a",
          "a\\",
          "\\`a",
          "$x^2$",
          "-",
          ":---",
          "äöü 店舗 🙂");

  @Test
  void hostileValuesAndSentencesStayText() throws IOException, InterruptedException {
    MarkdownDocument document = new MarkdownDocument();
    List<Row> rows =
        HOSTILE.stream()
            .map(text -> new Row(1, List.of(Markdown.code(text), Markdown.prose(text))))
            .toList();
    document.table("Hostile", List.of("value", "sentence"), rows);
    StringBuilder expected = new StringBuilder("<h4>Hostile</h4>\n<table>\n<thead>\n");
    expected.append("<tr>\n<th>value</th>\n<th>sentence</th>\n</tr>\n</thead>\n<tbody>\n");
    for (String text : HOSTILE) {
      String shown = escaped(text);
      expected.append("<tr>\n<td><code>" + shown + "</code></td>\n<td>" + shown + "</td>\n</tr>\n");
    }
    expected.append("</tbody>\n</table>\n");
    assertThat(rendered(document.text()).replace("\u200b", "")).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          locked by ana@laptop | locked by ana&#64;laptop
          ask @ops             | ask &#64;&#8203;ops
          see #12 and ops#7    | see &#35;&#8203;12 and ops&#35;&#8203;7
          free ~/backups       | free &#126;/backups
          50% done, !7         | 50&#37; done, &#33;&#8203;7
          """)
  void nobodyIsNamedAndNoIssueIsLinked(String sentence, String markdown) {
    assertThat(Markdown.prose(sentence)).isEqualTo(markdown);
  }

  @Test
  void aLongValueIsShortened() {
    assertThat(Markdown.code("x".repeat(301))).isEqualTo("`" + "x".repeat(300) + "…`");
    assertThat(Markdown.prose("x".repeat(300))).isEqualTo("x".repeat(300));
  }

  @Test
  void controlCharactersAreNotPassedOn() {
    assertThat(Markdown.code("a\nb\u001b[31m\u202e"))
        .isEqualTo(
            "<code>a&#92;u&#123;a&#125;b&#92;u&#123;1b&#125;&#91;31m&#92;u&#123;202e&#125;</code>");
    assertThat(Markdown.code("")).isEmpty();
  }

  private static String rendered(String markdown) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(markdown.getBytes(StandardCharsets.UTF_8));
    }
    String html = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return html;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
