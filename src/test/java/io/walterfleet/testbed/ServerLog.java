package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an OpenSSH server saw, read from its log.
 *
 * @param connections the address dialled by each TCP connection, in order
 * @param logins the address of each connection that authenticated, in order
 * @param commands the address of each command that was started, in order
 */
public record ServerLog(List<String> connections, List<String> logins, List<String> commands) {
  private static final Pattern CONNECTION =
      Pattern.compile("Connection from \\S+ port (\\d+) on (\\S+) port .*");
  private static final Pattern LOGIN = Pattern.compile("Accepted \\S+ for .* port (\\d+) ssh2.*");
  private static final Pattern COMMAND =
      Pattern.compile("Starting session: .* from \\S+ port (\\d+) id .*");

  public ServerLog {
    connections = List.copyOf(connections);
    logins = List.copyOf(logins);
    commands = List.copyOf(commands);
  }

  static ServerLog read(Path file) throws IOException {
    Ports dialled = new Ports(new HashMap<>());
    List<String> connections = new ArrayList<>();
    List<String> logins = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\r?\n", -1)) {
      Matcher connection = CONNECTION.matcher(line);
      Matcher login = LOGIN.matcher(line);
      Matcher command = COMMAND.matcher(line);
      if (connection.matches()) {
        dialled.add(connection.group(1), connection.group(2));
        connections.add(connection.group(2));
      } else if (login.matches()) {
        logins.add(dialled.address(login.group(1), logins));
      } else if (command.matches()) {
        commands.add(dialled.address(command.group(1), commands));
      }
    }
    return new ServerLog(connections, logins, commands);
  }

  /**
   * Which addresses were dialled from a port of the client.
   *
   * <p>The kernel gives the same port to connections that go to different addresses, so that a
   * later line with this port may be of any of them: it is taken for the first that had none yet.
   */
  private record Ports(Map<String, List<String>> addresses) {
    void add(String port, String address) {
      addresses.computeIfAbsent(port, any -> new ArrayList<>()).add(address);
    }

    String address(String port, List<String> served) {
      List<String> candidates = addresses.getOrDefault(port, List.of("?"));
      return candidates.stream()
          .filter(candidate -> !served.contains(candidate))
          .findFirst()
          .orElse(candidates.get(candidates.size() - 1));
    }
  }
}
