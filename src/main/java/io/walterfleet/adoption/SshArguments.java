package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the arguments of an {@code ssh} command say of the way to a machine.
 *
 * <p>The first word on a matter counts, as for ssh. Options that change neither where a machine is
 * nor who logs in there are passed over; all others that an inventory cannot say are obstacles.
 */
final class SshArguments {
  private static final String WITHOUT_VALUE = "AaCfGgKkMNnqsTtVvXxYy";
  private static final String WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";
  private static final String VALUE_IS_NOTHING_TO_US = "EeS";
  private static final Map<Character, String> OPTIONS =
      Map.of(
          'J',
          "proxyjump",
          'i',
          "identityfile",
          'l',
          "user",
          'p',
          "port",
          'b',
          "bindaddress",
          'c',
          "ciphers",
          'm',
          "macs");

  /** Options of ssh_config(5) to keys of {@code ssh}. */
  private static final Map<String, String> KEYS =
      Map.of(
          "proxyjump", "jump",
          "identityfile", "identityFile",
          "user", "user",
          "port", "port",
          "userknownhostsfile", "knownHostsFile");

  private static final Set<String> NOTHING_TO_US =
      Set.of(
          "addkeystoagent",
          "batchmode",
          "checkhostip",
          "compression",
          "connectionattempts",
          "connecttimeout",
          "controlmaster",
          "controlpath",
          "controlpersist",
          "escapechar",
          "forwardagent",
          "forwardx11",
          "gssapiauthentication",
          "gssapidelegatecredentials",
          "hashknownhosts",
          "identitiesonly",
          "ipqos",
          "kbdinteractiveauthentication",
          "loglevel",
          "numberofpasswordprompts",
          "passwordauthentication",
          "preferredauthentications",
          "rekeylimit",
          "requesttty",
          "sendenv",
          "serveralivecountmax",
          "serveraliveinterval",
          "setenv",
          "stricthostkeychecking",
          "tcpkeepalive",
          "updatehostkeys",
          "visualhostkey");

  private static final Pattern OPTION = Pattern.compile("\\s*(\\w+)\\s*[=\\s]\\s*(.*)");
  private static final Pattern DESTINATION = Pattern.compile("(?:[^@\\s]+@)?[^@\\s:/-][^@\\s:/]*");

  private final Map<String, String> ssh = new LinkedHashMap<>();
  private final List<String> obstacles = new ArrayList<>();

  private SshArguments() {}

  /** Reads the words of a command line without its destination. */
  static SshArguments of(List<String> words) {
    SshArguments arguments = new SshArguments();
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      arguments.take(rest.next(), rest);
    }
    return arguments;
  }

  /** Keys of {@code ssh} in an inventory, and their values. */
  Map<String, String> ssh() {
    return ssh;
  }

  /** What an inventory cannot say. */
  List<String> obstacles() {
    return obstacles;
  }

  /** One word of options in the manner of getopt: flags, then maybe one with a value. */
  private void take(String word, Iterator<String> rest) {
    if (!word.startsWith("-") || word.length() == 1) {
      obstacles.add("the argument '" + word + "' is not known");
      return;
    }
    for (int i = 1; i < word.length(); i++) {
      char flag = word.charAt(i);
      if (WITH_VALUE.indexOf(flag) >= 0) {
        String value = word.substring(i + 1);
        value(flag, value.isEmpty() && rest.hasNext() ? rest.next() : value);
        return;
      }
      if (WITHOUT_VALUE.indexOf(flag) < 0) {
        obstacles.add("the option -" + flag + " cannot be said in an inventory");
      }
    }
  }

  private void value(char flag, String value) {
    if (flag == 'o') {
      Matcher option = OPTION.matcher(value);
      if (option.matches()) {
        option(option.group(1).toLowerCase(Locale.ROOT), option.group(1), option.group(2).strip());
      } else {
        obstacles.add("the option '-o " + value + "' is not known");
      }
    } else if (VALUE_IS_NOTHING_TO_US.indexOf(flag) < 0) {
      option(OPTIONS.getOrDefault(flag, ""), "-" + flag, value);
    }
  }

  private void option(String keyword, String shown, String value) {
    boolean none = value.equalsIgnoreCase("none") || value.equals("/dev/null");
    if (NOTHING_TO_US.contains(keyword) || (keyword.endsWith("knownhostsfile") && none)) {
      return;
    }
    if (keyword.equals("proxyjump") || keyword.equals("proxycommand")) {
      jump(keyword, shown, value);
    } else if (KEYS.containsKey(keyword)) {
      ssh.putIfAbsent(KEYS.getOrDefault(keyword, ""), unquoted(value));
    } else {
      obstacles.add("the option " + shown + " cannot be said in an inventory");
    }
  }

  /** A way through a bastion; {@code none} is a straight one, and rules out another. */
  private void jump(String keyword, String shown, String value) {
    Optional<String> bastion =
        keyword.equals("proxyjump") ? Optional.of(unquoted(value)) : forwarded(unquoted(value));
    if (bastion.isEmpty()) {
      obstacles.add(
          "its "
              + shown
              + " '"
              + value
              + "' is more than 'ssh -W %h:%p BASTION', which is all that a jump can be");
    } else if (bastion.get().contains(",")) {
      obstacles.add(
          "its way leads through more than one bastion ("
              + bastion.get()
              + "), and ssh.jump names one: name the last there, and in ~/.ssh/config a ProxyJump"
              + " for it");
    } else {
      ssh.putIfAbsent("jump", bastion.get());
    }
  }

  /** The bastion of the usual ProxyCommand, which does just what a jump does. */
  private static Optional<String> forwarded(String command) {
    if (command.equalsIgnoreCase("none")) {
      return Optional.of("none");
    }
    List<String> words = new ArrayList<>(ShellWords.of(command).orElse(List.of()));
    boolean exec = !words.isEmpty() && words.get(0).equals("exec");
    List<String> rest = exec ? words.subList(1, words.size()) : words;
    if (rest.isEmpty() || !rest.get(0).matches("(/usr/bin/)?ssh")) {
      return Optional.empty();
    }
    return bastion(rest.subList(1, rest.size()));
  }

  private static Optional<String> bastion(List<String> words) {
    List<String> names = new ArrayList<>();
    Map<String, String> said = new LinkedHashMap<>();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      if (word.matches("-[WplJ]") && rest.hasNext()) {
        said.put(word, rest.next());
      } else if (word.matches("-W.+|-p\\d+")) {
        said.put(word.substring(0, 2), word.substring(2));
      } else if (!word.matches("-[qTCx4]+")) {
        names.add(word);
      }
    }
    boolean forwards = said.getOrDefault("-W", "").matches("%h:%p|\\[%h\\]:%p");
    if (!forwards || said.containsKey("-J") || names.size() != 1 || !isDestination(names)) {
      return Optional.empty();
    }
    String user = said.containsKey("-l") ? said.get("-l") + "@" : "";
    String port = said.containsKey("-p") ? ":" + said.get("-p") : "";
    return Optional.of(user + names.get(0) + port);
  }

  private static boolean isDestination(List<String> names) {
    return DESTINATION.matcher(names.get(0)).matches();
  }

  private static String unquoted(String value) {
    return value.matches("\"[^\"]*\"|'[^']*'") ? value.substring(1, value.length() - 1) : value;
  }
}
