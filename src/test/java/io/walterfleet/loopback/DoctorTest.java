package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is assumed of Walter, held against machines, over real SSH. */
@Tag("loopback")
@Timeout(120)
class DoctorTest {
  private static final String RENAMED =
      """
      sed -i 's/WALTER_IMAGE/APP_IMAGE/; s/PHX_HOST=/PUBLIC_HOST=/; s/WALTER_MODE/APP_TLS_MODE/
        s/WALTER_HTTPS_PORT/TLS_PORT/; s/WALTER_HTTP_PORT/PLAIN_PORT/
        s/walter_postgres/acme_data/; s/walter_state/acme_state/; s/^  setup:/  migrate:/' \
        .env.deploy compose.yml compose.internal-tls.yml
      sed -i 's/^    environment:/    environment:\\n      PHX_HOST: ${PUBLIC_HOST}/' compose.yml
      """;

  @Test
  void aManifestThatIsAwayIsToldOnTwoLinesAndTheAnswerStands() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory().with("releases", "{manifest: absent.json}"));

      Ran ran = desk.run("doctor", "machine-001", "-i", inventory.toString());

      assertThat(ran.out().lines().toList())
          .contains("20 assumptions: 20 hold, 0 differ, 0 cannot be seen")
          .anyMatch(line -> line.matches("no plan was made with these keys: .*absent.json.*"))
          .anyMatch(line -> line.matches("fix: .+"))
          .noneMatch(line -> line.contains("\\u{"));
    }
  }

  @Test
  void allHoldsOnAMachineOfTheUsualLayout() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory());

      assertThat(desk.run("doctor", "machine-001", "-i", inventory.toString()))
          .isEqualTo(
              new Ran(
                  0,
                  """
                  machine-001
                  ASSUMPTION                 ASSUMED            THERE                     VERDICT  SEEN BY
                  installDir                 walter-onprem      walter-onprem             holds    the directory
                  the vendor's command       bin/walter-onprem  bin/walter-onprem         holds    the file
                  the deployment's state     .env.deploy        .env.deploy               holds    the file
                  the Compose files          one, and overlays  compose.yml, overlays: 2  holds    the names that Compose knows
                  envKeys.image              WALTER_IMAGE       WALTER_IMAGE              holds    the image of Walter's container
                  envKeys.host               PHX_HOST           PHX_HOST                  holds    PHX_HOST of Walter's container
                  envKeys.mode               WALTER_MODE        WALTER_MODE               holds    the modes there are
                  envKeys.httpsPort          WALTER_HTTPS_PORT  WALTER_HTTPS_PORT         holds    the published port
                  envKeys.httpPort           WALTER_HTTP_PORT   WALTER_HTTP_PORT          holds    the published port
                  other keys of .env.deploy  kept as they are   kept as they are          holds    the file's names
                  stack.project              walter-onprem      walter-onprem             holds    the containers' label
                  stack.postgresVolume       walter_postgres    walter_postgres           holds    the mount of its data
                  stack.stateVolume          walter_state       walter_state              holds    the mounts of Walter
                  stack.setupService         setup              setup                     holds    compose config
                  stack.files                as it is found     compose.yml               holds    the containers' label
                  stack.overlay              as it is found     compose.{mode}.yml        holds    the containers' label
                  stack.envFiles             as it is found     none                      holds    the containers' label
                  stack.profiles             none               none                      holds    the services that run
                  stack.oneShots             as it is found     none                      holds    exit codes and restart policies
                  stack.compose              as it is found     as it is found            holds    Compose would make the same containers

                  With these keys, plan would change machine-001: release 1.8.2 -> 1.8.3, bundle unknown -> 2026.11.1.
                  20 assumptions: 20 hold, 0 differ, 0 cannot be seen
                  """,
                  ""));
    }
  }

  @Test
  void theKeysThatDifferAreWrittenAndWithThemThereIsNothingToDo() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      LoopbackMachine machine = desk.machine(0);
      String up = "docker compose -p acme --env-file .env.deploy -f compose.yml -f";
      machine.compose("down");
      machine.shell("cd walter-onprem && " + RENAMED + up + " compose.internal-tls.yml up -d");
      String inventory = desk.inventory().defaults("release: '1.8.2', bundle: keep").text();
      Path before = Files.writeString(desk.folder().resolve("before.yml"), inventory);
      Path keys = desk.folder().resolve("keys.yml");

      Ran ran =
          desk.run("doctor", "machine-001", "-i", before.toString(), "--write", keys.toString());
      assertThat(ran.out())
          .endsWith(
              """
              With these keys, plan finds nothing to do on machine-001.
              20 assumptions: 10 hold, 9 differ, 1 cannot be seen
              """);
      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(keys)
          .hasContent(
              """
              envKeys:
                host: "PUBLIC_HOST"
                httpPort: "PLAIN_PORT"
                httpsPort: "TLS_PORT"
                image: "APP_IMAGE"
                mode: "APP_TLS_MODE"
              stack:
                postgresVolume: "acme_data"
                project: "acme"
                setupService: "migrate"
                stateVolume: "acme_state"
              """);

      Path after =
          Files.writeString(desk.folder().resolve("after.yml"), inventory + Files.readString(keys));
      assertThat(desk.look(after)).isEqualTo(Desk.inSync(1));
      assertThat(desk.run("doctor", "machine-001", "-q", "-i", after.toString()).out())
          .endsWith("20 assumptions: 20 hold, 0 differ, 0 cannot be seen\n");
    }
  }

  @Test
  void aMachineThatCannotBeReachedIsUnknown() throws Exception {
    try (Desk desk = Desk.with(1, "MaxSessions 0")) {
      Path inventory = desk.write(desk.inventory());

      Ran ran = desk.run("doctor", "all", "-i", inventory.toString());

      assertThat(ran.exitCode()).isEqualTo(8);
      assertThat(ran.out()).startsWith("unknown: machine-001\n").endsWith("cannot be seen\n");
    }
  }

  @Test
  void aBundleAndAManifestAreHeldAgainstTheSameAssumptions() throws Exception {
    try (Desk desk = Desk.with(1)) {
      Path manifest = desk.bundle().manifest();
      String bundle = desk.bundle().archive().toString();

      Ran good = desk.run("doctor", "--manifest", manifest.toString(), "--bundle", bundle);
      assertThat(good.out())
          .contains("latest_stable  a release")
          .contains("envKeys.httpsPort     WALTER_HTTPS_PORT  WALTER_HTTPS_PORT")
          .endsWith("13 assumptions: 13 hold, 0 differ, 0 cannot be seen\n");
      assertThat(good.exitCode()).isZero();

      Path odd = Files.writeString(desk.folder().resolve("odd.json"), "{\"manifest_version\": 1}");
      Ran bad = desk.run("doctor", "--format", "markdown", "--manifest", odd.toString());
      assertThat(bad.exitCode()).isEqualTo(2);
      assertThat(bad.out())
          .contains("| `the manifest's shape` |")
          .contains("$.latest_stable is missing");

      String away = "http://127.0.0.1:1/manifest.v1.json";
      Ran unreached = desk.run("doctor", "--manifest", away);
      assertThat(unreached.exitCode()).isEqualTo(8);
      assertThat(unreached.out()).startsWith("unknown: " + away);

      assertThat(desk.run("doctor").exitCode()).isEqualTo(64);
      assertThat(desk.run("doctor", "--bundle", manifest.toString()).exitCode()).isEqualTo(64);
      assertThat(desk.run("doctor", "--manifest", bundle, "--write", bundle).err())
          .contains("is there already; it was not changed");
    }
  }
}
