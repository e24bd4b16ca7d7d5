package io.walterfleet.inventory;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Ssh;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads how a machine is reached, from all {@code ssh} sections that say something of it. */
final class SshReader {
  private static final int LAST_PORT = 65535;

  private final Levels levels;

  private SshReader(Levels levels) {
    this.levels = levels;
  }

  /** What the levels say together; where they are wrong, problems are reported. */
  static Ssh read(String address, Levels levels) {
    SshReader reader = new SshReader(levels);
    return new Ssh(
        address,
        reader.login(),
        reader.hostKeys(),
        levels.at("jump").flatMap(Hosts::jump),
        levels
            .at("connectTimeout")
            .flatMap(Durations::readPositive)
            .orElse(Ssh.DEFAULT_CONNECT_TIMEOUT));
  }

  /** The {@code ssh} sections of one level: its own, and the one in its {@code defaults}. */
  static List<Section> sections(Optional<Section> own, Optional<Section> inDefaults) {
    own.ifPresent(first -> inDefaults.ifPresent(second -> refuseRepeated(first, second)));
    return Stream.of(inDefaults, own).flatMap(Optional::stream).toList();
  }

  private static void refuseRepeated(Section first, Section second) {
    for (String key : Keys.SSH.names()) {
      first
          .at(key)
          .ifPresent(
              said ->
                  second
                      .at(key)
                      .ifPresent(
                          again ->
                              again.refuse(
                                  "was said before, as "
                                      + said.subject()
                                      + " ("
                                      + again.source().called(said.place())
                                      + ")",
                                  "remove one of the two")));
    }
  }

  private Login login() {
    return new Login(
        levels.at("user").flatMap(Form.USER::readRanged),
        levels
            .at("port")
            .flatMap(cursor -> cursor.rangedNumber(1, LAST_PORT))
            .map(OptionalInt::of)
            .orElseGet(OptionalInt::empty),
        levels
            .at("identityFile")
            .flatMap(cursor -> cursor.rangedText().flatMap(text -> Paths.file(cursor, text))),
        levels.at("become").flatMap(Cursor::truth).orElse(false));
  }

  private HostKeys hostKeys() {
    return new HostKeys(
        levels
            .choice("hostKeys", HostKeys.Policy.values(), HostKeys.Policy::word)
            .orElse(HostKeys.Policy.STRICT),
        levels
            .at("knownHostsFile")
            .flatMap(cursor -> cursor.text().flatMap(text -> Paths.file(cursor, text))),
        levels.at("hostKey").flatMap(Form.FINGERPRINT::read));
  }
}
