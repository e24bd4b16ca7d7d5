package io.walterfleet.loopback;

import io.walterfleet.testbed.LoopbackMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of an inventory of loopback machines; each change gives a new one.
 *
 * @param sections top-level keys and what stands after them, in flow style
 * @param machines by name: what stands in the machine's braces beside its address
 */
record Inventory(Map<String, String> sections, Map<String, Member> machines) {
  private static final String GATE = "{timeout: 60s, interval: 50ms, healthyFor: 50ms}";

  Inventory {
    sections = new LinkedHashMap<>(sections);
    machines = new LinkedHashMap<>(machines);
  }

  /** A machine: its group, its address, and more keys with a comma before each. */
  record Member(String group, String address, String more) {}

  static Inventory of(Desk desk) {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("apiVersion", "walter-fleet/v1");
    sections.put("fleet", "loopback");
    sections.put("releases", "{manifest: '" + desk.bundle().manifest() + "'}");
    sections.put(
        "ssh",
        "{user: %s, port: %d, identityFile: '%s', knownHostsFile: '%s', connectTimeout: 60s}"
            .formatted(
                desk.fleet().user(),
                desk.fleet().port(),
                desk.fleet().identity(),
                desk.fleet().knownHosts()));
    sections.put("defaults", "{backup: none}");
    sections.put("rollout", "{batch: [100%], gate: " + GATE + "}");
    Map<String, Member> machines = new LinkedHashMap<>();
    for (LoopbackMachine machine : desk.fleet().machines()) {
      machines.put(machine.name(), new Member("stores", machine.address(), ""));
    }
    return new Inventory(sections, machines);
  }

  /** The same with another value of a top-level key. */
  Inventory with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(sections);
    changed.put(key, value);
    return new Inventory(changed, machines);
  }

  /** The same with the fleet's defaults extended by these keys. */
  Inventory defaults(String keys) {
    return with("defaults", "{backup: none, " + keys + "}");
  }

  /** The same with another rollout, but the short gate of all tests. */
  Inventory rollout(String keys) {
    return with("rollout", "{" + keys + ", gate: " + GATE + "}");
  }

  /** The same with more keys for one machine. */
  Inventory machine(LoopbackMachine machine, String keys) {
    Map<String, Member> changed = new LinkedHashMap<>(machines);
    changed.computeIfPresent(
        machine.name(),
        (name, one) -> new Member(one.group(), one.address(), one.more() + ", " + keys));
    return new Inventory(sections, changed);
  }

  /** The same with some machines in another group. */
  Inventory group(String group, List<LoopbackMachine> members) {
    Map<String, Member> changed = new LinkedHashMap<>(machines);
    for (LoopbackMachine machine : members) {
      changed.computeIfPresent(
          machine.name(), (name, one) -> new Member(group, one.address(), one.more()));
    }
    return new Inventory(sections, changed);
  }

  /** The same for these machines only. */
  Inventory only(List<LoopbackMachine> chosen) {
    Map<String, Member> changed = new LinkedHashMap<>(machines);
    changed.keySet().retainAll(chosen.stream().map(LoopbackMachine::name).toList());
    return new Inventory(sections, changed);
  }

  String text() {
    StringBuilder yaml = new StringBuilder();
    sections.forEach((key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
    yaml.append("groups:\n");
    for (String group : machines.values().stream().map(Member::group).distinct().toList()) {
      yaml.append("  ").append(group).append(":\n    machines:\n");
      machines.forEach(
          (name, one) -> {
            if (one.group().equals(group)) {
              yaml.append("      %s: {address: %s%s}\n".formatted(name, one.address(), one.more()));
            }
          });
    }
    return yaml.toString();
  }
}
