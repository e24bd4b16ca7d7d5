package io.walterfleet.adoption;

import io.walterfleet.fleet.Advice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Machines written as {@code [NAME=][USER@]HOST[:PORT]}, one a word or one a line. */
final class MachineList {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)=)?(?:(?<user>[^@\\s=]+)@)?"
              + "(?:\\[(?<six>[0-9A-Fa-f:.]+)\\]|(?<host>[^@:\\s\\[\\]=]+))(?::(?<port>\\d{1,5}))?");

  private MachineList() {}

  /** The machines of a text; empty lines, and what stands behind a #, are left out. */
  static List<Candidate> lines(String text) throws BadSource {
    List<Candidate> candidates = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String word = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (isOfAnsible(word, candidates.isEmpty())) {
        throw new BadSource(
            "it is an inventory of Ansible as it is written, not as JSON",
            "ansible-inventory -i FILE --list | " + Advice.of("adopt --from -").line());
      }
      if (!word.isEmpty()) {
        candidates.add(one(word).orElseThrow(notOne("line " + number + " is not a machine")));
      }
    }
    return candidates;
  }

  /** A heading or a variable of an INI file, or the begin of one in YAML. */
  private static boolean isOfAnsible(String line, boolean first) {
    return line.matches("\\[[^\\]]*[^\\]0-9A-Fa-f:.][^\\]]*\\]|\\[[0-9A-Fa-f]+\\]")
        || line.matches("\\S+\\s+\\w+=.*")
        || (first && line.matches("---|[A-Za-z_]\\w*:"));
  }

  /** The machines that these words name. */
  static List<Candidate> words(List<String> words) throws BadSource {
    List<Candidate> candidates = new ArrayList<>();
    for (String word : words) {
      candidates.add(one(word).orElseThrow(notOne("'" + word + "' is not a machine")));
    }
    return candidates;
  }

  private static java.util.function.Supplier<BadSource> notOne(String reason) {
    return () -> new BadSource(reason);
  }

  private static Optional<Candidate> one(String word) {
    Matcher parts = WORD.matcher(word);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Map<String, String> ssh = new LinkedHashMap<>();
    group(parts, "user").ifPresent(user -> ssh.put("user", user));
    group(parts, "port").ifPresent(port -> ssh.put("port", port));
    String address = group(parts, "six").or(() -> group(parts, "host")).orElseThrow();
    String name = group(parts, "name").orElse(address);
    return Optional.of(
        new Candidate(Candidate.name(name), Candidate.GROUP, Set.of(), address, ssh));
  }

  private static Optional<String> group(Matcher parts, String name) {
    return Optional.ofNullable(parts.group(name));
  }
}
