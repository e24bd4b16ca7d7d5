package io.walterfleet.cli;

import io.walterfleet.inventory.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The words that options take as values. */
final class Words {
  private Words() {}

  /** Lets the command line read them. */
  static void teach(CommandLine line) {
    line.registerConverter(Look.Format.class, Words::format);
    line.registerConverter(Look.Color.class, Words::color);
    line.registerConverter(int.class, Words::number);
    line.registerConverter(Integer.class, Words::number);
    line.registerConverter(Duration.class, Words::duration);
    line.registerConverter(ListenAddress.class, Words::listenAddress);
  }

  private static Look.Format format(String word) {
    return find(Look.Format.values(), word)
        .orElseThrow(
            () ->
                new TypeConversionException("'" + word + "' is not text, json, markdown or html"));
  }

  private static Look.Color color(String word) {
    return find(Look.Color.values(), word)
        .orElseThrow(
            () -> new TypeConversionException("'" + word + "' is not auto, always or never"));
  }

  private static int number(String word) {
    if (!word.matches("\\d{1,9}")) {
      throw new TypeConversionException("'" + word + "' is not a whole number");
    }
    return Integer.parseInt(word);
  }

  private static Duration duration(String word) {
    return Durations.of(word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + word + "' is not a time such as 90s, 30m or 1h30m"));
  }

  private static ListenAddress listenAddress(String word) {
    return ListenAddress.of(word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + word + "' is not a port, :port or address:port, such as 9464"));
  }

  private static <E extends Enum<E>> Optional<E> find(E[] all, String word) {
    return Stream.of(all)
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
