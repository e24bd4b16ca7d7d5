package io.walterfleet.doctor;

import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.StackNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds what is assumed against what {@code doctor.sh} said of a machine. */
public final class MachineFindings {
  private static final String NO_CONTAINER = "no container was started from the install directory";
  private static final String NO_VALUE = "no key has a value that is known from what runs";

  private final Map<String, List<String>> facts;

  private MachineFindings(Map<String, List<String>> facts) {
    this.facts = Map.copyOf(facts);
  }

  /**
   * One finding for each assumption, always in the same order.
   *
   * @param facts all values of each fact, in the order said
   */
  public static List<Finding> of(
      Map<String, List<String>> facts, String installDir, ProductLayout productLayout) {
    return new MachineFindings(facts).all(installDir, productLayout);
  }

  private List<Finding> all(String installDir, ProductLayout productLayout) {
    List<Finding> all = new ArrayList<>();
    all.add(
        is("directory")
            ? Finding.holds("installDir", installDir, "the directory")
            : Finding.unseen("installDir", installDir, "there is no such directory"));
    all.add(file("the vendor's command", "bin/walter-onprem", "command"));
    all.add(file("the deployment's state", ".env.deploy", "env.file"));
    all.add(composeFile());
    all.addAll(keys(productLayout.envKeys()));
    all.add(
        number("env.others") > 0
            ? Finding.holds("other keys of .env.deploy", "kept as they are", "the file's names")
            : Finding.unseen("other keys of .env.deploy", "kept as they are", "it has none"));
    all.addAll(stack(productLayout.stack()));
    all.addAll(CallFindings.of(facts, productLayout.stack().call()));
    return all;
  }

  private Finding file(String subject, String name, String fact) {
    if (is(fact)) {
      return Finding.holds(subject, name, "the file");
    }
    return is("directory")
        ? Finding.differs(subject, name, "no such file", "the directory")
        : Finding.unseen(subject, name, "nothing is installed");
  }

  private Finding composeFile() {
    String assumed = "one, and overlays";
    if (all("compose.file").isEmpty()) {
      return Finding.unseen("the Compose files", assumed, "there is none");
    }
    return new Finding(
        "the Compose files",
        assumed,
        all("compose.file").get(0) + ", overlays: " + all("compose.overlay").size(),
        "the names that Compose knows",
        Finding.Verdict.HOLDS,
        List.of());
  }

  private List<Finding> keys(EnvKeys keys) {
    return List.of(
        key("image", keys.name(ManagedKey.IMAGE), "the image of Walter's container"),
        key("host", keys.name(ManagedKey.HOST), "PHX_HOST of Walter's container"),
        key("mode", keys.name(ManagedKey.MODE), "the modes there are"),
        port("httpsPort", keys.name(ManagedKey.HTTPS_PORT), "published.https", "443"),
        port("httpPort", keys.name(ManagedKey.HTTP_PORT), "published.http", "80"));
  }

  private Finding key(String label, String assumed, String seenBy) {
    String none = all("unseen.env").stream().findFirst().orElse(NO_VALUE);
    return Finding.ofNames("envKeys." + label, assumed, all("key." + label), seenBy, none);
  }

  private Finding port(String label, String assumed, String published, String usual) {
    boolean absent = !is("has." + label) && all("key." + label).isEmpty();
    return absent && all(published).equals(List.of(usual))
        ? Finding.holds("envKeys." + label, assumed, "absent, and " + usual + " is published")
        : key(label, assumed, "the published port");
  }

  private List<Finding> stack(StackNames names) {
    List<String> database = all("database.volume");
    List<String> state = new ArrayList<>(all("walter.volume"));
    state.removeAll(database);
    String none = all("unseen.docker").stream().findFirst().orElse(NO_CONTAINER);
    Finding postgres =
        all("database.mount").contains("bind")
            ? Finding.differs(
                "stack.postgresVolume", names.postgresVolume(), "a bind mount", "the mount")
            : Finding.ofNames(
                "stack.postgresVolume",
                names.postgresVolume(),
                database,
                "the mount of its data",
                none);
    return List.of(
        Finding.ofNames(
            "stack.project", names.project(), all("project"), "the containers' label", none),
        postgres,
        Finding.ofNames(
            "stack.stateVolume", names.stateVolume(), state, "the mounts of Walter", none),
        setup(names.setupService()));
  }

  /** What migrates has no container when it is done: it is one of the services without. */
  private Finding setup(String assumed) {
    List<String> bundle = all("bundle.service");
    if (bundle.contains(assumed)) {
      return Finding.holds("stack.setupService", assumed, "compose config");
    }
    List<String> idle = new ArrayList<>(bundle);
    idle.removeAll(all("service"));
    return Finding.ofNames(
        "stack.setupService",
        assumed,
        all("project").isEmpty() ? List.of() : idle,
        "compose config: the one service without a container",
        bundle.isEmpty()
            ? "Compose did not name the services"
            : "each service of the bundle has a container");
  }

  private List<String> all(String key) {
    return facts.getOrDefault(key, List.of());
  }

  private boolean is(String key) {
    return all(key).equals(List.of("yes"));
  }

  private int number(String key) {
    return all(key).stream()
        .filter(text -> text.matches("\\d{1,6}"))
        .findFirst()
        .map(Integer::parseInt)
        .orElse(0);
  }
}
