package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What whoever writes an inventory, but has not the operator's key, tries with it. */
@Tag("loopback")
@Timeout(120)
class HostileInventoryTest {
  private static final String SECRET = "sk_live/9a8B7c6D+5e4F3a2B1c0D==";

  @Test
  void namesOfSecretsAreNeverAskedFor() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      Path inventory =
          desk.write(
              desk.inventory().with("envKeys", "{host: SECRET_KEY_BASE, mode: DATABASE_URL}"));
      desk.fleet().clearLogs();

      for (String verb : List.of("plan", "status", "drift", "validate", "backups")) {
        Ran ran = desk.run(verb, "-i", inventory.toString());

        assertThat(ran.exitCode()).isEqualTo(64);
        assertThat(ran.err())
            .contains("'host' of 'envKeys' is 'SECRET_KEY_BASE'", "'mode' of 'envKeys' is");
      }
      assertThat(desk.fleet().log().connections()).isEmpty();
    }
  }

  @Test
  void aSecretBehindAManagedNameIsShownNowhere() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      Path env = desk.machine(0).install().resolve(".env.deploy");
      Files.writeString(env, "WALTER_TAG=" + SECRET + "\nAPP_DOMAIN=" + SECRET + "\n");
      Inventory wanted =
          desk.inventory()
              .with("envKeys", "{image: WALTER_TAG, host: APP_DOMAIN}")
              .defaults("release: stable");
      String inventory = desk.write(wanted).toString();
      String plan = desk.folder().resolve("plan.json").toString();

      for (String format : List.of("text", "json", "markdown", "html")) {
        for (String verb : List.of("plan", "status", "drift")) {
          desk.run(verb, "-v", "-i", inventory, "--format", format);
        }
      }
      Ran planned = desk.run("plan", "-i", inventory, "--out", plan, "--health");
      desk.run("backups", "-i", inventory);
      desk.run("rehearse", "-i", inventory);
      desk.run("adopt", "root@" + desk.machine(0).address());

      assertThat(planned.out()).contains("(unreadable form) -> ghcr.io/matchylabs/walter:");
      assertThat(desk.spoken()).noneMatch(text -> text.contains(SECRET.substring(8, 14)));
      assertThat(Files.readString(Path.of(plan))).doesNotContain(SECRET.substring(8, 14));
    }
  }
}
