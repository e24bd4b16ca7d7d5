package io.walterfleet.fleet;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values of the managed keys of one {@code .env.deploy}, as text; absent where the file does
 * not have the key. No other key of that file is ever read.
 *
 * <p>A value that does not have the form of what its key is for is never held: {@link
 * #UNREADABLE_FORM} stands in its place, so that whatever was put there by mistake is not shown.
 */
public record ManagedKeys(
    Optional<String> image,
    Optional<String> host,
    Optional<String> mode,
    Optional<String> httpsPort,
    Optional<String> httpPort) {
  /** Stands for a value that has not the form of an image, a host, a mode or a port. */
  public static final String UNREADABLE_FORM = "(unreadable form)";

  /** A file that has none of them, or no file. */
  public static final ManagedKeys NONE =
      new ManagedKeys(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final int LONGEST = 512;
  private static final Pattern MODE = Pattern.compile("(?:[a-z]{1,16}-)?tls");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_-]{0,62}"
              + "(?:\\.[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_-]{0,62}){0,126}\\.?"
              + "|\\[?[0-9A-Fa-f:.]{2,45}\\]?");

  public ManagedKeys {
    image = image.map(ManagedKeys::image);
    host = host.map(text -> inForm(text, HOST.asMatchPredicate()));
    mode = mode.map(text -> inForm(text, MODE.asMatchPredicate()));
    httpsPort = httpsPort.map(text -> inForm(text, PORT.asMatchPredicate()));
    httpPort = httpPort.map(text -> inForm(text, PORT.asMatchPredicate()));
  }

  /** An image reference as text, or {@link #UNREADABLE_FORM} where it is none. */
  public static String image(String text) {
    return inForm(text, ImageRef::isReference);
  }

  private static String inForm(String text, Predicate<String> form) {
    return text.isEmpty() || (text.length() <= LONGEST && form.test(text)) ? text : UNREADABLE_FORM;
  }
}
