package io.walterfleet.ssh.config;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Endpoint;
import java.nio.file.Path;
import java.util.Map;

/** Replaces the tokens of ssh_config(5) in paths, which {@code ssh -G} leaves as they are. */
final class Tokens implements PathLists.Meaning {
  private final LocalUser localUser;
  private final Map<Character, String> values;

  Tokens(LocalUser localUser, String address, Endpoint endpoint) {
    this.localUser = localUser;
    this.values =
        Map.of(
            '%', "%",
            'd', localUser.home().toString(),
            'h', endpoint.host(),
            'n', address,
            'p', Integer.toString(endpoint.port()),
            'r', endpoint.user(),
            'u', localUser.user());
  }

  /** A path as the config has it. */
  @Override
  public Path of(String written) throws RemoteException {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char letter = written.charAt(i);
      boolean token = letter == '%' && i + 1 < written.length();
      plain.append(token ? value(written.charAt(++i), written) : String.valueOf(letter));
    }
    if (plain.indexOf("${") >= 0) {
      throw unknown("${…}", written);
    }
    return localUser.path(plain.toString());
  }

  private String value(char token, String written) throws RemoteException {
    if (!values.containsKey(token)) {
      throw unknown("%" + token, written);
    }
    return values.getOrDefault(token, "");
  }

  private static RemoteException unknown(String token, String written) {
    return new RemoteException(
        Kind.SETTINGS,
        "the ssh config has the path '" + written + "', and '" + token + "' is not supported",
        "write the path out in the ssh config, or set it in the inventory");
  }
}
