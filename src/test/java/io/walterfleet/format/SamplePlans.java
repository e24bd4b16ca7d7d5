package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Budget;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.CopySpace;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans as they come out of a survey, for the tests of what is shown. */
public final class SamplePlans {
  public static final String SHA256 = "ab".repeat(32);
  static final String DIGEST = "sha256:" + "cd".repeat(32);
  private static final List<StepKind> KEYS_ONLY =
      List.of(StepKind.SWAP, StepKind.RESTART, StepKind.GATE, StepKind.FINISH);

  private SamplePlans() {}

  /** One machine of each kind, and a dozen that are upgraded alike. */
  public static Plan mixed() {
    List<MachinePlan> machines = new ArrayList<>();
    machines.add(firstInstall("edge-01"));
    machines.add(firstInstall("edge-02"));
    for (int i = 1; i <= 12; i++) {
      machines.add(upgrade("store-%03d".formatted(i)));
    }
    machines.add(drifted("store-013"));
    machines.add(
        still(
            "store-014",
            Verdict.BLOCKED,
            "no disk space: 12 MB free in the home, 80 MB needed",
            "free some space; old backups: walter-fleet backups --limit store-014"));
    machines.add(
        still(
            "store-015",
            Verdict.UNKNOWN,
            "could not connect to 10.1.0.15: connection refused",
            "see that sshd runs on store-015"));
    machines.add(
        still(
            "store-016",
            Verdict.UNKNOWN,
            "could not connect to 10.1.0.16: connection refused",
            "see that sshd runs on store-016"));
    machines.add(still("store-017", Verdict.IN_SYNC, "", ""));
    return of(machines);
  }

  /** A plan of these machines in the waves canary and stores, which bears one failure. */
  public static Plan of(List<MachinePlan> machines) {
    Rollout rollout =
        new Rollout(
            Wave.plain(List.of("canary", "stores")),
            List.of(new CountOrPercent.Count(1), new CountOrPercent.Percent(25)),
            Duration.ZERO,
            Rollout.Failure.DEFAULT,
            io.walterfleet.fleet.Gate.DEFAULT);
    List<MachinePlan> acting =
        machines.stream().filter(machine -> machine.verdict().acts()).toList();
    return new Plan(
        new Plan.Header("20261123T100000Z-7f3a", Instant.parse("2026-11-23T10:00:00Z"), "emea"),
        new BundleRef("2026.11.1", "https://example.com/walter-onprem.tar.gz", SHA256, 214322),
        machines,
        Batches.of(acting, rollout),
        new Budget(1));
  }

  public static MachinePlan firstInstall(String name) {
    List<StepKind> steps = new ArrayList<>(List.of(StepKind.values()));
    steps.remove(StepKind.BACKUP);
    Publication wanted =
        Samples.publication(
            Optional.of(Mode.PUBLIC_TLS), Optional.of(name + ".example.com"), OptionalInt.empty());
    return new MachinePlan(
        new Subject(name, "canary", "10.0.0." + name.charAt(name.length() - 1), "install=01"),
        new Judgement(Verdict.CHANGE, "", ""),
        List.of(
            new Change(Field.RELEASE, "", "1.8.3", Cause.INTENT),
            new Change(Field.MODE, "", "public-tls", Cause.INTENT),
            new Change(Field.HOST, "", name + ".example.com", Cause.INTENT),
            new Change(Field.BUNDLE, "", "2026.11.1", Cause.INTENT)),
        steps,
        Optional.of(goal(wanted, BackupKind.VOLUMES)));
  }

  public static MachinePlan upgrade(String name) {
    return new MachinePlan(
        subject(name),
        new Judgement(Verdict.CHANGE, "", ""),
        List.of(
            new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT),
            new Change(Field.HTTPS_PORT, "443", "8443", Cause.DRIFT),
            new Change(Field.BUNDLE, "7d0f1a2b3c4d", "2026.11.1", Cause.INTENT)),
        List.of(StepKind.values()),
        Optional.of(
            goal(
                Samples.publication(
                    Optional.of(Mode.INTERNAL_TLS),
                    Optional.of(name + ".stores.example.com"),
                    OptionalInt.of(8443)),
                BackupKind.VOLUMES)),
        Optional.of(copies(Long.parseLong(name.substring(name.indexOf('-') + 1)))));
  }

  /** The same of a machine whose volumes hold so many bytes. */
  public static MachinePlan upgrade(String name, long bytes) {
    MachinePlan one = upgrade(name);
    return new MachinePlan(
        one.subject(),
        one.judgement(),
        one.changes(),
        one.steps(),
        one.goal(),
        Optional.of(new CopySpace(bytes, 0, 0)));
  }

  /** The same of a machine whose containers write to this, too. */
  public static MachinePlan upgrade(String name, List<String> uncopied) {
    MachinePlan one = upgrade(name);
    Subject was = one.subject();
    return new MachinePlan(
        new Subject(was.name(), was.group(), was.address(), was.fingerprint(), was.was(), uncopied),
        one.judgement(),
        one.changes(),
        one.steps(),
        one.goal(),
        one.copies());
  }

  /** Volumes of 1.0 to 2.9 GB, on one file system with the home. */
  private static CopySpace copies(long number) {
    long bytes = (10 + number % 20) * 100_000_000;
    return new CopySpace(bytes, 3 * bytes, 0);
  }

  public static MachinePlan drifted(String name) {
    return new MachinePlan(
        subject(name),
        new Judgement(Verdict.DRIFT, "", ""),
        List.of(
            new Change(Field.HOST, "tmp.example.com", name + ".example.com", Cause.DRIFT),
            new Change(Field.RUNNING, "no container", "running", Cause.DRIFT)),
        KEYS_ONLY,
        Optional.of(goal(Publication.AS_IT_IS, BackupKind.NONE)));
  }

  public static MachinePlan still(String name, Verdict verdict, String reason, String fix) {
    return new MachinePlan(
        subject(name), new Judgement(verdict, reason, fix), List.of(), List.of(), Optional.empty());
  }

  private static Subject subject(String name) {
    int number = Integer.parseInt(name.substring(name.indexOf('-') + 1));
    return new Subject(name, "stores", "10.1.0." + number, "install=02,image=03");
  }

  private static Goal goal(Publication wanted, BackupKind backup) {
    return new Goal(
        new ImageRef("ghcr.io/matchylabs/walter:1.8.3"),
        Optional.of(DIGEST),
        SHA256,
        wanted,
        backup);
  }
}
