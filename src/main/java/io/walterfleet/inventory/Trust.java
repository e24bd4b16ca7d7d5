package io.walterfleet.inventory;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the authors of an inventory may not change when they lack the rights of the SSH key: where
 * we log in and how, what is read there, what is deleted for good, what runs on the controller, and
 * who is told. It must be as in the inventory of those who have these rights.
 *
 * <p>Relative paths count from that other inventory, so that the change cannot bring the files that
 * they mean. Each machine is told from others by its name: one that is new there has no address
 * that anybody vouched for.
 */
final class Trust {
  /** The authors have all rights. */
  static final Trust WHOLE = new Trust();

  private static final String FIX =
      "put it back; only those who have the rights of the SSH key may change it";

  private final Optional<Path> place;
  private final Optional<Fleet> base;
  private final Map<String, Ssh> ways;

  private Trust() {
    this.place = Optional.empty();
    this.base = Optional.empty();
    this.ways = Map.of();
  }

  /**
   * The trust in the authors of a change to this fleet.
   *
   * @param place the file or directory from which it was read
   */
  Trust(Path place, Fleet base) {
    this.place = Optional.of(place);
    this.base = Optional.of(base);
    this.ways =
        base.machines().stream()
            .collect(Collectors.toMap(Machine::name, Machine::ssh, (first, again) -> first));
  }

  /**
   * Where one machine's login is said.
   *
   * @param entry the machine's entry, which may stand for a range
   * @param ways the {@code ssh} sections that say something of it
   */
  record Said(Entry entry, Optional<Cursor> address, Levels ways) {
    void refuse(String message, String fix) {
      Source source = entry.value().source();
      source.refuse(entry.place(), "machine " + Quoted.of(entry.key()) + " " + message, fix);
    }
  }

  /** A key of {@code ssh}, and what of a login it decides. */
  record Key(String word, Function<Ssh, Object> value) {
    static final List<Key> ALL =
        List.of(
            new Key("user", ssh -> ssh.login().user()),
            new Key("port", ssh -> ssh.login().port()),
            new Key("identityFile", ssh -> ssh.login().identityFile()),
            new Key("knownHostsFile", ssh -> ssh.hostKeys().knownHostsFile()),
            new Key("hostKeys", ssh -> ssh.hostKeys().policy()),
            new Key("hostKey", ssh -> ssh.hostKeys().pin()),
            new Key("jump", Ssh::jump),
            new Key("become", ssh -> ssh.login().become()),
            new Key("connectTimeout", Ssh::connectTimeout));
  }

  /** A section beside {@code ssh} that is a matter of trust, and what of the fleet it decides. */
  record Part(String word, Function<Fleet, Object> value) {
    static final List<Part> ALL =
        List.of(
            new Part("releases", Fleet::manifest),
            new Part("envKeys", fleet -> fleet.productLayout().envKeys()),
            new Part("stack", fleet -> fleet.productLayout().stack()),
            new Part(
                "backups",
                fleet -> List.of(fleet.operations().keepBackups(), fleet.operations().prove())),
            new Part("approvals", fleet -> fleet.operations().approvals()),
            new Part("plan", fleet -> fleet.operations().planMaxAge()),
            new Part("rollout", fleet -> fleet.rollout().gate().checks()),
            new Part("hooks", fleet -> fleet.operations().hooks()),
            new Part("notify", fleet -> fleet.operations().receivers()));
  }

  /** From where relative paths count; empty means from the file that says them. */
  Optional<Path> directory() {
    return place.map(path -> Files.isDirectory(path) ? path : path.resolveSibling(""));
  }

  /** Reports each section of the fleet that is otherwise than it may be. */
  void hold(Fleet fleet, Section whole) {
    if (base.isEmpty()) {
      return;
    }
    for (Part part : Part.ALL) {
      if (!part.value().apply(fleet).equals(part.value().apply(base.get()))) {
        hold(part.word(), whole);
      }
    }
  }

  private void hold(String word, Section whole) {
    whole
        .at(word)
        .ifPresentOrElse(
            said -> said.refuse("is not as in " + called(), FIX),
            () -> whole.cursor().refuse("lacks " + Quoted.of(word) + " of " + called(), FIX));
  }

  /** Reports what of a machine's login is otherwise than it may be. */
  void hold(String machine, Ssh now, Said said) {
    if (base.isEmpty()) {
      return;
    }
    Optional<Ssh> known = Optional.ofNullable(ways.get(machine));
    if (known.isEmpty()) {
      said.refuse(
          "is not in " + called() + ", so that nobody vouches for its address",
          "leave it out; only those who have the rights of the SSH key may add a machine");
    } else if (!known.get().equals(now)) {
      hold(now, known.get(), said);
    }
  }

  private void hold(Ssh now, Ssh known, Said said) {
    if (!now.address().equals(known.address())) {
      said.address()
          .ifPresentOrElse(
              address -> address.refuse("is not as in " + called(), FIX),
              () -> said.refuse("has another address in " + called(), FIX));
    }
    List<Key> changed =
        Key.ALL.stream()
            .filter(key -> !key.value().apply(now).equals(key.value().apply(known)))
            .toList();
    for (Key key : changed) {
      said.ways()
          .at(key.word())
          .ifPresentOrElse(
              value -> value.refuse("is not as in " + called(), FIX),
              () -> said.refuse("lacks " + Quoted.of(key.word()) + " of " + called(), FIX));
    }
    if (changed.isEmpty() && now.address().equals(known.address())) {
      said.refuse("is reached otherwise than in " + called(), FIX);
    }
  }

  private String called() {
    return "the trusted inventory " + place.map(Path::toString).orElse("");
  }
}
