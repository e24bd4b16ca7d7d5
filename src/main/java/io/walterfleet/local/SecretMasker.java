package io.walterfleet.local;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hides in what a program says the secrets that this process knows: the values of variables whose
 * names speak of one, the words it is given beside, and logins in web addresses.
 */
public final class SecretMasker {
  private static final String HIDDEN = "[hidden]";

  /** A shorter one would hide what is no secret. */
  private static final int SHORTEST = 6;

  private static final Pattern SECRET =
      Pattern.compile(
          "(?!(?:OLD)?PWD$).*(SECRET|PASS|PWD|TOKEN|KEY|CRED|AUTH|SALT|PRIVATE|SIGN|CRYPT|DSN).*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LOGIN = Pattern.compile("(://)[^/\\s@]{1,512}@");

  private final List<String> secrets;

  /** The discretion of a process with these variables. */
  public SecretMasker(Map<String, String> environment, Collection<String> more) {
    Stream<String> values =
        environment.entrySet().stream()
            .filter(variable -> SECRET.matcher(variable.getKey()).matches())
            .map(Map.Entry::getValue);
    this.secrets =
        Stream.concat(values, more.stream())
            .flatMap(value -> Stream.concat(Stream.of(value), value.lines().map(String::strip)))
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** The same text without them. */
  public String hide(String text) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return LOGIN.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
  }
}
