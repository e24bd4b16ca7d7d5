package io.walterfleet.cli;

import io.walterfleet.app.InventoryName;
import io.walterfleet.fleet.Controls;
import io.walterfleet.inventory.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The words that options take as values. */
final class OptionConverters {
  /** Java knows the letters of its locale only, whatever the file system has. */
  static final String PATH_ADVICE =
      "set LC_ALL=C.UTF-8 if it has letters beyond ASCII; else name another file";

  private static final Map<Class<?>, String> EXAMPLES =
      Map.of(
          Integer.class, "write digits alone, such as 8",
          int.class, "write digits alone, such as 8",
          Duration.class, Durations.ADVICE,
          Path.class, PATH_ADVICE,
          InventoryName.class, PATH_ADVICE,
          ListenAddress.class, "write a port, such as 9464, or an address and a port",
          OutputOptions.Format.class, "one of: text, json, markdown, html",
          OutputOptions.Color.class, "one of: auto, always, never",
          LogFormat.class, "one of: text, json");

  private OptionConverters() {}

  /** Lets the command line read them. */
  static void teach(CommandLine line) {
    line.registerConverter(OutputOptions.Format.class, OptionConverters::format);
    line.registerConverter(OutputOptions.Color.class, OptionConverters::color);
    line.registerConverter(LogFormat.class, OptionConverters::logFormat);
    line.registerConverter(int.class, OptionConverters::number);
    line.registerConverter(Integer.class, OptionConverters::number);
    line.registerConverter(Path.class, OptionConverters::path);
    line.registerConverter(InventoryName.class, OptionConverters::inventory);
    line.registerConverter(Duration.class, OptionConverters::duration);
    line.registerConverter(ListenAddress.class, OptionConverters::listenAddress);
  }

  private static OutputOptions.Format format(String word) {
    return find(OutputOptions.Format.values(), word)
        .orElseThrow(
            () ->
                new TypeConversionException("'" + word + "' is not text, json, markdown or html"));
  }

  private static OutputOptions.Color color(String word) {
    return find(OutputOptions.Color.values(), word)
        .orElseThrow(
            () -> new TypeConversionException("'" + word + "' is not auto, always or never"));
  }

  private static LogFormat logFormat(String word) {
    return find(LogFormat.values(), word)
        .orElseThrow(() -> new TypeConversionException("'" + word + "' is not text or json"));
  }

  private static int number(String word) {
    if (!word.matches("-?\\d{1,9}")) {
      boolean isLong = word.matches("-?\\d+");
      throw new TypeConversionException(
          "'" + word + (isLong ? "' is out of range" : "' is not a whole number"));
    }
    return Integer.parseInt(word);
  }

  /** What to write instead of a value that its option does not take; empty for all other words. */
  static Optional<String> fix(ParameterException wrong) {
    if (wrong.getArgSpec() == null || wrong.getValue() == null) {
      return Optional.empty();
    }
    Class<?> type = wrong.getArgSpec().auxiliaryTypes()[0];
    String word = String.valueOf(wrong.getValue());
    if (type == Duration.class && word.matches("\\d+")) {
      return Optional.of("write the unit, too: " + word + "s, " + word + "m or " + word + "h");
    }
    return Optional.ofNullable(EXAMPLES.get(type));
  }

  private static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(unusable(word));
    }
  }

  private static InventoryName inventory(String word) {
    if (!word.startsWith("!")) {
      path(word);
    }
    return new InventoryName(word);
  }

  /** What to say of a word that no file can have as its name. */
  static String unusable(String word) {
    return "'" + Controls.escaped(word) + "' cannot be the name of a file here";
  }

  private static Duration duration(String word) {
    return Durations.of(word)
        .orElseThrow(() -> new TypeConversionException("'" + word + "' is not a time"));
  }

  private static ListenAddress listenAddress(String word) {
    return ListenAddress.of(word)
        .orElseThrow(
            () ->
                new TypeConversionException("'" + word + "' is not a port, :port or address:port"));
  }

  private static <E extends Enum<E>> Optional<E> find(E[] all, String word) {
    return Stream.of(all)
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
