package io.walterfleet.inventory;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what is wanted of one machine, from all levels that say something of it. */
final class DesiredReader {
  private static final int LAST_PORT = 65535;

  private final Levels levels;

  private DesiredReader(Levels levels) {
    this.levels = levels;
  }

  /** What the levels want together; where they are wrong, problems are reported. */
  static Desired read(Levels levels) {
    DesiredReader reader = new DesiredReader(levels);
    return new Desired(
        TargetReader.read(levels).orElseGet(Target.Patch::new),
        reader.publication(),
        reader.backup().orElse(BackupKind.VOLUMES),
        reader.bundle().orElse(BundleUse.CURRENT),
        levels.at("installDir").flatMap(Paths::installDir).orElse(Desired.DEFAULT_INSTALL_DIR),
        reader.permissions());
  }

  private Publication publication() {
    Optional<Mode> mode =
        levels.at("mode").flatMap(cursor -> cursor.choice(List.of(Mode.values()), Mode::word));
    Optional<Integer> port =
        levels.at("httpsPort").flatMap(cursor -> cursor.rangedNumber(1, LAST_PORT));
    if (mode.filter(said -> said == Mode.PUBLIC_TLS).isPresent()) {
      port.filter(said -> said != Publication.DEFAULT_HTTPS_PORT).ifPresent(this::refusePort);
    }
    return new Publication(
        mode,
        levels.at("host").flatMap(Hosts::published),
        port.map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  /** Reported where the more specific of the two was said: there somebody made them clash. */
  private void refusePort(int port) {
    Cursor mode = levels.at("mode").orElseThrow();
    Cursor https = levels.at("httpsPort").orElseThrow();
    String fix = "choose mode internal-tls, or leave httpsPort out";
    if (level("mode") < level("httpsPort")) {
      mode.refuse(
          "is public-tls, which needs port 443, but " + called(https, mode) + " is " + port, fix);
    } else {
      https.refuse(
          "is " + port + ", but " + called(mode, https) + " is public-tls, which needs port 443",
          fix);
    }
  }

  private static String called(Cursor other, Cursor from) {
    return other.subject() + " (" + from.source().called(other.place()) + ")";
  }

  /** How far from the machine the key is said; 0 is the machine itself. */
  private int level(String key) {
    List<Section> sections = levels.sections();
    return (int) sections.stream().takeWhile(section -> section.at(key).isEmpty()).count();
  }

  private Optional<BackupKind> backup() {
    return levels
        .at("backup")
        .flatMap(cursor -> cursor.choice(List.of(BackupKind.values()), BackupKind::word));
  }

  private Optional<BundleUse> bundle() {
    return levels
        .at("bundle")
        .flatMap(cursor -> cursor.choice(List.of(BundleUse.values()), BundleUse::word));
  }

  private Permissions permissions() {
    return new Permissions(
        truth("force"), truth("allowDowngrade"), truth("allowUnsupported"), false);
  }

  private boolean truth(String key) {
    return levels.at(key).flatMap(Cursor::truth).orElse(false);
  }
}
