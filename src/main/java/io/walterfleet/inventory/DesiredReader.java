package io.walterfleet.inventory;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        levels.choice("backup", BackupKind.values(), BackupKind::word).orElse(BackupKind.VOLUMES),
        levels.choice("bundle", BundleUse.values(), BundleUse::word).orElse(BundleUse.CURRENT),
        levels.at("installDir").flatMap(Paths::installDir).orElse(Desired.DEFAULT_INSTALL_DIR),
        reader.permissions());
  }

  private Publication publication() {
    Map<ManagedKey, String> values = new EnumMap<>(ManagedKey.class);
    for (ManagedKey key : ManagedKey.published()) {
      levels
          .at(key.word())
          .flatMap(cursor -> value(key, cursor))
          .ifPresent(value -> values.put(key, value));
    }
    Publication wanted = new Publication(values);
    if (wanted.mode().filter(said -> said == Mode.PUBLIC_TLS).isPresent()) {
      wanted.httpsPort().stream()
          .filter(said -> said != Publication.DEFAULT_HTTPS_PORT)
          .forEach(this::refusePort);
    }
    return wanted;
  }

  private static Optional<String> value(ManagedKey key, Cursor cursor) {
    return switch (key.kind()) {
      case IMAGE -> cursor.text();
      case MODE -> cursor.choice(Mode.values(), Mode::word).map(Mode::word);
      case HOST -> Hosts.published(cursor);
      case PORT -> cursor.rangedNumber(1, LAST_PORT).map(port -> Integer.toString(port));
    };
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

  private Permissions permissions() {
    return new Permissions(
        truth("force"), truth("allowDowngrade"), truth("allowUnsupported"), false);
  }

  private boolean truth(String key) {
    return levels.at(key).flatMap(Cursor::truth).orElse(false);
  }
}
