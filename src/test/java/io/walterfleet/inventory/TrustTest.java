package io.walterfleet.inventory;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ManagedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key of an inventory is a matter of trust, or everybody may change it. */
@Tag("unit")
class TrustTest {
  /**
   * None of these decides where we log in, what runs on the controller, who is told, or what is
   * deleted for good; nor does a key of {@link ManagedKey#published()}.
   */
  private static final Map<Keys, List<String>> EVERYBODYS =
      Map.of(
          Keys.INVENTORY,
          List.of("apiVersion", "fleet", "defaults", "groups", "maintenance"),
          Keys.DEFAULTS,
          List.of(
              "release",
              "image",
              "backup",
              "bundle",
              "installDir",
              "allowDowngrade",
              "allowUnsupported"),
          Keys.GROUP,
          List.of("tags", "timezone", "defaults", "machines"),
          Keys.MACHINE,
          List.of(
              "release",
              "image",
              "backup",
              "bundle",
              "installDir",
              "allowDowngrade",
              "allowUnsupported",
              "force",
              "tags"),
          Keys.ROLLOUT,
          List.of(
              "waves",
              "batch",
              "atOnce",
              "maxFailed",
              "pause",
              "stage",
              "pulls",
              "onFailure",
              "gate"),
          Keys.WAVE,
          List.of("group", "then", "soak"),
          Keys.GATE,
          List.of("timeout", "interval", "healthyFor", "via"),
          Keys.MAINTENANCE,
          List.of("timezone", "bind", "windows", "freezes"),
          Keys.FREEZE,
          List.of("from", "to", "groups", "reason"),
          Keys.WINDOW,
          List.of("days", "from", "to"));

  /**
   * Each key of the sections that are held whole, and another value for it in {@code
   * examples/full.yml}. What {@code allowHttp} permits is held itself.
   */
  private static final Map<Keys, Map<String, String>> OTHERS =
      Map.of(
          Keys.APPROVALS,
          Map.of(
              "signers", "signers: allowed_signers|signers: evil",
              "required", "required: 2|required: 1",
              "notAuthor", "notAuthor: true|notAuthor: false"),
          Keys.CHECK,
          Map.of(
              "url", "{host}/welcome|evil.example/",
              "expect", "expect: 200|expect: 404",
              "command", "./probe|./evil",
              "prometheus", "prometheus.example.com|prometheus.example.net",
              "query", "walter_errors_total|evil",
              "fail", "> 0.05|> 0.06",
              "for", "for: 1m|for: 0s",
              "allowHttp", ""),
          Keys.RELEASES,
          Map.of("manifest", "manifest: https|manifest: https://evil.example/", "allowHttp", ""),
          Keys.BACKUPS,
          Map.of("keep", "keep: 5|keep: 1", "prove", "prove: one|prove: all"),
          Keys.PLAN,
          Map.of("maxAge", "maxAge: 168h|maxAge: 720h"),
          Keys.HOOKS,
          Map.of(
              "timeout", "timeout: 5m # default; of|timeout: 9h # of",
              "beforeRun", "./change\", \"open|./evil\", \"open",
              "afterRun", "./change\", \"close|./evil\", \"close",
              "beforeBatch", "a batch begins|evil",
              "afterBatch", "a batch ended|evil",
              "beforeMachine", "\"drain|\"evil",
              "afterMachine", "undrain|evil"),
          Keys.NOTIFY,
          Map.of(
              "webhook", "hooks.example.com|evil.example",
              "command", "./tell|./evil",
              "mail", "[ops@example.com]\n|[evil@example.net]\n",
              "as", "as: slack|as: plain",
              "on", "on: [failed, |on: [",
              "allowHttp", "",
              "routingKeyFile", "walter-fleet/pagerduty|walter-fleet/evil",
              "routingKeyVariable", "PAGERDUTY_ROUTING_KEY|HOME"),
          Keys.MAIL,
          Map.of(
              "to", "to: [ops@example.com]\n|to: [ops@example.com, evil@example.net]\n",
              "from", "from: walter-fleet@example.com\n|from: evil@example.net\n",
              "server", "smtp.example.com|smtp.example.net",
              "user", "user: walter-fleet|user: evil",
              "passwordFile", "walter-fleet/mail|walter-fleet/evil",
              "passwordVariable", "MAIL_PASSWORD|HOME"),
          Keys.STACK,
          Map.of(
              "project", "project: walter|project: evil",
              "postgresVolume", "walter_postgres|evil",
              "stateVolume", "walter_state|evil",
              "setupService", "setupService: setup|setupService: evil",
              "files", "[compose.yml]|[evil.yml]",
              "overlay", "compose.{mode}.yml|evil.{mode}.yml",
              "envFiles", "defaults.env|evil.env",
              "profiles", "profiles: [mail]|profiles: [evil]",
              "oneShots", "[permissions]|[evil]",
              "compose", "bin/walter-compose|bin/evil"),
          Keys.ENV_KEYS,
          Stream.of(ManagedKey.values()).collect(toMap(ManagedKey::word, TrustTest::otherName)));

