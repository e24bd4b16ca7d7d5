package io.walterfleet.ssh.config;

import com.jcraft.jsch.ConfigRepository;
import com.jcraft.jsch.OpenSSHConfig;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Asks the ssh config about an address.
 *
 * <ol>
 *   <li>If nothing in the files matters to us, nothing is asked.
 *   <li>Else {@code ssh -G} answers, because it alone knows Include, Match and tokens; once for all
 *       addresses that the same Host lines fit, if the files allow that.
 *   <li>Without an ssh program the library's parser answers, which knows none of these; a file that
 *       has them is refused then.
 * </ol>
 */
final class SshConfig {
  private static final String NO_ACCOUNT = "No user exists for uid";

  private final LocalUser localUser;
  private final ConfigSource source;
  private final ConfigScan scan;
  private final Semaphore processes = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Map<Question, Answer> answers = new ConcurrentHashMap<>();

  SshConfig(LocalUser localUser, ConfigSource source) {
    this.localUser = localUser;
    this.source = source;
    this.scan = ConfigScan.of(localUser, source);
  }

  /** What decides the answer: the address itself, or the Host lines that fit it. */
  private record Question(
      String address, Set<Integer> hostLines, Optional<String> user, String port) {}

  private record Answer(String address, ConfigValues values) {}

  /**
   * What the config says of an address.
   *
   * @param user the login name that the inventory sets; a Match may ask for it
   */
  ConfigValues about(String address, Optional<String> user, String port)
      throws RemoteException, InterruptedException {
    if (!scan.isRelevant()) {
      return ConfigValues.NONE;
    }
    String key = scan.isPerAddress() ? address : "";
    Question question = new Question(key, scan.fitting(address), user, port);
    Answer known = answers.get(question);
    if (known == null) {
      known = firstAnswer(question, address);
    }
    return known.address().equals(address) ? known.values() : moved(known, address);
  }

  /**
   * Refuses an address for which the files ask for what is not done, because to leave it out would
   * be another connection; what ssh does by itself does not count.
   */
  void refuse(String address, ConfigValues values) throws RemoteException {
    for (RefusedKeyword rule : RefusedKeyword.ALL) {
      String keyword = rule.name().toLowerCase(Locale.ROOT);
      Optional<String> value = values.first(keyword).filter(rule.harmless().negate());
      if (value.isPresent() && scan.mayHave(keyword)) {
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

  /** The algorithms that the files want, which are not those that ssh takes by itself. */
  Offer offer(ConfigValues values) {
    Map<String, List<String>> wanted = new HashMap<>();
    for (Algorithms.Choice choice : Algorithms.ALL) {
      String keyword = choice.keyword().toLowerCase(Locale.ROOT);
      if (scan.mayHave(keyword)) {
        values.first(keyword).ifPresent(list -> wanted.put(keyword, Offer.names(list)));
      }
    }
    return new Offer(wanted, !scan.mayOrderHostKeys());
  }

  /** The lists of paths that the files have for a keyword. */
  PathLists lists(String keyword, List<String> otherwise) {
    return scan.lists(keyword, otherwise);
  }

  private Answer firstAnswer(Question question, String address)
      throws RemoteException, InterruptedException {
    processes.acquire();
    try {
      Answer known = answers.get(question); // another thread may have asked meanwhile
      if (known == null) {
        known = new Answer(address, ask(address, question.user(), question.port()));
        answers.put(question, known);
      }
      return known;
    } finally {
      processes.release();
    }
  }

  /** The same values for another address, which is its own host name if the first one was. */
  private static ConfigValues moved(Answer known, String address) {
    boolean own =
        known.values().first("hostname").filter(known.address()::equalsIgnoreCase).isPresent();
    if (!own) {
      return known.values();
    }
    Map<String, List<String>> values = new LinkedHashMap<>(known.values().values());
    values.put("hostname", List.of(address.toLowerCase(Locale.ROOT)));
    return new ConfigValues(values);
  }

  private ConfigValues ask(String address, Optional<String> user, String port)
      throws RemoteException, InterruptedException {
    List<String> options = new ArrayList<>();
    localUser.sshConfig().ifPresent(file -> options.addAll(List.of("-F", file.toString())));
    user.ifPresent(name -> options.addAll(List.of("-l", name)));
    if (!port.isEmpty()) {
      options.addAll(List.of("-p", port));
    }
    Optional<String> printed = source.resolved(options, address);
    return printed.isPresent() ? ConfigValues.parse(printed.get()) : askLibrary(address);
  }

  /** What to say where ssh did not answer. */
  static RemoteException refused(String words) {
    return words.startsWith(NO_ACCOUNT)
        ? new RemoteException(
            Kind.SETTINGS,
            "ssh cannot be asked what its config says: " + words,
            "give this user id an account on this computer (a line in /etc/passwd), or take what"
                + " matters to the machines out of the ssh config and say it in the inventory")
        : new RemoteException(
            Kind.SETTINGS, "ssh refuses its config: " + words, "mend the ssh config");
  }

  private ConfigValues askLibrary(String address) throws RemoteException {
    Path file = localUser.sshConfig().orElse(localUser.home().resolve(".ssh/config"));
    try {
      Optional<String> content = source.text(file, StandardCharsets.UTF_8);
      if (content.isEmpty()) {
        return ConfigValues.NONE;
      }
      String text = content.get();
      Optional<String> beyond =
          text.lines()
              .flatMap(line -> ConfigLine.parse(line).stream())
              .map(ConfigLine::keyword)
              .filter(SshConfig::isBeyondLibrary)
              .findFirst();
      if (beyond.isPresent()) {
        throw new RemoteException(
            Kind.SETTINGS,
            file + " has '" + beyond.get() + "', and there is no ssh program here to resolve it",
            "install the OpenSSH client, or say user, port and identityFile in the inventory");
      }
      return values(OpenSSHConfig.parse(text).getConfig(address));
    } catch (IOException e) {
      throw new RemoteException(
          Kind.SETTINGS, file + " cannot be read" + Failures.reason(e), "check its mode", e);
    }
  }

  private static boolean isBeyondLibrary(String keyword) {
    return keyword.equals("include")
        || (ConfigKeywords.matters(keyword) && !ConfigKeywords.KNOWN_TO_LIBRARY.contains(keyword));
  }

  /** The library leaves quotes where they are. */
  private static List<String> unquoted(String... values) {
    return List.of(values).stream().map(value -> value.replace("\"", "")).toList();
  }

  private static ConfigValues values(ConfigRepository.Config config) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Optional.ofNullable(config.getHostname())
        .ifPresent(name -> values.put("hostname", unquoted(name)));
    Optional.ofNullable(config.getUser()).ifPresent(name -> values.put("user", unquoted(name)));
    if (config.getPort() > 0) {
      values.put("port", List.of(Integer.toString(config.getPort())));
    }
    for (String keyword : ConfigKeywords.KNOWN_TO_LIBRARY) {
      Optional.ofNullable(config.getValues(keyword))
          .ifPresent(found -> values.putIfAbsent(keyword, unquoted(found)));
    }
    return new ConfigValues(values);
  }
}
