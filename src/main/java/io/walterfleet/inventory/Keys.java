package io.walterfleet.inventory;

import io.walterfleet.fleet.ManagedKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of each section of an inventory. No other place knows them, but for the schema, which a
 * test holds against this list.
 */
enum Keys {
  INVENTORY(
      "the top of the file",
      "apiVersion",
      "fleet",
      "releases",
      "ssh",
      "defaults",
      "groups",
      "rollout",
      "backups",
      "maintenance",
      "approvals",
      "plan",
      "hooks",
      "notify",
      "envKeys",
      "stack"),
  RELEASES("'releases'", "manifest", "allowHttp"),
  SSH(
      "'ssh'",
      "user",
      "port",
      "identityFile",
      "knownHostsFile",
      "hostKeys",
      "hostKey",
      "jump",
      "become",
      "connectTimeout"),
  DEFAULTS(
      "'defaults'",
      List.of("release", "image"),
      "backup",
      "bundle",
      "installDir",
      "allowDowngrade",
      "allowUnsupported",
      "ssh"),
  GROUP("a group", "tags", "timezone", "defaults", "ssh", "machines"),
  MACHINE(
      "a machine",
      List.of("address", "host", "release", "image"),
      "backup",
      "bundle",
      "installDir",
      "allowDowngrade",
      "allowUnsupported",
      "force",
      "tags",
      "ssh"),
  ROLLOUT(
      "'rollout'",
      "waves",
      "batch",
      "atOnce",
      "maxFailed",
      "pause",
      "stage",
      "pulls",
      "onFailure",
      "gate"),
  WAVE("a wave of 'rollout'", "group", "then", "soak"),
  GATE("'gate' of 'rollout'", "timeout", "interval", "healthyFor", "via", "checks"),
  CHECK(
      "a check of 'gate'",
      "url",
      "expect",
      "command",
      "prometheus",
      "query",
      "fail",
      "for",
      "allowHttp"),
  BACKUPS("'backups'", "keep", "prove"),
  MAINTENANCE("'maintenance'", "timezone", "bind", "windows", "freezes"),
  FREEZE("a freeze of 'maintenance'", "from", "to", "groups", "reason"),
  WINDOW("a window of 'maintenance'", "days", "from", "to"),
  PLAN("'plan'", "maxAge"),
  APPROVALS("'approvals'", "signers", "required", "notAuthor"),
  HOOKS(
      "'hooks'",
      "timeout",
      "beforeRun",
      "afterRun",
      "beforeBatch",
      "afterBatch",
      "beforeMachine",
      "afterMachine"),
  NOTIFY(
      "an item of 'notify'",
      "webhook",
      "command",
      "mail",
      "as",
      "on",
      "allowHttp",
      "routingKeyFile",
      "routingKeyVariable"),
  MAIL("'mail'", "to", "from", "server", "user", "passwordFile", "passwordVariable"),
  STACK(
      "'stack'",
      "project",
      "postgresVolume",
      "stateVolume",
      "setupService",
      "files",
      "overlay",
      "envFiles",
      "profiles",
      "oneShots",
      "compose"),
  ENV_KEYS("'envKeys'", ManagedKey.words().toArray(String[]::new));

  private final String place;

  @SuppressWarnings("ImmutableEnumChecker") // a list made by List.of
  private final List<String> names;

  Keys(String place, String... names) {
    this.place = place;
    this.names = List.of(names);
  }

  /** A section that has, between the others, the managed keys that several machines may share. */
  Keys(String place, List<String> before, String... behind) {
    Stream<String> managed =
        ManagedKey.published().stream().filter(key -> key != ManagedKey.HOST).map(ManagedKey::word);
    this.place = place;
    this.names =
        Stream.of(before.stream(), managed, Stream.of(behind)).flatMap(part -> part).toList();
  }

  List<String> names() {
    return names;
  }

  boolean has(String key) {
    return names.contains(key);
  }

  /** What to do about a key that this section does not have. */
  String advice(String key) {
    Optional<Keys> elsewhere = Arrays.stream(values()).filter(keys -> keys.has(key)).findFirst();
    return elsewhere
        .map(keys -> Quoted.of(key) + " belongs to " + keys.place)
        .orElseGet(
            () -> Spelling.advice(key, names, "the keys here are " + String.join(", ", names)));
  }
}
