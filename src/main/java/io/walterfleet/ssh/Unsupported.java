package io.walterfleet.ssh;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What an ssh config may ask for that is not done; to leave it out would be another connection. */
final class Unsupported {
  /**
   * A keyword that is not followed.
   *
   * @param name as the manual of ssh spells it
   * @param harmless the values that ask for nothing beyond what is done anyway
   */
  record Rule(String name, Predicate<String> harmless, String fix) {}

  private static final String IN_CONFIG = " in the ssh config";

  /** All but ProxyCommand, which a jump takes the place of. */
  static final List<Rule> RULES =
      List.of(
          new Rule(
              "BindInterface",
              value -> false,
              "use BindAddress" + IN_CONFIG + ", with an address of that interface"),
          new Rule(
              "KnownHostsCommand",
              value -> false,
              "name a file in UserKnownHostsFile" + IN_CONFIG + ", or set ssh.hostKey"),
          new Rule(
              "CheckHostIP",
              value -> value.equals("no"),
              "take it out of the ssh config, or set ssh.hostKey, which is stricter"),
          new Rule(
              "PubkeyAuthentication",
              value -> !value.equals("no") && !value.equals("false"),
              "allow it for this machine" + IN_CONFIG + ": there is no login but by keys"),
          new Rule(
              "PreferredAuthentications",
              value -> List.of(value.split(",", -1)).contains("publickey"),
              "add publickey for this machine" + IN_CONFIG + ": there is no login but by keys"),
          new Rule(
              "RefuseConnection",
              value -> false,
              "take the machine out of the inventory, or RefuseConnection out of the ssh config"));

  private Unsupported() {}

  /**
   * Refuses an address for which the config asks for such a thing.
   *
   * @param written whether a keyword stands in the files; what ssh does by itself does not count
   */
  static void check(String address, ConfigValues values, Predicate<String> written)
      throws RemoteException {
    for (Rule rule : RULES) {
      String keyword = rule.name().toLowerCase(Locale.ROOT);
      Optional<String> value = values.first(keyword).filter(rule.harmless().negate());
      if (value.isPresent() && written.test(keyword)) {
        throw new RemoteException(
            Kind.SETTINGS,
            "the ssh config has "
                + rule.name()
                + " "
                + Failures.tidy(value.get())
                + " for "
                + address
                + ", which is not supported",
            rule.fix());
      }
    }
  }
}
