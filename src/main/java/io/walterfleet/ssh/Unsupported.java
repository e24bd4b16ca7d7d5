package io.walterfleet.ssh;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What an ssh config may ask for that is not done; to leave it out would be another connection. */
final class Unsupported {
  private Unsupported() {}

  /**
   * Refuses an address for which the config asks for such a thing.
   *
   * @param written whether a keyword stands in the files; what ssh does by itself does not count
   */
  static void check(String address, ConfigValues values, Predicate<String> written)
      throws RemoteException {
    for (RefusedKeyword rule : RefusedKeyword.ALL) {
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
