package io.walterfleet.ssh.config;

import java.util.List;
import java.util.function.Predicate;

/**
 * A keyword of an ssh config that is not followed.
 *
 * @param name as the manual of ssh spells it
 * @param harmless the values that ask for nothing beyond what is done anyway
 */
record RefusedKeyword(String name, Predicate<String> harmless, String fix) {
  private static final String IN_CONFIG = " in the ssh config";

  /** All but ProxyCommand, which a jump takes the place of. */
  static final List<RefusedKeyword> ALL =
      List.of(
          new RefusedKeyword(
              "BindInterface",
              value -> false,
              "use BindAddress" + IN_CONFIG + ", with an address of that interface"),
          new RefusedKeyword(
              "KnownHostsCommand",
              value -> false,
              "name a file in UserKnownHostsFile" + IN_CONFIG + ", or set ssh.hostKey"),
          new RefusedKeyword(
              "CheckHostIP",
              value -> value.equals("no"),
              "take it out of the ssh config, or set ssh.hostKey, which is stricter"),
          new RefusedKeyword(
              "PubkeyAuthentication",
              value -> !value.equals("no") && !value.equals("false"),
              "allow it for this machine" + IN_CONFIG + ": there is no login but by keys"),
          new RefusedKeyword(
              "PreferredAuthentications",
              value -> List.of(value.split(",", -1)).contains("publickey"),
              "add publickey for this machine" + IN_CONFIG + ": there is no login but by keys"),
          new RefusedKeyword(
              "RefuseConnection",
              value -> false,
              "take the machine out of the inventory, or RefuseConnection out of the ssh config"));
}
