package io.walterfleet.plan.testing;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Membership;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Place;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Series;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Applied;
import io.walterfleet.plan.Plan;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A small world: one manifest, and machines that want what a test says. */
public final class Samples {
  public static final String REPOSITORY = "ghcr.io/matchylabs/walter";
  public static final String SHA256 = "ab".repeat(32);
  public static final String OLD_SHA256 = "7d".repeat(32);
  public static final String DIGEST = "sha256:" + "cd".repeat(32);
  public static final BundleRef BUNDLE =
      new BundleRef("2026.11.1", "https://example.com/walter-onprem.tar.gz", SHA256, 214322);
  public static final Plan.Header HEADER =
      new Plan.Header("20261123T100000Z-7f3a", Instant.parse("2026-11-23T10:00:00Z"), "emea");

  /** Stable is 1.8.3; 1.6 is not supported any more; 2.0 is there already. */
  public static final Manifest MANIFEST =
      new Manifest(
          release("1.8.3"),
          BUNDLE,
          List.of(
              line("1.7", true, "1.7.9"),
              line("1.8", true, "1.8.3"),
              line("1.9", false, "1.9.0"),
              line("1.6", false, "1.6.14"),
              line("2.0", true, "2.0.1"),
              line("3.0", false, "3.0.0"),
              line("4.0", true, "4.0.7")),
          List.of(
              new Published(
                  release("1.8.3"),
                  image("1.8.3"),
                  Optional.of(DIGEST),
                  Optional.of("2026-11-02"),
                  Optional.empty()),
              published("1.8.2"),
              published("1.7.9"),
              published("1.7.5"),
              published("1.6.14"),
              published("1.5.0"),
              published("2.0.1")));

  private Samples() {}

  public static Release release(String text) {
    return Release.of(text).orElseThrow();
  }

  /** The vendor's image of a tag. */
  public static ImageRef image(String tag) {
    return new ImageRef(REPOSITORY + ":" + tag);
  }

  /** The value of the image key for a tag. */
  public static String imageKey(String tag) {
    return REPOSITORY + ":" + tag;
  }

  /** How a machine is published; what is empty is kept. */
  public static Publication publication(
      Optional<Mode> mode, Optional<String> host, OptionalInt httpsPort) {
    Map<ManagedKey, String> all = new EnumMap<>(ManagedKey.class);
    mode.ifPresent(one -> all.put(ManagedKey.MODE, one.word()));
    host.ifPresent(one -> all.put(ManagedKey.HOST, one));
    httpsPort.ifPresent(port -> all.put(ManagedKey.HTTPS_PORT, Integer.toString(port)));
    return new Publication(all);
  }

  /** The keys of an {@code .env.deploy} one by one. */
  public static ManagedKeys keys(
      Optional<String> image,
      Optional<String> host,
      Optional<String> mode,
      Optional<String> httpsPort,
      Optional<String> httpPort) {
    Map<ManagedKey, String> all = new EnumMap<>(ManagedKey.class);
    image.ifPresent(one -> all.put(ManagedKey.IMAGE, one));
    host.ifPresent(one -> all.put(ManagedKey.HOST, one));
    mode.ifPresent(one -> all.put(ManagedKey.MODE, one));
    httpsPort.ifPresent(one -> all.put(ManagedKey.HTTPS_PORT, one));
    httpPort.ifPresent(one -> all.put(ManagedKey.HTTP_PORT, one));
    return new ManagedKeys(all);
  }

  /** What was applied, one by one. */
  public static Applied applied(
      String image,
      Optional<String> mode,
      Optional<String> host,
      Optional<String> httpsPort,
      Optional<String> bundle) {
    Map<ManagedKey, String> all = new EnumMap<>(ManagedKey.class);
    all.put(ManagedKey.IMAGE, image);
    mode.ifPresent(one -> all.put(ManagedKey.MODE, one));
    host.ifPresent(one -> all.put(ManagedKey.HOST, one));
    httpsPort.ifPresent(one -> all.put(ManagedKey.HTTPS_PORT, one));
    return new Applied(all, bundle);
  }

  /** How a machine is published: these three settings. */
  public static Publication publication(Mode mode, String host, int port) {
    return publication(Optional.of(mode), Optional.of(host), OptionalInt.of(port));
  }

  /** A machine of the group stores that wants the latest patch and is kept as it is otherwise. */
  public static Machine machine(String name) {
    return machine(name, "stores", wanting(new Target.Patch()));
  }

  public static Machine machine(String name, String group, Desired desired) {
    return new Machine(
        name,
        new Membership(group, Set.of()),
        new Ssh(
            "10.1.0.7",
            Login.AS_SSH,
            HostKeys.STRICT,
            Optional.empty(),
            Ssh.DEFAULT_CONNECT_TIMEOUT),
        desired,
        new Place("prod.yml", 14, 7));
  }

  public static Desired wanting(Target target) {
    return wanting(target, Publication.AS_IT_IS);
  }

  public static Desired wanting(Target target, Publication publication) {
    return wanting(target, publication, Permissions.NONE);
  }

  public static Desired wanting(Target target, Publication publication, Permissions permissions) {
    return new Desired(
        target,
        publication,
        BackupKind.VOLUMES,
        BundleUse.CURRENT,
        Desired.DEFAULT_INSTALL_DIR,
        permissions);
  }

  public static Fleet fleet(Rollout rollout, List<Machine> machines) {
    return new Fleet(
        new Fleet.Origin("emea", Fleet.DEFAULT_MANIFEST),
        machines,
        rollout,
        ProductLayout.DEFAULT,
        Operations.DEFAULT);
  }

  private static Line line(String series, boolean supported, String latest) {
    return new Line(Series.of(series).orElseThrow(), supported, release(latest));
  }

  private static Published published(String release) {
    return new Published(
        release(release), image(release), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
