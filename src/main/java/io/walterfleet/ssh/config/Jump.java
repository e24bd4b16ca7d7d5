package io.walterfleet.ssh.config;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One bastion on the way to a machine: {@code [user@]host[:port]}, or the same as a URI. */
public record Jump(Optional<String> user, String host, OptionalInt port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:ssh://)?(?:(?<user>[^@]+)@)?(?:\\[(?<ip6>[^\\]]+)\\]|(?<host>[^:@\\[\\]]+))"
              + "(?::(?<port>\\d{1,5}))?/?");

  /** The bastions of a list with commas, in the order in which they are passed. */
  public static List<Jump> parse(String list) throws RemoteException {
    List<Jump> jumps = new ArrayList<>();
    for (String each : list.split(",", -1)) {
      Matcher form = FORM.matcher(each.strip());
      if (!form.matches()) {
        throw new RemoteException(
            Kind.SETTINGS,
            "'" + each.strip() + "' is no jump host",
            "write [user@]host[:port], more than one separated by commas");
      }
      Optional<String> ip6 = Optional.ofNullable(form.group("ip6"));
      jumps.add(
          new Jump(
              Optional.ofNullable(form.group("user")),
              ip6.or(() -> Optional.ofNullable(form.group("host"))).orElse(""),
              Optional.ofNullable(form.group("port"))
                  .map(digits -> OptionalInt.of(Integer.parseInt(digits)))
                  .orElse(OptionalInt.empty())));
    }
    return List.copyOf(jumps);
  }
}
