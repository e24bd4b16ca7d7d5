package io.walterfleet.adoption;

import static java.util.stream.Collectors.groupingBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of an inventory of adopted machines. What all machines of a group have in common stands
 * in the group.
 *
 * @param left why machines were not adopted, by name
 * @param conventions what Walter's own names are where they are not the usual ones, as YAML
 */
public record Draft(
    Head head, List<Adopted> machines, Map<String, String> left, String conventions) {
  private static final Set<String> MACHINES_OWN = Set.of("host");

  public Draft {
    machines = List.copyOf(machines);
    left = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(left));
  }

  /** One of machines whose names are the usual ones. */
  public Draft(Head head, List<Adopted> machines, Map<String, String> left) {
    this(head, machines, left, "");
  }

  /**
   * What stands above the machines.
   *
   * @param manifest where the vendor's manifest is; empty for the usual place
   * @param ssh keys of {@code ssh} for all machines, and their values
   */
  public record Head(String fleet, String manifest, Map<String, String> ssh) {
    public Head {
      ssh = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(ssh));
    }

    private StringBuilder text(String origin) {
      StringBuilder yaml = new StringBuilder();
      yaml.append("# yaml-language-server: $schema=../schema/inventory.schema.json\n");
      yaml.append(origin);
      yaml.append("apiVersion: walter-fleet/v1\nfleet: ").append(Yaml.text(fleet)).append('\n');
      if (!manifest.isEmpty()) {
        yaml.append("\nreleases: {manifest: ").append(Yaml.quoted(manifest)).append("}\n");
      }
      if (!ssh.isEmpty()) {
        yaml.append("\nssh: ").append(Yaml.map(Draft.ssh(ssh))).append('\n');
      }
      return yaml;
    }
  }

  /** The YAML text of a first inventory, of machines of which nothing is known but the way. */
  public static String first(Head head, List<Candidate> machines) {
    StringBuilder yaml =
        head.text(
            "# Written by walter-fleet init. All keys: examples/full.yml; a machine that has no"
                + " Walter yet\n# needs 'mode' and 'host', too.\n");
    yaml.append("\ndefaults:\n  release: patch  # or minor, stable, or one release in quotation");
    yaml.append(" marks: \"1.8.3\"\n\n");
    groups(machines.stream().map(Adopted::unread).toList(), yaml);
    return yaml.toString();
  }

  /** The YAML text. */
  public String text() {
    StringBuilder yaml =
        head.text("# Written by walter-fleet adopt, from what the machines have.\n");
    if (!conventions.isEmpty()) {
      yaml.append('\n').append(conventions);
    }
    yaml.append(
        "\ndefaults:\n  bundle: keep  # the files that are there stay until something else");
    yaml.append(" changes; leave this out to refresh them now\n\n");
    groups(machines, yaml);
    if (!left.isEmpty()) {
      yaml.append("\n# Not adopted:\n");
      left.forEach((name, why) -> yaml.append("#   " + Yaml.comment(name + ": " + why) + "\n"));
    }
    return yaml.toString();
  }

  /**
   * The YAML text of an inventory of machines alone, to be read with files that say the rest. Each
   * machine says all of its keys, so that the keys of its group are those of others to say.
   */
  static String ofMachines(List<Adopted> machines) {
    StringBuilder yaml = new StringBuilder("# Made by walter-fleet from a list of machines.\n");
    yaml.append("apiVersion: walter-fleet/v1\ngroups:");
    yaml.append(machines.isEmpty() ? " {}\n" : "\n");
    byGroup(machines)
        .forEach(
            (group, members) -> {
              yaml.append("  ").append(Yaml.text(group)).append(":\n    machines:\n");
              members.forEach(one -> line(one, Map.of(), Map.of(), Set.of(), yaml));
            });
    return yaml.toString();
  }

  private static Map<String, List<Adopted>> byGroup(List<Adopted> machines) {
    return machines.stream()
        .collect(
            groupingBy(one -> one.candidate().group(), LinkedHashMap::new, Collectors.toList()));
  }

  private static void groups(List<Adopted> machines, StringBuilder yaml) {
    yaml.append("groups:\n");
    byGroup(machines).forEach((group, members) -> group(group, members, yaml));
  }

  private static void group(String group, List<Adopted> members, StringBuilder yaml) {
    Map<String, String> wanted = common(members.stream().map(Adopted::wanted).toList());
    wanted.keySet().removeAll(MACHINES_OWN);
    Map<String, String> ssh = common(members.stream().map(one -> one.candidate().ssh()).toList());
    Set<String> tags = commonTags(members);
    yaml.append("  ").append(Yaml.text(group)).append(":\n");
    if (!tags.isEmpty()) {
      yaml.append("    tags: ").append(Yaml.list(tags)).append('\n');
    }
    if (!wanted.isEmpty()) {
      yaml.append("    defaults: ").append(Yaml.map(wanted)).append('\n');
    }
    if (!ssh.isEmpty()) {
      yaml.append("    ssh: ").append(Yaml.map(ssh(ssh))).append('\n');
    }
    yaml.append("    machines:\n");
    members.forEach(member -> line(member, wanted, ssh, tags, yaml));
  }

  private static void line(
      Adopted member,
      Map<String, String> wanted,
      Map<String, String> ssh,
      Set<String> tags,
      StringBuilder yaml) {
    yaml.append("      ").append(Yaml.text(member.candidate().name())).append(": ");
    yaml.append(machine(member, wanted, ssh, tags)).append('\n');
  }

  private static String machine(
      Adopted member, Map<String, String> wanted, Map<String, String> ssh, Set<String> tags) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("address", Yaml.text(member.candidate().address()));
    member.wanted().forEach((key, value) -> own(wanted, keys, key, value));
    Map<String, String> ownSsh = new LinkedHashMap<>();
    member.candidate().ssh().forEach((key, value) -> own(ssh, ownSsh, key, value));
    if (!ownSsh.isEmpty()) {
      keys.put("ssh", Yaml.map(ssh(ownSsh)));
    }
    List<String> ownTags =
        member.candidate().tags().stream().filter(tag -> !tags.contains(tag)).toList();
    if (!ownTags.isEmpty()) {
      keys.put("tags", Yaml.list(ownTags));
    }
    return Yaml.map(keys);
  }

  private static void own(
      Map<String, String> common, Map<String, String> keys, String key, String value) {
    if (!common.containsKey(key)) {
      keys.put(key, value);
    }
  }

  /** What several machines have all alike; a machine alone keeps its own. */
  private static Map<String, String> common(List<Map<String, String>> each) {
    Map<String, String> common = new LinkedHashMap<>(each.get(0));
    each.forEach(one -> common.entrySet().retainAll(one.entrySet()));
    return each.size() > 1 ? common : new LinkedHashMap<>();
  }

  private static Set<String> commonTags(List<Adopted> members) {
    return members.get(0).candidate().tags().stream()
        .filter(tag -> members.stream().allMatch(one -> one.candidate().tags().contains(tag)))
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private static Map<String, String> ssh(Map<String, String> values) {
    Map<String, String> yaml = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String scalar =
              switch (key) {
                case "become" -> Yaml.truth(value);
                case "port" -> Yaml.number(value);
                default -> Yaml.text(value);
              };
          yaml.put(Yaml.text(key), scalar);
        });
    return yaml;
  }
}
