package io.walterfleet.ssh.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keywords of an ssh config that change with whom or how we talk; src/docs/SSH.md says what
 * becomes of them, and of all others.
 */
final class ConfigKeywords {
  /** What the config says is done. */
  static final Set<String> FOLLOWED =
      Set.of(
          "hostname",
          "user",
          "port",
          "addressfamily",
          "bindaddress",
          "identityfile",
          "identitiesonly",
          "identityagent",
          "certificatefile",
          "pkcs11provider",
          "pubkeyacceptedalgorithms",
          "userknownhostsfile",
          "globalknownhostsfile",
          "hostkeyalias",
          "hostkeyalgorithms",
          "revokedhostkeys",
          "casignaturealgorithms",
          "requiredrsasize",
          "kexalgorithms",
          "ciphers",
          "macs",
          "proxyjump",
          "match",
          "canonicalizehostname");

  /** A machine is refused, unless the config says what we do anyway. */
  static final Set<String> REFUSED =
      Stream.concat(
              Stream.of("proxycommand"),
              RefusedKeyword.ALL.stream().map(rule -> rule.name().toLowerCase(Locale.ROOT)))
          .collect(Collectors.toUnmodifiableSet());

  /** What the library's parser answers in place of an ssh program. */
  static final Set<String> KNOWN_TO_LIBRARY =
      Set.of(
          "hostname",
          "user",
          "port",
          "identityfile",
          "identitiesonly",
          "identityagent",
          "certificatefile",
          "userknownhostsfile",
          "globalknownhostsfile",
          "revokedhostkeys",
          "hostkeyalias",
          "proxyjump",
          "proxycommand");

  private static final Map<String, String> OLDER_NAMES =
      Map.of(
          "identityfile2", "identityfile",
          "pubkeyacceptedkeytypes", "pubkeyacceptedalgorithms",
          "dsaauthentication", "pubkeyauthentication",
          "smartcarddevice", "pkcs11provider");

  private ConfigKeywords() {}

  /** A keyword in lower case, by its name of today. */
  static String of(String written) {
    String keyword = written.toLowerCase(Locale.ROOT);
    return OLDER_NAMES.getOrDefault(keyword, keyword);
  }

  /** Whether it matters to how a machine is reached. */
  static boolean matters(String keyword) {
    return FOLLOWED.contains(keyword) || REFUSED.contains(keyword);
  }
}
