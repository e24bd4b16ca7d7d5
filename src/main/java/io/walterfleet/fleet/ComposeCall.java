package io.walterfleet.fleet;

import java.util.List;
import java.util.Optional;

/**
 * How Compose is called, as far as the inventory says it; what it leaves empty, the stack and the
 * bundle show.
 *
 * @param files the compose files in their order, as paths from the install directory
 * @param overlay the file that a mode adds, with <code>{mode}</code> in the place of the mode
 * @param envFiles files of variables that are read before {@code .env.deploy}
 * @param profiles which are always on
 * @param oneShots services that end by design, whatever their restart policy says
 * @param command the words of the bundle's own command that calls Compose, with <code>{mode}</code>
 */
public record ComposeCall(
    List<String> files,
    Optional<String> overlay,
    List<String> envFiles,
    List<String> profiles,
    List<String> oneShots,
    List<String> command) {
  /** Nothing is said. */
  public static final ComposeCall UNSAID =
      new ComposeCall(List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of());

  public ComposeCall {
    files = List.copyOf(files);
    envFiles = List.copyOf(envFiles);
    profiles = List.copyOf(profiles);
    oneShots = List.copyOf(oneShots);
    command = List.copyOf(command);
  }
}
