package io.walterfleet.plan.testing;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.Applied;
import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Docker.Compose;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Stack;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An observation that a test changes in one place after another; each change is a new one. */
public record Sighting(Seen seen) {
  /** An install of this release, healthy, made by this program from the present bundle. */
  public static Sighting of(String release) {
    String image = Samples.imageKey(release);
    Install install =
        new Install.Present(
            Samples.keys(
                Optional.of(image),
                Optional.of("a.example.com"),
                Optional.of("internal-tls"),
                Optional.empty(),
                Optional.empty()),
            new Install.Files(Optional.of(Samples.SHA256), List.of(), List.of()),
            running(image));
    return new Sighting(
        new Seen(
            install,
            new MachineState(
                Optional.of(applied(image)), Optional.empty(), Optional.empty(), List.of()),
            new Docker(Optional.of("27.3.1"), Compose.V2),
            new Host(10_000_000, Set.of()),
            Optional.of("e1")));
  }

  /** A machine on which nothing ever was. */
  public static Sighting ofNothing() {
    return of("1.8.3").with(new Install.Absent()).with(MachineState.NONE).env(Optional.empty());
  }

  /** What was last applied when that was this image and nothing else was ever said. */
  public static Applied applied(String image) {
    return Samples.applied(
        image, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Samples.SHA256));
  }

  /** A stack that runs this image. */
  public static Stack running(String image) {
    return new Stack(
        Optional.of("walter-onprem"),
        List.of(
            new Stack.Service("postgres", "running", "postgres:15", "sha256:9"),
            new Stack.Service("walter", "running", image, "sha256:1")),
        Optional.of("sha256:1"));
  }

  public Sighting with(Install install) {
    return new Sighting(
        new Seen(install, seen.machineState(), seen.docker(), seen.host(), seen.envFingerprint()));
  }

  public Sighting with(MachineState machineState) {
    return new Sighting(
        new Seen(seen.install(), machineState, seen.docker(), seen.host(), seen.envFingerprint()));
  }

  public Sighting with(Docker docker) {
    return new Sighting(
        new Seen(seen.install(), seen.machineState(), docker, seen.host(), seen.envFingerprint()));
  }

  public Sighting with(Host host) {
    return new Sighting(
        new Seen(seen.install(), seen.machineState(), seen.docker(), host, seen.envFingerprint()));
  }

  public Sighting env(Optional<String> fingerprint) {
    return new Sighting(
        new Seen(seen.install(), seen.machineState(), seen.docker(), seen.host(), fingerprint));
  }

  public Sighting with(ManagedKeys keys) {
    return with(new Install.Present(keys, present().files(), present().stack()));
  }

  public Sighting with(Install.Files files) {
    return with(new Install.Present(present().keys(), files, present().stack()));
  }

  public Sighting with(Stack stack) {
    return with(new Install.Present(present().keys(), present().files(), stack));
  }

  /** The value of the image key; empty where the file lacks it. */
  public Sighting image(Optional<String> image) {
    ManagedKeys keys = present().keys();
    return with(
        Samples.keys(
            image, keys.host(), keys.mode(), keys.httpsPort(), keys.get(ManagedKey.HTTP_PORT)));
  }

  /** The value of the mode key. */
  public Sighting mode(String mode) {
    return with(present().keys().with(ManagedKey.MODE, mode));
  }

  /** The value of the host key. */
  public Sighting host(String host) {
    return with(present().keys().with(ManagedKey.HOST, host));
  }

  /** The value of the HTTPS port key. */
  public Sighting httpsPort(String port) {
    return with(present().keys().with(ManagedKey.HTTPS_PORT, port));
  }

  public Sighting applied(Optional<Applied> applied) {
    MachineState machineState = seen.machineState();
    return with(
        new MachineState(
            applied, machineState.unfinished(), machineState.lock(), machineState.backups()));
  }

  public Sighting halfRollback(MachineState.HalfRollback half) {
    MachineState machineState = seen.machineState();
    return with(
        new MachineState(
            machineState.applied(),
            machineState.unfinished(),
            Optional.of(half),
            machineState.lock(),
            machineState.backups()));
  }

  public Sighting unfinished(MachineState.Unfinished unfinished) {
    MachineState machineState = seen.machineState();
    return with(
        new MachineState(
            machineState.applied(),
            Optional.of(unfinished),
            machineState.lock(),
            machineState.backups()));
  }

  public Sighting lock(MachineState.Lock lock) {
    MachineState machineState = seen.machineState();
    return with(
        new MachineState(
            machineState.applied(),
            machineState.unfinished(),
            machineState.halfRollback(),
            Optional.of(lock),
            machineState.backups()));
  }

  private Install.Present present() {
    return (Install.Present) seen.install();
  }
}
