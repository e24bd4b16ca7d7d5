package io.walterfleet.adoption;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ansible-inventory --list} prints: groups with their hosts and children, and the
 * variables of each host under {@code _meta}. The first group that lists a host is its group, the
 * others, and the groups above it, are its tags.
 */
final class AnsibleInventory {
  private static final Set<String> NO_GROUP = Set.of("all", "ungrouped", "_meta");
  private static final Pattern JUMP =
      Pattern.compile("(?:-J\\s*|ProxyJump[= ]\\s*)[\"']?([^\\s\"',]+)");

  private final JsonNode json;

  private AnsibleInventory(JsonNode json) {
    this.json = json;
  }

  /** The machines of this JSON text. */
  static List<Candidate> read(String text) throws BadSource {
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      if (!json.path("_meta").path("hostvars").isObject()) {
        throw new BadSource(
            "it is not what ansible-inventory --list prints: it has no _meta.hostvars");
      }
      return new AnsibleInventory(json).candidates();
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
      throw new BadSource("it is not valid JSON" + (line > 0 ? ", at line " + line : ""));
    }
  }

  private List<Candidate> candidates() {
    Set<String> hosts = new LinkedHashSet<>();
    json.properties().forEach(group -> texts(group.getValue().path("hosts")).forEach(hosts::add));
    json.path("_meta").path("hostvars").properties().forEach(host -> hosts.add(host.getKey()));
    return hosts.stream().map(this::candidate).toList();
  }

  private Candidate candidate(String host) {
    JsonNode variables = json.path("_meta").path("hostvars").path(host);
    List<String> groups =
        json.properties().stream()
            .filter(group -> texts(group.getValue().path("hosts")).contains(host))
            .map(Map.Entry::getKey)
            .filter(group -> !NO_GROUP.contains(group))
            .toList();
    String group = groups.isEmpty() ? Candidate.GROUP : groups.get(0);
    Set<String> tags = new LinkedHashSet<>(groups);
    groups.forEach(one -> above(one, tags));
    tags.remove(group);
    return new Candidate(
        Candidate.name(host),
        Candidate.name(group.equals("remaining") ? "machine-remaining" : group),
        tags.stream().map(Candidate::name).collect(java.util.stream.Collectors.toSet()),
        text(variables, "ansible_host", "ansible_ssh_host").orElse(host),
        ssh(variables));
  }

  /** Adds the groups that have this one as a child, however far up. */
  private void above(String group, Set<String> found) {
    json.properties().stream()
        .filter(parent -> texts(parent.getValue().path("children")).contains(group))
        .map(Map.Entry::getKey)
        .filter(parent -> !NO_GROUP.contains(parent))
        .filter(found::add)
        .forEach(parent -> above(parent, found));
  }

  private static Map<String, String> ssh(JsonNode variables) {
    Map<String, String> ssh = new LinkedHashMap<>();
    text(variables, "ansible_user", "ansible_ssh_user").ifPresent(user -> ssh.put("user", user));
    text(variables, "ansible_port", "ansible_ssh_port").ifPresent(port -> ssh.put("port", port));
    text(variables, "ansible_ssh_private_key_file", "ansible_private_key_file")
        .ifPresent(key -> ssh.put("identityFile", key));
    text(variables, "ansible_ssh_common_args", "ansible_ssh_extra_args")
        .map(JUMP::matcher)
        .filter(Matcher::find)
        .ifPresent(jump -> ssh.put("jump", jump.group(1)));
    text(variables, "ansible_become", "ansible_sudo")
        .filter(word -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("yes"))
        .ifPresent(yes -> ssh.put("become", "true"));
    return ssh;
  }

  private static Optional<String> text(JsonNode variables, String name, String olderName) {
    return List.of(name, olderName).stream()
        .map(variables::path)
        .filter(JsonNode::isValueNode)
        .filter(value -> !value.isNull())
        .map(JsonNode::asString)
        // what Ansible has not worked out is no value
        .filter(value -> !value.isBlank() && !value.contains("{{"))
        .findFirst();
  }

  private static List<String> texts(JsonNode array) {
    return array.values().stream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
  }
}
