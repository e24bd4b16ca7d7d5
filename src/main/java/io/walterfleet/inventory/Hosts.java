package io.walterfleet.inventory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host names and IP addresses. */
final class Hosts {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern URL =
      Pattern.compile("[A-Za-z]+://(?:[^/?#@\\s]{1,128}@)?([^/:?#@\\s]{1,253}).*");
  private static final Pattern WITH_PORT = Pattern.compile("([^:]{1,253}):\\d{1,5}");
  private static final Pattern WITH_USER = Pattern.compile("[^@\\s]{1,128}@([^@:\\s]{1,253})");
  private static final Pattern JUMP =
      Pattern.compile("(?:([^@\\s]{1,128})@)?(\\[[^\\]]{1,64}]|[^:@\\s]{1,253})(?::(\\d{1,5}))?");

  private Hosts() {}

  /** The name or IP that a machine publishes. */
  static Optional<String> published(Cursor cursor) {
    return cursor
        .rangedText()
        .flatMap(
            text ->
                isName(text) || isIp(text)
                    ? Optional.of(text)
                    : refuse(cursor, text, "a host name or an IP", "'httpsPort'"));
  }

  /** Where a machine is reached: a host name, an IP, or an alias of the ssh config. */
  static Optional<String> address(Cursor cursor) {
    return cursor
        .rangedText()
        .flatMap(
            text ->
                isReachable(text)
                    ? Optional.of(text)
                    : refuse(
                        cursor, text, "a host name, an IP or an ssh alias", "'port' of 'ssh'"));
  }

  /** A bastion, {@code [user@]host[:port]}. */
  static Optional<String> jump(Cursor cursor) {
    return cursor
        .rangedText()
        .flatMap(
            text ->
                isJump(text)
                    ? Optional.of(text)
                    : cursor.refuse(
                        text,
                        "is not a bastion",
                        "write [user@]host[:port], such as ops@bastion.example.com"));
  }

  /**
   * One spelling for all of those that reach the same: of an IPv6 address, and of a name with a dot
   * in capitals or with a dot at its end (RFC 4343; RFC 1034, section 3.1). A word without a dot
   * may be an alias of the ssh config, where capitals count.
   */
  static String reached(String address) {
    if (isIpv6(address)) {
      try {
        return InetAddress.getByName(address).getHostAddress();
      } catch (UnknownHostException impossible) {
        return address;
      }
    }
    String name = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
    return name.contains(".") ? name.toLowerCase(Locale.ROOT) : name;
  }

  static boolean isIp(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  private static boolean isJump(String text) {
    Matcher form = JUMP.matcher(text);
    if (!form.matches()) {
      return false;
    }
    boolean userFits = Optional.ofNullable(form.group(1)).map(Form.USER::fits).orElse(true);
    int port = Optional.ofNullable(form.group(3)).map(Integer::valueOf).orElse(22);
    String host = form.group(2);
    boolean hostFits =
        host.startsWith("[") ? isIpv6(host.substring(1, host.length() - 1)) : isReachable(host);
    return userFits && hostFits && port >= 1 && port <= 65535;
  }

  private static boolean isReachable(String text) {
    boolean alias = ALIAS.matcher(text).matches() && !NUMBERS.matcher(text).matches();
    return alias || isIp(text);
  }

  /** RFC 1123: labels of letters, digits and inner hyphens, at most 253 characters. */
  private static boolean isName(String text) {
    return text.length() <= 253
        && !NUMBERS.matcher(text).matches()
        && Arrays.stream(text.split("\\.", -1)).allMatch(part -> LABEL.matcher(part).matches());
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 4 && Arrays.stream(parts).allMatch(Hosts::isOctet);
  }

  private static boolean isOctet(String part) {
    return OCTET.matcher(part).matches() && Integer.parseInt(part) <= 255;
  }

  /** RFC 4291, section 2.2: eight groups, of which one run may be left out as {@code ::}. */
  private static boolean isIpv6(String text) {
    if (!IPV6.matcher(text).matches()) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /** How many groups of 16 bits the text has; -1 when it has anything else. */
  private static int groups(String text, boolean last) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = parts.length;
    for (int i = 0; i < parts.length; i++) {
      boolean ipv4 = last && i == parts.length - 1 && isIpv4(parts[i]);
      if (!ipv4 && !GROUP.matcher(parts[i]).matches()) {
        return -1;
      }
      count += ipv4 ? 1 : 0;
    }
    return count;
  }

  private static Optional<String> refuse(Cursor cursor, String text, String what, String port) {
    Matcher url = URL.matcher(text);
    Matcher withPort = WITH_PORT.matcher(text);
    Matcher withUser = WITH_USER.matcher(text);
    String fix = "write the name or the IP alone, such as walter.example.com";
    if (url.matches()) {
      fix = "write the name alone: " + Quoted.plain(url.group(1));
    } else if (withPort.matches()) {
      fix = "write " + Quoted.plain(withPort.group(1)) + " here, and the port as " + port;
    }
    if (withUser.matches() && !port.equals("'httpsPort'")) {
      fix = "write " + Quoted.plain(withUser.group(1)) + " here, and the user as 'user' of 'ssh'";
    }
    return cursor.refuse(text, "is not " + what, fix);
  }
}
