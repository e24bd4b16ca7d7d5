package io.walterfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each key of an inventory is a matter of trust, or everybody may change it. */
@Tag("unit")
class TrustTest {
  /** None of these decides where we log in, what runs on the controller, or who is told. */
  private static final Map<Keys, List<String>> EVERYBODYS =
      Map.of(
          Keys.INVENTORY,
          List.of("apiVersion", "fleet", "defaults", "groups", "rollout", "backups", "maintenance"),
          Keys.DEFAULTS,
          List.of(
              "release",
              "image",
              "mode",
              "httpsPort",
              "backup",
              "bundle",
              "installDir",
              "allowDowngrade",
              "allowUnsupported"),
          Keys.GROUP,
          List.of("tags", "timezone", "defaults", "machines"),
          Keys.MACHINE,
          List.of(
              "host",
              "release",
              "image",
              "mode",
              "httpsPort",
              "backup",
              "bundle",
              "installDir",
              "allowDowngrade",
              "allowUnsupported",
              "force",
              "tags"),
          Keys.ROLLOUT,
          List.of("waves", "batch", "maxFailed", "pause", "stage", "pulls", "onFailure", "gate"),
          Keys.GATE,
          List.of("timeout", "interval", "healthyFor", "via"),
          Keys.BACKUPS,
          List.of("keep"),
          Keys.MAINTENANCE,
          List.of("timezone", "bind", "windows", "freezes"),
          Keys.FREEZE,
          List.of("from", "to", "groups", "reason"),
          Keys.WINDOW,
          List.of("days", "from", "to"));

  @Test
  void everyKeyOfALoginIsHeld() {
    assertThat(Trust.Key.ALL.stream().map(Trust.Key::word))
        .containsExactlyInAnyOrderElementsOf(Keys.SSH.names());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SSH", "RELEASES", "ENV_KEYS", "STACK", "HOOKS", "NOTIFY", "MAIL"})
  void whoMayChangeAKeyWasDecided(Keys section) {
    Stream<String> held =
        switch (section) {
          case INVENTORY ->
              Stream.concat(Stream.of("ssh"), Trust.Part.ALL.stream().map(Trust.Part::word));
          case MACHINE -> Stream.of("ssh", "address");
          case DEFAULTS, GROUP -> Stream.of("ssh");
          default -> Stream.of();
        };
    assertThat(Stream.concat(held, EVERYBODYS.getOrDefault(section, List.of()).stream()))
        .as("a new key of %s: hold it in Trust, or say here that everybody may change it", section)
        .containsExactlyInAnyOrderElementsOf(section.names());
  }
}
