package io.walterfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.walterfleet.fleet.Approvals;
import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Channel;
import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.ComposeCall;
import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Dialect;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Window;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.Membership;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Place;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.ProofScope;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Receiver;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Secret;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.fleet.StackNames;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Threshold;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.testing.Samples;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class GoodInventoriesTest {
  private static final Path GOOD = Path.of("src/test/resources/inventory/good");
  private static final Desired AS_IT_IS =
      new Desired(
          new Target.Patch(),
          Publication.AS_IT_IS,
          BackupKind.VOLUMES,
          BundleUse.CURRENT,
          "walter-onprem",
          Permissions.NONE);

  @Test
  void whatIsNotSaidHasItsDefault() {
    assertThat(read("minimal.yml"))
        .isEqualTo(
            new Fleet(
                new Fleet.Origin("emea", "https://onprem.walterops.com/releases/manifest.v1.json"),
                List.of(
                    new Machine(
                        "store-1",
                        new Membership("stores", Set.of()),
                        new Ssh(
                            "store-1",
                            Login.AS_SSH,
                            HostKeys.STRICT,
                            Optional.empty(),
                            Duration.ofSeconds(10)),
                        AS_IT_IS,
                        place("minimal.yml", 6))),
                Rollout.DEFAULT,
                ProductLayout.DEFAULT,
                Operations.DEFAULT));
  }

  @Test
  void theGroupGoesOverTheDefaults() {
    assertThat(read("levels.yml").machines().get(0))
        .isEqualTo(
            new Machine(
                "store-1",
                new Membership("stores", Set.of("retail", "west")),
                new Ssh(
                    "store-1",
                    new Login(Optional.of("store"), OptionalInt.of(2222), Optional.empty(), true),
                    hostKeys(Optional.empty()),
                    Optional.of("ops@[fd00::1]:2200"),
                    Duration.ofSeconds(3)),
                new Desired(
                    new Target.Image(
                        new ImageRef(
                            "registry.example.com:5000/walter@sha256:"
                                + "0123456789abcdef".repeat(4))),
                    Samples.publication(
                        Optional.of(Mode.INTERNAL_TLS), Optional.empty(), OptionalInt.of(8443)),
                    BackupKind.NONE,
                    BundleUse.CURRENT,
                    "walter-onprem",
                    new Permissions(false, true, true, false)),
                place("levels.yml", 22)));
  }

  @Test
  void theMachineGoesOverTheGroup() {
    assertThat(read("levels.yml").machines().get(1))
        .isEqualTo(
            new Machine(
                "store-2",
                new Membership("stores", Set.of("pilot", "retail", "west")),
                new Ssh(
                    "fe80::12",
                    new Login(
                        Optional.of("special"),
                        OptionalInt.of(2222),
                        Optional.of("/home/operator/keys/two"),
                        false),
                    hostKeys(Optional.of("SHA256:47DEQpj8HBSa+TImW+5JCeuQeRkm5NMpJWZG3hSuFU8")),
                    Optional.of("ops@[fd00::1]:2200"),
                    Duration.ofSeconds(3)),
                new Desired(
                    new Target.Exact(
                        new Release(1, 8, 3),
                        Optional.of(new Place(GOOD.resolve("levels.yml").toString(), 26, 18))),
                    Samples.publication(
                        Optional.of(Mode.INTERNAL_TLS),
                        Optional.of("10.0.0.2"),
                        OptionalInt.of(443)),
                    BackupKind.DUMP,
                    BundleUse.CURRENT,
                    "apps/walter",
                    new Permissions(true, false, true, false)),
                place("levels.yml", 23)));
  }

  @Test
  void anotherGroupIsLeftAlone() {
    assertThat(read("levels.yml").machines().get(2).desired())
        .isEqualTo(
            new Desired(
                new Target.Stable(),
                Samples.publication(
                    Optional.of(Mode.PUBLIC_TLS), Optional.empty(), OptionalInt.empty()),
                BackupKind.NONE,
                BundleUse.CURRENT,
                "walter-onprem",
                new Permissions(false, true, false, false)));
  }

  @Test
  void aRelativePathCountsFromTheInventory() {
    assertThat(read("levels.yml").manifest()).isEqualTo(GOOD + "/mirror/manifest.json");
  }

  @Test
  void rangesKeepTheirZerosAndGoAlongWithTheName() {
    assertThat(read("ranges.yml").machines())
        .extracting(
            Machine::name,
            machine -> machine.ssh().address(),
            machine -> machine.desired().publication().host().orElse(""),
            machine -> machine.desired().publication().httpsPort().orElse(0),
            machine -> machine.ssh().login().port().orElse(0),
            machine -> machine.ssh().login().user().orElse(""))
        .containsExactly(
            row("store-009", "10.1.0.1", "walter-009.example.com", 8443, 2201, "u7"),
            row("store-010", "10.1.0.2", "walter-010.example.com", 8444, 2202, "u8"),
            row("store-011", "10.1.0.3", "walter-011.example.com", 8445, 2203, "u9"),
            row("1-shop", "fd00::1", "", 0, 0, ""),
            row("2-shop", "fd00::2", "", 0, 0, ""));
  }

  @Test
  void keysThatYamlTakesForTruthValuesAreNames() {
    Fleet fleet = read("words.yml");

    assertThat(fleet.name()).isEqualTo("2026");
    assertThat(fleet.machines()).extracting(Machine::name).containsExactly("on", "007");
    assertThat(fleet.machines()).extracting(Machine::group).containsOnly("no");
    assertThat(fleet.machines())
        .extracting(machine -> machine.desired().publication().host().orElse(""))
        .containsOnly("no.example.com");
    assertThat(fleet.operations().receivers())
        .containsExactly(
            told("https://hooks.example.com/x", Optional.empty(), Set.of(Occasion.DRIFT)),
            told("http://[::1]:8080/y", Optional.empty(), EnumSet.allOf(Occasion.class)),
            told(
                "http://hooks.example.com/z",
                Optional.of(Dialect.SLACK),
                EnumSet.allOf(Occasion.class)),
            told(
                new Channel.PagerDuty(
                    "https://events.pagerduty.com/v2/enqueue", new Secret.InFile("/etc/key"))),
            told(
                new Channel.PagerDuty(
                    "https://events.pagerduty.com/v2/enqueue", new Secret.InVariable("PAGER_KEY"))),
            told(new Channel.Alertmanager("http://127.0.0.1:9093/api/v2/alerts")),
            new Receiver(
                new Channel.Program(List.of("logger", "-t", "walter fleet")),
                Set.of(Occasion.FAILED)),
            told(new Channel.Program(List.of("/usr/bin/tell"))),
            told(
                new Channel.Mail(
                    List.of("ops@example.com", "night@example.com"),
                    "fleet@example.com",
                    "smtp.example.com",
                    587,
                    Optional.of(
                        new Channel.Mail.Login("fleet", new Secret.InVariable("MAIL_PASSWORD"))))),
            told(
                new Channel.Mail(
                    List.of("root@localhost"), "root@localhost", "::1", 25, Optional.empty())));
    assertThat(fleet.manifest()).isEqualTo("http://releases.example.com/m.json");
  }

  @Test
  void aRolloutIsReadWhole() {
    assertThat(read("rollout.yml").rollout())
        .isEqualTo(
            new Rollout(
                List.of(new Wave("canary", true, Duration.ofHours(36)), Wave.plain("stores")),
                List.of(
                    new CountOrPercent.Count(1),
                    new CountOrPercent.Percent(10),
                    new CountOrPercent.Percent(25)),
                Duration.ofMinutes(90),
                new Rollout.Failure(
                    Rollout.Stage.BATCH, 3, new CountOrPercent.Percent(5), Rollout.OnFailure.LEAVE),
                new Gate(
                    Duration.ofMinutes(2),
                    Duration.ofMillis(200),
                    Duration.ZERO,
                    Gate.Via.DIRECT,
                    List.of(
                        new Check(
                            new Check.Page("https://lb.example.com/{machine}", 204), Duration.ZERO),
                        new Check(
                            new Check.Program(List.of("probe", "deep")), Duration.ofMinutes(1)),
                        new Check(
                            new Check.Query(
                                "http://localhost:9090",
                                "up{m=\"{machine}\"}",
                                new Threshold(Threshold.Comparison.BELOW, 1)),
                            Duration.ofMinutes(10))))));
  }

  @Test
  void upkeepAndConventionsAreReadWhole() {
    Fleet fleet = read("rollout.yml");

    assertThat(fleet.operations())
        .isEqualTo(
            new Operations(
                2,
                new Maintenance(
                    ZoneId.of("Europe/Berlin"),
                    List.of(
                        new Window(
                            Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                            LocalTime.of(22, 0),
                            LocalTime.of(5, 0)),
                        new Window(
                            EnumSet.allOf(DayOfWeek.class), LocalTime.of(2, 0), LocalTime.of(3, 0)),
                        new Window(
                            Set.of(DayOfWeek.WEDNESDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)),
                    Set.of(Maintenance.Bound.WATCH, Maintenance.Bound.APPLY),
                    List.of(
                        new Maintenance.Freeze(
                            LocalDate.of(2026, 12, 18),
                            LocalDate.of(2027, 1, 4),
                            Set.of("stores"),
                            "season"),
                        new Maintenance.Freeze(
                            LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 1), Set.of(), "")),
                    Map.of("canary", ZoneId.of("America/New_York"))),
                List.of(),
                new Hooks(
                    Map.of(
                        Hooks.Moment.BEFORE_RUN,
                        List.of(
                            List.of(
                                GOOD.resolve("change").toAbsolutePath().toString(),
                                "open",
                                "it's \"odd\" $HOME"),
                            List.of("logger", "begins")),
                        Hooks.Moment.AFTER_MACHINE,
                        List.of(List.of("/home/operator/bin/lb", "undrain"))),
                    Duration.ofSeconds(90)),
                Optional.of(new Approvals(GOOD.resolve("allowed_signers").toString(), 2, false)),
                Optional.empty(),
                ProofScope.NEVER));
    assertThat(fleet.productLayout())
        .isEqualTo(
            new ProductLayout(
                new EnvKeys(
                    Map.of(
                        ManagedKey.IMAGE,
                        "WALTER_TAG",
                        ManagedKey.HOST,
                        "DOMAIN",
                        ManagedKey.MODE,
                        "WALTER_TLS",
                        ManagedKey.HTTPS_PORT,
                        "HTTPS_PORT",
                        ManagedKey.HTTP_PORT,
                        "WALTER_HTTPS_PORT")),
                new StackNames(
                    "walter",
                    "pg",
                    "state",
                    "migrate",
                    new ComposeCall(
                        List.of("onprem.yml", "more/onprem.extra.yml"),
                        Optional.of("modes/{mode}.yml"),
                        List.of("defaults.env", "/etc/walter.env"),
                        List.of("mail"),
                        List.of("permissions"),
                        List.of("bin/selfhost-compose", "--mode", "{mode}")))));
  }

  @Test
  void theExamplesAreValid() {
    assertThat(fleet(Path.of("examples/minimal.yml")).machines()).hasSize(2);
    assertThat(fleet(Path.of("examples/full.yml")).machines()).hasSize(122);
  }

  @Test
  void theFullExampleHasEveryKey() {
    String example = Texts.read(Path.of("examples/full.yml"));

    for (Keys keys : Keys.values()) {
      assertThat(keys.names()).allMatch(key -> example.contains(key + ":"), keys + " are in it");
    }
  }

  @Test
  void theDefaultInventoryIsValid() {
    Fleet fleet = fleet(Path.of("inventories"));

    assertThat(fleet.machines()).hasSize(13);
    assertThat(fleet.rollout().waves())
        .containsExactlyElementsOf(Wave.plain(List.of("canary", "berlin", "lisbon")));
  }

  private static HostKeys hostKeys(Optional<String> pin) {
    return new HostKeys(HostKeys.Policy.ACCEPT_NEW, Optional.of(GOOD + "/hosts"), pin);
  }

  private static Tuple row(Object... cells) {
    return tuple(cells);
  }

  private static Place place(String file, int line) {
    return new Place(GOOD.resolve(file).toString(), line, 7);
  }

  private static Fleet read(String file) {
    return fleet(GOOD.resolve(file));
  }

  private static Fleet fleet(Path path) {
    Reading reading = new Inventories(Texts.HOME).read(List.of(path));
    assertThat(Texts.shown(GOOD, reading)).isEqualTo("valid");
    return ((Reading.Valid) reading).fleet();
  }

  private static Receiver told(Channel channel) {
    return new Receiver(channel, EnumSet.allOf(Occasion.class));
  }

  private static Receiver told(String url, Optional<Dialect> as, Set<Occasion> on) {
    return new Receiver(new Channel.Webhook(url, as), on);
  }
}
