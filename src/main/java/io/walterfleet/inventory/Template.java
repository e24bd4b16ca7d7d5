package io.walterfleet.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that may have spans of numbers in it, so that it stands for many texts. */
record Template(String text, List<Span> spans) {
  private static final Pattern SPAN = Pattern.compile("\\[(\\d{1,9}):(\\d{1,9})]");

  Template {
    spans = List.copyOf(spans);
  }

  static Template of(String text) {
    if (text.indexOf('[') < 0) {
      return new Template(text, List.of());
    }
    List<Span> spans = new ArrayList<>();
    Matcher span = SPAN.matcher(text);
    while (span.find()) {
      spans.add(new Span(span.group(1), span.group(2), span.start(), span.end()));
    }
    return new Template(text, spans);
  }

  /** The text with each span replaced by its number at this position. */
  String at(int position) {
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (Span span : spans) {
      result.append(text, done, span.start()).append(span.at(position));
      done = span.end();
    }
    return result.append(text, done, text.length()).toString();
  }
}
