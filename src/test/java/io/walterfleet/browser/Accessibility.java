package io.walterfleet.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What axe, the usual checker, has against a page by WCAG 2.2 A and AA, contrast included. */
public final class Accessibility {
  private static final String RUN =
      "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
          + " 'best-practice'], resultTypes: ['violations', 'incomplete']})"
          + ".then(({violations, passes}) => ({passes: passes.map(({id}) => id),"
          + " violations: violations.map(({id, nodes}) => id + ': ' + nodes.map(({html}) => html)"
          + ".slice(0, 3).join(' '))}))";

  private Accessibility() {}

  /** Its complaints, each with the first elements that it is about. */
  public static List<String> complaints(Tab tab) throws IOException, InterruptedException {
    tab.run(axe() + "; true");
    JsonNode found = tab.run(RUN);
    if (!found.path("passes").toString().contains("color-contrast")) {
      throw new IOException("the contrast was not checked: " + found);
    }
    List<String> complaints = new ArrayList<>();
    found.path("violations").values().forEach(one -> complaints.add(one.asString()));
    return complaints;
  }

  private static String axe() throws IOException {
    try (InputStream in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IOException("axe.min.js is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
