package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final JsonNode json;

  /** The machines, and why some hosts are none, by name. */
  record Hosts(List<Candidate> machines, Map<String, String> left) {}

  private AnsibleInventory(JsonNode json) {
    this.json = json;
  }

  /** The machines of this JSON text, and why some hosts of it are none. */
  static Hosts read(String text) throws BadSource {
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      if (!json.path("_meta").path("hostvars").isObject()) {
        throw new BadSource(
            "it is not what ansible-inventory --list prints: it has no _meta.hostvars");
      }
      if (hasVariablesApart(json)) {
        throw new BadSource(
            "it was made with --export, which leaves the variables of groups with the groups",
            "leave --export out: ansible-inventory --list");
      }
      return new AnsibleInventory(json).hosts();
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
      throw new BadSource("it is not valid JSON" + (line > 0 ? ", at line " + line : ""));
    }
  }

  private static boolean hasVariablesApart(JsonNode json) {
    return json.properties().stream()
        .flatMap(group -> group.getValue().path("vars").properties().stream())
        .anyMatch(variable -> variable.getKey().startsWith("ansible_"));
  }

  private Hosts hosts() {
    Set<String> hosts = new LinkedHashSet<>();
    json.properties().forEach(group -> texts(group.getValue().path("hosts")).forEach(hosts::add));
    json.path("_meta").path("hostvars").properties().forEach(host -> hosts.add(host.getKey()));
    List<Candidate> machines = new ArrayList<>();
    Map<String, String> left = new LinkedHashMap<>();
    for (String host : hosts) {
      AnsibleHost reached = AnsibleHost.of(json.path("_meta").path("hostvars").path(host));
      if (reached.obstacle().isEmpty()) {
        machines.add(candidate(host, reached));
      } else {
        left.merge(Candidate.name(host), reached.obstacle(), "%s; %s"::formatted);
      }
    }
    return new Hosts(machines, left);
  }

  private Candidate candidate(String host, AnsibleHost reached) {
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
        reached.address().orElse(host),
        reached.ssh());
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

  private static List<String> texts(JsonNode array) {
    return array.values().stream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
  }
}
