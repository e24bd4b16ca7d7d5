package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ansible-inventory --list} prints: groups with their hosts and children, and the
 * variables of each host under {@code _meta}. The first group that lists a host is its group, the
 * others, and the groups above it, are its tags.
 */
final class AnsibleInventory {
  private static final Set<String> NO_GROUP = Set.of("all", "ungrouped", "_meta");

  /** Of a key that comes twice only the last would count, and hosts would be lost in silence. */
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final JsonNode json;
  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  /** The machines, and why some hosts are none, by name. */
  record Hosts(List<Candidate> machines, Map<String, String> left) {}

  private AnsibleInventory(JsonNode json) throws BadSource {
    this.json = json;
    for (Map.Entry<String, JsonNode> group : json.properties()) {
      for (String host : hosts(group)) {
        groups.computeIfAbsent(host, one -> new ArrayList<>()).add(group.getKey());
      }
    }
    vars().properties().forEach(host -> groups.putIfAbsent(host.getKey(), List.of()));
  }

  /** As Ansible takes it from a program: a list of names, below {@code hosts} or by itself. */
  private static List<String> hosts(Map.Entry<String, JsonNode> group) throws BadSource {
    JsonNode said = group.getValue();
    JsonNode hosts = said.isArray() ? said : said.path("hosts");
    boolean areNames =
        hosts.isMissingNode()
            ? said.isObject()
            : hosts.isArray() && hosts.values().stream().allMatch(JsonNode::isString);
    if (!areNames) {
      throw new BadSource(
          "the hosts of group '" + group.getKey() + "' are no list of names",
          "write {\"hosts\": [\"NAME\"]}, as ansible-inventory --list does");
    }
    return texts(hosts);
  }

  private JsonNode vars() {
    return json.path("_meta").path("hostvars");
  }

  /** The machines of this JSON text, and why some hosts of it are none. */
  static Hosts read(String text) throws BadSource {
    return of(text).hosts();
  }

  /**
   * The machines of this JSON text with what their variable {@code walter_fleet} wants of them; all
   * of its hosts, each by its own name.
   */
  static List<Adopted> whole(String text) throws BadSource {
    return of(text).whole();
  }

  private static AnsibleInventory of(String text) throws BadSource {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.path("_meta").path("hostvars").isObject()) {
        throw new BadSource(
            "it is not what ansible-inventory --list prints: it has no _meta.hostvars");
      }
      if (hasVariablesApart(json)) {
        throw new BadSource(
            "it was made with --export, which leaves the variables of groups with the groups",
            "leave --export out: ansible-inventory --list");
      }
      return new AnsibleInventory(json);
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
      String place = line > 0 ? ", at line " + line : "";
      if (String.valueOf(broken.getOriginalMessage()).startsWith("Duplicate ")) {
        throw new BadSource("it has a key twice" + place, "remove one of the two");
      }
      throw new BadSource("it is not valid JSON" + place);
    }
  }

  private static boolean hasVariablesApart(JsonNode json) {
    return json.properties().stream()
        .flatMap(group -> group.getValue().path("vars").properties().stream())
        .map(Map.Entry::getKey)
        .anyMatch(name -> name.startsWith("ansible_") || name.equals(AnsibleHost.WISH));
  }

  private Hosts hosts() {
    List<Candidate> machines = new ArrayList<>();
    Map<String, String> left = new LinkedHashMap<>();
    for (String host : groups.keySet()) {
      AnsibleHost reached = AnsibleHost.of(vars().path(host));
      if (reached.obstacle().isEmpty()) {
        machines.add(candidate(host, reached).named(Candidate.name(host)));
      } else {
        left.merge(Candidate.name(host), reached.obstacle(), "%s; %s"::formatted);
      }
    }
    return new Hosts(machines, left);
  }

  private List<Adopted> whole() throws BadSource {
    List<Adopted> machines = new ArrayList<>();
    Map<String, String> obstacles = new LinkedHashMap<>();
    for (String host : groups.keySet()) {
      AnsibleHost reached = AnsibleHost.of(vars().path(host));
      machines.add(new Adopted(candidate(host, reached), reached.wanted()));
      if (!reached.obstacle().isEmpty()) {
        obstacles.put(host, reached.obstacle());
      }
    }
    if (!obstacles.isEmpty()) {
      throw BadSource.ofHosts(obstacles);
    }
    return machines;
  }

  private Candidate candidate(String host, AnsibleHost reached) {
    List<String> own =
        groups.getOrDefault(host, List.of()).stream()
            .filter(group -> !NO_GROUP.contains(group))
            .toList();
    String group = own.isEmpty() ? Candidate.GROUP : own.get(0);
    Set<String> tags = new LinkedHashSet<>(own);
    own.forEach(one -> above(one, tags));
    tags.remove(group);
    return new Candidate(
        host,
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
