package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.Observation.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells one observation of a machine from any other, field by field.
 *
 * <p>Free space, locks, backups and what lies staged are left out: they move without changing what
 * a plan means. No field can hold a secret, since none was read; the whole of {@code .env.deploy}
 * takes part only as the hash that the machine made with its own salt.
 */
public final class Fingerprint {
  /** What stands for a stack that runs as its keys say. */
  static final String RUNNING = "as it should";

  /** What stands for files that are as in the bundle. */
  static final String FILES = FingerprintText.of(Install.Files.UNRECORDED);

  /** The fields whose values people understand; none of them is kept where it is empty. */
  public static final List<String> SHOWN = withKeys("running");

  private static final List<String> ALWAYS = List.of("unfinished", "applied");
  private static final List<String> OF_INSTALL = withKeys("bundle", "files", "running");

  /** The fields of keys that there were not always; they are left out where they are not set. */
  private static final List<String> LATER = later();

  private static final String VERSION = "version";

  private Fingerprint() {}

  /** The fields as one line, {@code field=hash} each, in a fixed order. */
  public static String of(Seen seen) {
    List<String> parts = new ArrayList<>();
    fields(seen).forEach((field, value) -> parts.add(field + "=" + hash(value)));
    return String.join(",", parts);
  }

  /** What of this observation can be shown, by field. */
  static Map<String, String> shown(Seen seen) {
    Map<String, String> shown = fields(seen);
    shown.keySet().retainAll(SHOWN);
    shown.values().removeIf(String::isEmpty);
    return shown;
  }

  /** True when this is the value from which a fingerprint has its field. */
  static boolean isValue(String fingerprint, String field, String value) {
    return hash(value).equals(parsed(fingerprint).get(field));
  }

  /** The first field in which two fingerprints differ; empty when they are the same. */
  public static Optional<String> moved(String before, String now) {
    Map<String, String> old = parsed(before);
    Map<String, String> fresh = parsed(now);
    Stream<String> appeared = fresh.keySet().stream().filter(Fingerprint::isLater);
    return Stream.concat(old.keySet().stream(), appeared)
        .filter(field -> !Objects.equals(old.get(field), fresh.get(field)))
        .findFirst();
  }

  private static Map<String, String> fields(Seen seen) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("install", FingerprintText.of(seen.install()));
    if (seen.install() instanceof Install.Present install) {
      keys()
          .filter(key -> !isLater(key.word()) || install.keys().get(key).isPresent())
          .forEach(key -> fields.put(key.word(), install.keys().get(key).orElse("")));
      fields.put("bundle", install.files().bundle().orElse(""));
      fields.put("files", FingerprintText.of(install.files()));
      fields.put("running", running(install));
    }
    fields.put("unfinished", unfinished(seen.machineState()));
    fields.put("applied", seen.machineState().applied().map(FingerprintText::of).orElse(""));
    // the machine gets its salt when it is first prepared, which must not look like a change
    seen.envFingerprint().ifPresent(hash -> fields.put("env", hash));
    return fields;
  }

  /** The keys that a goal may say, in the order of the fields. */
  private static Stream<ManagedKey> keys() {
    return Stream.concat(Stream.of(ManagedKey.IMAGE), ManagedKey.published().stream());
  }

  private static List<String> later() {
    List<String> later = new ArrayList<>(keys().map(ManagedKey::word).toList());
    later.remove(ManagedKey.IMAGE.word());
    later.removeAll(Goal.FIRST.stream().map(ManagedKey::word).toList());
    return List.copyOf(later);
  }

  private static List<String> withKeys(String... others) {
    return Stream.concat(keys().map(ManagedKey::word), Stream.of(others)).toList();
  }

  private static String running(Install.Present install) {
    return install.stack().difference(install.keys().image().orElse("")).orElse(RUNNING);
  }

  private static String unfinished(MachineState machineState) {
    return machineState
        .unfinished()
        .map(FingerprintText::of)
        .or(() -> machineState.halfRollback().map(FingerprintText::of))
        .orElse("");
  }

  /**
   * Whether it has all fields that an observation has; the hash of {@code .env.deploy} is there as
   * soon as something was applied.
   */
  static boolean isWhole(Map<String, String> fields) {
    List<String> names = new ArrayList<>(List.of("install"));
    if (hash(FingerprintText.PRESENT).equals(fields.get("install"))) {
      names.addAll(OF_INSTALL);
    }
    names.addAll(ALWAYS);
    if (fields.containsKey("env") || !hash("").equals(fields.get("applied"))) {
      names.add("env");
    }
    names.removeIf(name -> isLater(name) && !fields.containsKey(name));
    return names.equals(List.copyOf(fields.keySet()))
        && fields.values().stream().allMatch(hash -> hash.matches("[0-9a-f]{16}"));
  }

  private static boolean isLater(String field) {
    return LATER.contains(field);
  }

  /** The version of a fingerprint that this program cannot read; none of its own has one. */
  static Optional<String> newerVersion(Map<String, String> fields) {
    return Optional.ofNullable(fields.get(VERSION)).filter(text -> text.matches("\\d{1,9}"));
  }

  static Map<String, String> parsed(String fingerprint) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : fingerprint.split(",", -1)) {
      int equals = part.indexOf('=');
      fields.put(equals < 0 ? part : part.substring(0, equals), part.substring(equals + 1));
    }
    return fields;
  }

  /** FNV-1a, 64 bits: enough to notice a change; nothing here needs to be hidden. */
  static String hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return String.format("%016x", hash);
  }
}
