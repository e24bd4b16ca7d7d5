package io.walterfleet.ssh;

import io.walterfleet.fleet.HostKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a server's host key is judged.
 *
 * @param alias the name that known hosts files have it under, in place of host and port
 * @param files the known hosts files of the user; a new key is added to the first
 * @param globalFiles the ones of the system
 */
record Trust(
    HostKeys.Policy policy,
    Optional<String> pin,
    Optional<String> alias,
    List<Path> files,
    List<Path> globalFiles) {
  Trust {
    files = List.copyOf(files);
    globalFiles = List.copyOf(globalFiles);
  }

  /** The name that known hosts files have a server under. */
  String nameOf(Endpoint endpoint) {
    return alias.orElseGet(
        () -> {
          String host = endpoint.host().toLowerCase(Locale.ROOT);
          return endpoint.port() == Endpoint.DEFAULT_PORT
              ? host
              : "[" + host + "]:" + endpoint.port();
        });
  }
}
