package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How Ansible reaches one host, by its variables, and what of it an inventory of ours cannot say.
 *
 * <p>What Ansible has not worked out (a template, a vaulted text) is never guessed at.
 */
final class AnsibleHost {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y", "t", "1");
  private static final Set<String> OVER_SSH =
      Set.of("ssh", "smart", "paramiko", "paramiko_ssh", "ansible.builtin.ssh");

  /** The variable that says what walter-fleet shall do with a host. */
  static final String WISH = "walter_fleet";

  private static final Set<String> OF_ANSIBLE = Set.of("address", "ssh", "tags");

  private final JsonNode variables;
  private final Map<String, String> ssh = new LinkedHashMap<>();
  private final List<String> obstacles = new ArrayList<>();
  private Optional<String> address = Optional.empty();

  private AnsibleHost(JsonNode variables) {
    this.variables = variables;
  }

  /** Reads the variables of a host. */
  static AnsibleHost of(JsonNode variables) {
    AnsibleHost host = new AnsibleHost(variables);
    host.address = host.text("ansible_host", "ansible_ssh_host");
    host.connection();
    host.arguments();
    host.become();
    return host;
  }

  /** Where it is, if that is not its name. */
  Optional<String> address() {
    return address;
  }

  /** Keys of {@code ssh} in an inventory, and their values. */
  Map<String, String> ssh() {
    return ssh;
  }

  /**
   * What its variable {@code walter_fleet} wants of it, if it has one: keys of a machine in an
   * inventory, and their values as YAML. What cannot be said so is an obstacle.
   */
  Map<String, String> wanted() {
    Map<String, String> wanted = new LinkedHashMap<>();
    JsonNode wish = variables.path(WISH);
    if (!wish.isMissingNode() && !wish.isObject()) {
      obstacles.add("its " + WISH + " is no mapping");
    }
    for (Map.Entry<String, JsonNode> one : wish.properties()) {
      String name = WISH + "." + one.getKey();
      if (OF_ANSIBLE.contains(one.getKey())) {
        obstacles.add("its " + name + " is said by Ansible's own variables and groups");
      } else if (one.getValue().isBoolean() || one.getValue().isNumber()) {
        wanted.put(Yaml.text(one.getKey()), one.getValue().asString());
      } else {
        text(wish, one.getKey(), name)
            .ifPresent(text -> wanted.put(Yaml.text(one.getKey()), Yaml.quoted(text)));
      }
    }
    return wanted;
  }

  /** Why it cannot be taken over; empty when it can. */
  String obstacle() {
    return String.join("; ", obstacles);
  }

  private void connection() {
    text("ansible_connection")
        .filter(kind -> !OVER_SSH.contains(kind))
        .ifPresent(kind -> obstacles.add("its ansible_connection is '" + kind + "', not ssh"));
    text("ansible_user", "ansible_ssh_user").ifPresent(user -> ssh.put("user", user));
    text("ansible_port", "ansible_ssh_port").ifPresent(port -> ssh.put("port", port));
    text("ansible_ssh_private_key_file", "ansible_private_key_file")
        .ifPresent(key -> ssh.put("identityFile", key));
  }

  /** The arguments of ssh, in the order in which Ansible passes them. */
  private void arguments() {
    List<String> words = new ArrayList<>();
    for (String name :
        List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
      Optional<List<String>> said = ShellWords.of(text(name).orElse(""));
      if (said.isEmpty()) {
        obstacles.add("a quote in its " + name + " is never closed");
      }
      said.ifPresent(words::addAll);
    }
    SshArguments arguments = SshArguments.of(words);
    obstacles.addAll(arguments.obstacles());
    arguments.ssh().forEach(this::add);
    ssh.remove("jump", "none");
  }

  private void add(String key, String value) {
    String known = ssh.putIfAbsent(key, value);
    if (known != null && !known.equals(value)) {
      obstacles.add("its " + key + " is both '" + known + "' and '" + value + "'");
    }
  }

  private void become() {
    if (!text("ansible_become", "ansible_sudo").map(AnsibleHost::isTrue).orElse(false)) {
      return;
    }
    ssh.put("become", "true");
    text("ansible_become_user", "ansible_sudo_user")
        .filter(user -> !user.equals("root"))
        .ifPresent(user -> obstacles.add("it becomes '" + user + "', and ssh.become is root"));
    text("ansible_become_method")
        .filter(method -> !method.matches("(ansible\\.builtin\\.)?sudo"))
        .ifPresent(method -> obstacles.add("it becomes root by '" + method + "', not by sudo"));
  }

  private static boolean isTrue(String word) {
    return TRUE.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The first of these variables that says something. */
  private Optional<String> text(String... names) {
    for (String name : names) {
      int before = obstacles.size();
      Optional<String> text = text(variables, name, name);
      if (text.isPresent() || obstacles.size() > before) {
        return text;
      }
    }
    return Optional.empty();
  }

  /** What a value says, if it says something; what is no plain text is an obstacle. */
  private Optional<String> text(JsonNode of, String key, String called) {
    JsonNode value = of.path(key);
    JsonNode plain = value.has("__ansible_unsafe") ? value.path("__ansible_unsafe") : value;
    if (plain.isContainer()) {
      boolean vaulted = plain.has("__ansible_vault");
      obstacles.add("its " + called + (vaulted ? " is vaulted" : " is no text"));
      return Optional.empty();
    }
    String text = plain.isMissingNode() || plain.isNull() ? "" : plain.asString();
    if (text.contains("{{") || text.contains("{%")) {
      obstacles.add("its " + called + " is a template, which Ansible fills in when it runs");
      return Optional.empty();
    }
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }
}