  private static String otherName(ManagedKey key) {
    String other = key.usualName().replaceFirst("[A-Z]+_", "EVIL_");
    return key.word() + ": " + key.usualName() + "|" + key.word() + ": " + other;
  }

  static Stream<Keys> heldWhole() {
    return OTHERS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("heldWhole")
  void noKeyOfASectionThatIsHeldChangesUnseen(Keys section, @TempDir Path folder)
      throws IOException {
    Map<String, String> others = OTHERS.getOrDefault(section, Map.of());
    assertThat(others.keySet())
        .as("a new key of %s: say here how it changes", section)
        .containsExactlyInAnyOrderElementsOf(section.names());
    String full = Files.readString(Path.of("examples/full.yml"));
    Path base = Files.createDirectories(folder.resolve("base"));
    Files.writeString(base.resolve("fleet.yml"), full);
    for (String change : others.values().stream().filter(one -> !one.isEmpty()).toList()) {
      String was = change.substring(0, change.indexOf('|'));
      assertThat(full).contains(was);
      String changed = full.replaceFirst(Pattern.quote(was), change.substring(was.length() + 1));
      Path file = Files.writeString(folder.resolve("change.yml"), changed);
      assertThat(new Inventories(folder).read(List.of(file), base))
          .as(change)
          .isInstanceOfSatisfying(
              Reading.Invalid.class,
              refused ->
                  assertThat(refused.problems())
                      .as(change)
                      .singleElement()
                      .extracting(Problem::message)
                      .asString()
                      .endsWith("is not as in the trusted inventory " + base));
    }
  }

  @Test
  void everySectionIsHeldOrHasKeysOfBothKinds() {
    assertThat(
            Stream.of(OTHERS.keySet(), EVERYBODYS.keySet(), Set.of(Keys.SSH))
                .flatMap(Set::stream)
                .toList())
        .containsExactlyInAnyOrder(Keys.values());
  }

  @Test
  void everyKeyOfALoginIsHeld() {
    assertThat(Trust.Key.ALL.stream().map(Trust.Key::word))
        .containsExactlyInAnyOrderElementsOf(Keys.SSH.names());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "SSH",
        "RELEASES",
        "ENV_KEYS",
        "STACK",
        "HOOKS",
        "NOTIFY",
        "MAIL",
        "BACKUPS",
        "APPROVALS",
        "PLAN",
        "CHECK"
      })
  void whoMayChangeAKeyWasDecided(Keys section) {
    Stream<String> held =
        switch (section) {
          case INVENTORY ->
              Stream.concat(Stream.of("ssh"), Trust.Part.ALL.stream().map(Trust.Part::word));
          case MACHINE -> Stream.of("ssh", "address");
          case GATE -> Stream.of("checks");
          case DEFAULTS, GROUP -> Stream.of("ssh");
          default -> Stream.of();
        };
    Stream<String> published =
        ManagedKey.published().stream().map(ManagedKey::word).filter(section.names()::contains);
    Stream<String> everybodys =
        Stream.concat(published, EVERYBODYS.getOrDefault(section, List.of()).stream());
    assertThat(Stream.concat(held, everybodys))
        .as("a new key of %s: hold it in Trust, or say here that everybody may change it", section)
        .containsExactlyInAnyOrderElementsOf(section.names());
  }
}
