package io.walterfleet.doctor;

import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ProductLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds what is assumed against the Compose files of a bundle, before any machine has it. */
public final class BundleFindings {
  /** In the order in which Compose looks for them. */
  private static final List<String> FILES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  /** What names the project where no file does. */
  private static final String DIRECTORY = "walter-onprem";

  private static final String FILE_SAYS = "the Compose file";

  private final Map<String, String> texts;
  private final ProductLayout productLayout;
  private final ComposeText compose;
  private final String base;

  private BundleFindings(
      Map<String, String> texts, ProductLayout productLayout, String base, ComposeText compose) {
    this.texts = new TreeMap<>(texts);
    this.productLayout = productLayout;
    this.base = base;
    this.compose = compose;
  }

  /**
   * One finding for each assumption that a bundle can confirm.
   *
   * @param texts the YAML files at the top of the bundle, by name
   */
  public static List<Finding> of(Map<String, String> texts, ProductLayout productLayout) {
    Optional<String> base = FILES.stream().filter(texts::containsKey).findFirst();
    Optional<ComposeText> compose =
        base.flatMap(name -> ComposeText.of(texts.getOrDefault(name, "")));
    return compose.isPresent()
        ? new BundleFindings(texts, productLayout, base.get(), compose.get()).all()
        : List.of(
            Finding.differs(
                "the Compose files",
                "one, and overlays",
                base.map(name -> name + " is no mapping in YAML").orElse("none at the top"),
                "the bundle"));
  }

  private List<Finding> all() {
    List<Finding> all = new ArrayList<>();
    all.add(files());
    EnvKeys keys = productLayout.envKeys();
    all.add(image(keys.name(ManagedKey.IMAGE)));
    all.add(host(keys.name(ManagedKey.HOST)));
    all.add(port("envKeys.httpsPort", keys.name(ManagedKey.HTTPS_PORT), List.of("443", "8443")));
    all.add(port("envKeys.httpPort", keys.name(ManagedKey.HTTP_PORT), List.of("80", "8080")));
    String project = compose.name().orElse(productLayout.stack().project());
    all.add(
        Finding.ofNames(
            "stack.project",
            productLayout.stack().project(),
            List.of(compose.name().orElse(DIRECTORY)),
            compose.name().isPresent() ? "name: in the Compose file" : "the directory's name",
            ""));
    all.addAll(volumes(project));
    all.add(setup());
    return all;
  }

  private Finding files() {
    String stem = base.replaceFirst("\\.ya?ml$", ".");
    long overlays =
        texts.keySet().stream().filter(name -> name.startsWith(stem) && !name.equals(base)).count();
    return new Finding(
        "the Compose files",
        "one, and overlays",
        base + ", overlays: " + overlays,
        "the bundle",
        Finding.Verdict.HOLDS,
        List.of());
  }

  private Stream<ComposeText> overlays() {
    String stem = base.replaceFirst("\\.ya?ml$", ".");
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(stem) && !entry.getKey().equals(base))
        .flatMap(entry -> ComposeText.of(entry.getValue()).stream());
  }

  private Finding image(String assumed) {
    List<String> whole =
        texts("image").stream()
            .filter(text -> text.startsWith("$"))
            .flatMap(text -> ComposeText.variables(text).stream())
            .distinct()
            .toList();
    return Finding.ofNames(
        "envKeys.image", assumed, whole, "image: in the Compose file", "no image is a variable");
  }

  private Finding host(String assumed) {
    boolean through = texts("env_file").stream().anyMatch(text -> text.endsWith(".env.deploy"));
    List<String> names =
        texts("environment").stream()
            .filter(text -> text.startsWith("PHX_HOST="))
            .flatMap(text -> ComposeText.variables(text).stream())
            .distinct()
            .toList();
    return names.isEmpty() && through
        ? Finding.holds("envKeys.host", assumed, "Walter gets .env.deploy as a whole")
        : Finding.ofNames(
            "envKeys.host", assumed, names, "PHX_HOST in the Compose file", "no service gets it");
  }

  private Finding port(String subject, String assumed, List<String> inside) {
    List<String> names =
        texts("ports").stream()
            .filter(text -> inside.contains(text.replaceFirst("/.*", "").replaceFirst(".*:", "")))
            .flatMap(text -> ComposeText.variables(text).stream())
            .filter(name -> name.contains("PORT"))
            .distinct()
            .toList();
    return Finding.ofNames(
        subject, assumed, names, "ports: in the Compose file", "no port is a variable");
  }

  private List<Finding> volumes(String project) {
    Map<String, String> volumes = compose.volumes(project);
    List<String> database = mounted(volumes, true);
    List<String> state = new ArrayList<>(mounted(volumes, false));
    state.removeAll(database);
    return List.of(
        Finding.ofNames(
            "stack.postgresVolume",
            productLayout.stack().postgresVolume(),
            database,
            "what is mounted at PostgreSQL's data",
            "no volume is mounted at PostgreSQL's data"),
        Finding.ofNames(
            "stack.stateVolume",
            productLayout.stack().stateVolume(),
            state,
            "the other volume",
            "there is no other volume"));
  }

  private static boolean isData(String place) {
    return place.contains("postgres") || place.contains("pgdata");
  }

  private List<String> mounted(Map<String, String> volumes, boolean data) {
    List<String> names = new ArrayList<>();
    for (String text : texts("volumes")) {
      String[] parts = text.split(":", -1);
      String name = volumes.getOrDefault(parts[0], "");
      if (parts.length > 1 && !name.isEmpty() && isData(parts[1]) == data) {
        names.add(name);
      }
    }
    return names.stream().distinct().toList();
  }

  private Finding setup() {
    String assumed = productLayout.stack().setupService();
    List<String> oneOff =
        compose.services().entrySet().stream()
            .filter(entry -> entry.getValue().containsKey("profiles"))
            .map(Map.Entry::getKey)
            .toList();
    return compose.services().containsKey(assumed)
        ? Finding.holds("stack.setupService", assumed, FILE_SAYS)
        : Finding.ofNames(
            "stack.setupService",
            assumed,
            oneOff,
            "the one service of a profile",
            "no service is of a profile");
  }

  /** The texts below a key, of all services. */
  private List<String> texts(String key) {
    return Stream.concat(Stream.of(compose), overlays())
        .flatMap(file -> file.services().values().stream())
        .flatMap(service -> ComposeText.texts(service, key).stream())
        .toList();
  }
}
