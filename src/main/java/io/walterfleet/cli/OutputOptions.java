package io.walterfleet.cli;

import io.walterfleet.app.Environment;
import io.walterfleet.report.Detail;
import io.walterfleet.report.Style;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of every command that say how its answer looks. */
final class OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default) for people, json for programs")
  private Format format = Format.TEXT;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "auto (default), always or never; NO_COLOR is honoured")
  private Color color = Color.AUTO;

  @Option(
      names = LogFormat.OPTION,
      paramLabel = "FORMAT",
      description = {
        "text (default), or json: standard error as one JSON object a line,",
        "with what a run or a watch does"
      })
  @SuppressWarnings("unused") // LogFormat acts on it, before the words are understood
  private LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = {"-v", "--verbose"},
      description = "show each machine by itself, also those in sync")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "show the closing line alone")
  private boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  /** The forms of an answer. */
  enum Format {
    /** For people, at a terminal or in a log. */
    TEXT("text (default) for people", Part.LAST_LINE),
    /** For programs. */
    JSON("json for programs", Part.KEY),
    /** A comment on a change, of at most 60 kB. */
    MARKDOWN("markdown for a comment or a chat", Part.FLEET),
    /** One page that needs no other file. */
    HTML("html for a page by itself", Part.FLEET);

    private final String use;
    private final Part part;

    Format(String use, Part part) {
      this.use = use;
      this.part = part;
    }

    /** Where it says that some machines are shown alone. */
    enum Part {
      /** In a last line. */
      LAST_LINE,
      /** In a key of its own. */
      KEY,
      /** Behind the name of the fleet: comments and pages have no last line. */
      FLEET
    }

    Part part() {
      return part;
    }

    /** The word, and what it is for. */
    String use() {
      return use;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When there are colours. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What a shell completes. */
    @Override
    public String toString() {
      return word();
    }
  }

  boolean isJson() {
    return format == Format.JSON;
  }

  /** When there are colours, in the option's own word. */
  String color() {
    return color.word();
  }

  boolean isText() {
    return format == Format.TEXT;
  }

  Format format() {
    return format;
  }

  boolean isQuiet() {
    return quiet;
  }

  Detail detail() {
    if (quiet) {
      return Detail.QUIET;
    }
    return verbose ? Detail.VERBOSE : Detail.NORMAL;
  }

  /** The style of a stream that is, or is not, a terminal. */
  Style style(boolean terminal, Environment environment) {
    return switch (color) {
      case ALWAYS -> Style.ANSI;
      case NEVER -> Style.PLAIN;
      case AUTO -> byTerminal(terminal, environment);
    };
  }

  private static Style byTerminal(boolean terminal, Environment environment) {
    boolean colours =
        terminal
            && environment.variable("NO_COLOR").isEmpty()
            && !environment.variable("TERM").equals("dumb");
    return colours ? Style.ANSI : Style.PLAIN;
  }
}
