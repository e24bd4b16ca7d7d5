package io.walterfleet.ssh.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The algorithms that the ssh config wants, in its order.
 *
 * @param wanted names by keyword; what is absent is ours to choose
 * @param knownKeysFirst whether the types of known host keys go before that order, as in ssh where
 *     nobody has written an order of host keys
 */
public record Offer(Map<String, List<String>> wanted, boolean knownKeysFirst) {
  /** Nothing but our own choice. */
  public static final Offer OURS = new Offer(Map.of(), true);

  public Offer {
    wanted = Map.copyOf(wanted);
  }

  /** Names separated by commas, as {@code ssh -G} prints them. */
  public static List<String> names(String list) {
    return List.of(list.split(",", -1));
  }

  /**
   * What is offered: the names of the config that exist here, or our own choice.
   *
   * @param ours our choice, best first
   * @param more what else exists, for a config that wants it
   */
  public List<String> of(String keyword, List<String> ours, List<String> more) {
    List<String> existing = new ArrayList<>(ours);
    existing.addAll(more);
    return Optional.ofNullable(wanted.get(keyword))
        .map(names -> names.stream().filter(existing::contains).toList())
        .orElse(ours);
  }
}
