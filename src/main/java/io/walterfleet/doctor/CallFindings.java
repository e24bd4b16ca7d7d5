package io.walterfleet.doctor;

import io.walterfleet.fleet.ComposeCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds how Compose is called against how the containers of a machine were made. */
final class CallFindings {
  private static final String NO_CONTAINER = "no container was started from the install directory";
  private static final String LABEL = "the containers' label";
  private static final String UNSAID = "as it is found";
  private static final String NONE = "none";
  private static final Pattern MODE = Pattern.compile("public-tls|internal-tls");
  private static final Pattern PATH =
      Pattern.compile("/?[A-Za-z0-9._][A-Za-z0-9._+-]*+(?:/[A-Za-z0-9._][A-Za-z0-9._+-]*+)*+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  private final Map<String, List<String>> facts;
  private final ComposeCall said;

  private CallFindings(Map<String, List<String>> facts, ComposeCall said) {
    this.facts = Map.copyOf(facts);
    this.said = said;
  }

  /** One finding for each word of the call, always in the same order. */
  static List<Finding> of(Map<String, List<String>> facts, ComposeCall said) {
    CallFindings call = new CallFindings(facts, said);
    return List.of(
        call.files(),
        call.overlay(),
        call.envFiles(),
        call.profiles(),
        call.oneShots(),
        call.command());
  }

  private Finding files() {
    String assumed = said.files().isEmpty() ? UNSAID : String.join(", ", said.files());
    Optional<List<String>> listed = listed("stack.files");
    if (listed.isEmpty()) {
      return Finding.unseen("stack.files", assumed, noList("stack.files"));
    }
    List<String> usual = said.files().isEmpty() ? all("compose.file") : said.files();
    List<String> files = listed.get().stream().filter(file -> !MODE.matcher(file).find()).toList();
    return files.isEmpty() || files.equals(usual)
        ? holds("stack.files", assumed, files, LABEL)
        : Finding.wants("stack.files", assumed, files, LABEL);
  }

  /** The file that a mode adds: found by its name beside the first one, or else said. */
  private Finding overlay() {
    String assumed = said.overlay().orElse(UNSAID);
    Optional<List<String>> listed = listed("stack.files");
    if (listed.isEmpty()) {
      return Finding.unseen("stack.overlay", assumed, noList("stack.files"));
    }
    List<String> overlays =
        listed.get().stream()
            .filter(file -> MODE.matcher(file).find())
            .map(file -> MODE.matcher(file).replaceAll("{mode}"))
            .toList();
    if (overlays.size() > 1) {
      return Finding.unseen(
          "stack.overlay", assumed, "it could be any of " + String.join(", ", overlays));
    }
    if (said.overlay().isPresent() ? overlays.contains(assumed) : isFoundByName(overlays)) {
      return holds("stack.overlay", assumed, overlays, LABEL);
    }
    return overlays.isEmpty()
        ? Finding.unseen("stack.overlay", assumed, "no file of a mode is used now")
        : Finding.wants("stack.overlay", assumed, overlays, LABEL);
  }

  private boolean isFoundByName(List<String> overlays) {
    return overlays.isEmpty()
        || Stream.concat(said.files().stream(), all("compose.file").stream())
            .limit(1)
            .map(file -> file.replaceFirst("\\.ya?ml$", ""))
            .anyMatch(stem -> overlays.get(0).matches(Pattern.quote(stem + ".{mode}.") + "ya?ml"));
  }

  private Finding envFiles() {
    String assumed = said.envFiles().isEmpty() ? UNSAID : String.join(", ", said.envFiles());
    Optional<List<String>> listed = listed("stack.envFiles");
    if (listed.isEmpty()) {
      return Finding.unseen("stack.envFiles", assumed, noList("stack.envFiles"));
    }
    if (listed.get().equals(said.envFiles())) {
      return holds("stack.envFiles", assumed, listed.get(), LABEL);
    }
    return listed.get().isEmpty()
        ? Finding.differs("stack.envFiles", assumed, NONE, LABEL)
        : Finding.wants("stack.envFiles", assumed, listed.get(), LABEL);
  }

  private Finding profiles() {
    String assumed = said.profiles().isEmpty() ? NONE : String.join(", ", said.profiles());
    List<String> running = names("stack.profile");
    if (all("service").isEmpty()) {
      return Finding.unseen("stack.profiles", assumed, NO_CONTAINER);
    }
    Set<String> both = new LinkedHashSet<>(said.profiles());
    both.addAll(running);
    if (both.size() > said.profiles().size()) {
      return Finding.wants("stack.profiles", assumed, List.copyOf(both), "its services that run");
    }
    return running.size() == both.size()
        ? holds("stack.profiles", assumed, running, "the services that run")
        : Finding.unseen("stack.profiles", assumed, "not all have a service that runs");
  }

  /** Who was stopped by hand ends well, too: nobody is called a one-shot for that. */
  private Finding oneShots() {
    String assumed = said.oneShots().isEmpty() ? UNSAID : String.join(", ", said.oneShots());
    if (all("service").isEmpty()) {
      return Finding.unseen("stack.oneShots", assumed, NO_CONTAINER);
    }
    List<String> ended = new ArrayList<>(names("ended"));
    ended.removeAll(said.oneShots());
    if (!ended.isEmpty()) {
      return Finding.unseen(
          "stack.oneShots",
          assumed,
          String.join(", ", ended) + " ended well, and docker was told to start it again");
    }
    List<String> absent = new ArrayList<>(said.oneShots());
    absent.removeAll(all("bundle.service"));
    return absent.isEmpty()
        ? holds("stack.oneShots", assumed, names("done"), "exit codes and restart policies")
        : Finding.differs(
            "stack.oneShots", assumed, "no " + String.join(", no ", absent), "compose config");
  }

  /** Compose notes what it made a container of; the same of our call is made of the same. */
  private Finding command() {
    String assumed = said.command().isEmpty() ? UNSAID : String.join(" ", said.command());
    String call = all("stack.call").stream().findFirst().orElse("");
    if (call.equals("same")) {
      return Finding.holds("stack.compose", assumed, "Compose would make the same containers");
    }
    if (call.isEmpty()) {
      return Finding.unseen("stack.compose", assumed, NO_CONTAINER);
    }
    List<List<String>> wrappers = all("stack.wrapper").stream().map(CallFindings::words).toList();
    boolean isOne = wrappers.size() == 1 && isCommand(wrappers.get(0));
    return isOne && !wrappers.get(0).equals(said.command())
        ? Finding.wants("stack.compose", assumed, wrappers.get(0), "a command that calls Compose")
        : Finding.unseen(
            "stack.compose",
            assumed,
            call.equals("fails")
                ? "Compose refuses the files"
                : "Compose would make other containers, or another version of it made these");
  }

  /** A wrapper's path, and whether it takes a mode. */
  private static List<String> words(String fact) {
    String path = fact.replaceFirst(" .*", "");
    return fact.endsWith(" yes") ? List.of(path, "--mode", "{mode}") : List.of(path);
  }

  private static boolean isCommand(List<String> words) {
    return PATH.matcher(words.get(0)).matches();
  }

  private static Finding holds(String subject, String assumed, List<String> there, String seenBy) {
    String shown = there.isEmpty() ? NONE : String.join(", ", there);
    return new Finding(subject, assumed, shown, seenBy, Finding.Verdict.HOLDS, List.of());
  }

  /** The one list of paths that all containers name; empty where there is not just one. */
  private Optional<List<String>> listed(String key) {
    List<String> lists = all(key);
    if (lists.size() != 1) {
      return Optional.empty();
    }
    List<String> paths =
        Stream.of(lists.get(0).split(",", -1)).filter(path -> !path.isEmpty()).toList();
    return Optional.of(paths).filter(all -> all.stream().allMatch(PATH.asMatchPredicate()));
  }

  private String noList(String key) {
    if (all(key).size() > 1) {
      return "the containers were not started alike";
    }
    return all("service").isEmpty() ? NO_CONTAINER : "no container says it in names alone";
  }

  private List<String> names(String key) {
    return all(key).stream().filter(NAME.asMatchPredicate()).distinct().toList();
  }

  private List<String> all(String key) {
    return facts.getOrDefault(key, List.of());
  }
}
