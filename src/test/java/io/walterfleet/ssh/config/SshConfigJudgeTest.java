package io.walterfleet.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.ssh.channel.TransportOptions;
import io.walterfleet.ssh.protocol.Algorithms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random configs mean to us what they mean to {@code ssh -G}, or are refused in words. */
@Tag("unit")
@Tag("tools")
class SshConfigJudgeTest {
  private static final int CONFIGS = 1000;
  private static final int FEW = CONFIGS / 2;
  private static final List<String> REASONS =
      List.of(
          "the ssh config has a ProxyCommand for ",
          "the ssh config has CheckHostIP yes for ",
          "the ssh config has PubkeyAuthentication ",
          "the ssh config has PreferredAuthentications password for ",
          "the ssh config has BindInterface lo for ",
          "the ssh config has a UserKnownHostsFile that cannot be told ",
          "the ssh config has a GlobalKnownHostsFile that cannot be told ");

  private static final String OR = " or";
  private static final String ME = System.getProperty("user.name");
  private static final String ACCOUNT = System.getProperty("user.home") + "/.ssh/";

  @TempDir Path home;
  private Map<String, List<String>> usual = Map.of();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void everyConfigMeansTheSameOrIsRefused() throws Exception {
    usual = printed(Path.of("/dev/null"), "h");
    List<String> differences =
        IntStream.range(0, CONFIGS)
            .parallel()
            .mapToObj(this::difference)
            .filter(text -> !text.isEmpty())
            .toList();
    assertThat(differences).isEmpty();
    assertThat(refused.get()).isBetween(1, FEW);
  }

  private String difference(int seed) {
    try {
      RandomConfig random = new RandomConfig(seed);
      Path more = home.resolve("more" + seed);
      Files.writeString(more, random.lines(6));
      String text = random.lines(8) + (random.once(3) ? "Include " + more + "\n" : "");
      Path file = home.resolve("config" + seed);
      Files.writeString(file, text + random.lines(12));
      Destinations ours =
          new Destinations(
              new LocalUser(ME, home, Optional.of(Path.of("/agent")), Optional.of(file)),
              Files::exists);
      String address = random.address();
      if (random.once(4)) {
        shown(ours, random.address()); // which may answer for the other, too
      }
      Map<String, String> said = shown(ours, address);
      Map<String, String> wanted = judge(file, address);
      if (isRefusal(said, wanted)) {
        refused.incrementAndGet();
        return "";
      }
      said.replaceAll((key, value) -> plain(value));
      wanted.replaceAll((key, value) -> plain(value));
      said.keySet()
          .removeIf(
              key ->
                  Objects.equals(said.get(key), wanted.get(key))
                      || Objects.equals(said.get(key), wanted.get(key + OR)));
      wanted.keySet().retainAll(said.keySet());
      return said.isEmpty()
          ? ""
          : "%d %s: ours %s, theirs %s%n%s%nmore:%n%s"
              .formatted(
                  seed, address, said, wanted, Files.readString(file), Files.readString(more));
    } catch (Exception e) {
      return seed + ": " + e;
    }
  }

  /**
   * With one home, and without a type of key that we do not read and newer programs do not have.
   */
  private String plain(String value) {
    return value.replace(ACCOUNT, home + "/.ssh/").replace(" " + home + "/.ssh/id_xmss", "");
  }

  private static boolean isRefusal(Map<String, String> said, Map<String, String> wanted) {
    String why = said.getOrDefault("refused", "");
    return wanted.containsKey("refused")
        ? why.startsWith("ssh refuses its config: ")
        : REASONS.stream().anyMatch(why::startsWith);
  }

  /** What we make of it, in the words of ssh. */
  private static Map<String, String> shown(Destinations ours, String address) throws Exception {
    Ssh ssh =
        new Ssh(address, Login.AS_SSH, HostKeys.STRICT, Optional.empty(), Duration.ofSeconds(10));
    Map<String, String> said = new TreeMap<>();
    try {
      Destination to = ours.of(TestMachines.reachedBy("m", ssh));
      said.put("hostname", to.endpoint().host());
      said.put("user", to.endpoint().user());
      said.put("port", to.endpoint().port() + "");
      said.put("identityfile", joined(to.credentials().files()));
      said.put("certificatefile", joined(to.credentials().certificates()));
      said.put("identitiesonly", to.credentials().only() ? "yes" : "no");
      said.put("identityagent", to.credentials().agent().map(Path::toString).orElse("none"));
      said.put("requiredrsasize", to.credentials().limits().rsaBits() + "");
      said.put("pkcs11provider", to.credentials().limits().token().map(Path::toString).orElse(""));
      said.put("userknownhostsfile", joined(to.hostKeyPolicy().files()));
      said.put("globalknownhostsfile", joined(to.hostKeyPolicy().named().global()));
      said.put("hostkeyalias", to.hostKeyPolicy().alias().orElse(""));
      said.put(
          "revokedhostkeys", to.hostKeyPolicy().named().revoked().map(Path::toString).orElse(""));
      said.put("proxyjump", to.transportOptions().jump().orElse(""));
      said.put("addressfamily", to.transportOptions().family().toString());
      said.put("bindaddress", to.transportOptions().from().orElse(""));
      for (Algorithms.Choice choice : Algorithms.ALL) {
        String keyword = choice.keyword().toLowerCase(Locale.ROOT);
        said.put(keyword, String.join(",", choice.of(to.transportOptions().offer())));
      }
    } catch (RemoteException e) {
      said.put("refused", e.reason());
    }
    return said;
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(" "));
  }

  /** What ssh prints, with what it leaves to be replaced when it connects. */
  private Map<String, String> judge(Path file, String address) throws Exception {
    Map<String, List<String>> printed = printed(file, address);
    Map<String, String> wanted = new TreeMap<>();
    if (printed.isEmpty()) {
      wanted.put("refused", "");
      return wanted;
    }
    String host = first(printed, "hostname");
    String user = first(printed, "user");
    String port = first(printed, "port");
    wanted.put("hostname", host);
    wanted.put("user", user);
    wanted.put("port", port);
    for (String keyword :
        List.of("identityfile", "certificatefile", "identityagent", "userknownhostsfile")) {
      List<String> all =
          printed.getOrDefault(keyword, List.of()).stream()
              .filter(value -> !value.equals("none"))
              .map(value -> value.replaceAll("(^| )~/", "$1" + home + "/"))
              .map(
                  value ->
                      value
                          .replace("%h", host)
                          .replace("%n", address)
                          .replace("%p", port)
                          .replace("%r", user)
                          .replace("%u", ME)
                          .replace("%d", home.toString())
                          .replace("%%", "%"))
              .toList();
      wanted.put(keyword, String.join(" ", all));
    }
    String agent = wanted.getOrDefault("identityagent", "");
    wanted.put(
        "identityagent",
        agent.equals("SSH_AUTH_SOCK") || !printed.containsKey("identityagent")
            ? "/agent"
            : agent.isEmpty() ? "none" : agent);
    for (String keyword :
        List.of(
            "globalknownhostsfile",
            "revokedhostkeys",
            "proxyjump",
            "bindaddress",
            "pkcs11provider",
            "requiredrsasize",
            "identitiesonly")) {
      wanted.put(keyword, first(printed, keyword));
    }
    wanted.put("hostkeyalias", first(printed, "hostkeyalias").toLowerCase(Locale.ROOT));
    wanted.put(
        "addressfamily", TransportOptions.Family.of(first(printed, "addressfamily")).toString());
    algorithms(printed, wanted);
    return wanted;
  }

  /** Where ssh takes what it takes by itself, the choice is ours. */
  private void algorithms(Map<String, List<String>> printed, Map<String, String> wanted) {
    for (Algorithms.Choice choice : Algorithms.ALL) {
      String keyword = choice.keyword().toLowerCase(Locale.ROOT);
      List<String> names = new ArrayList<>(List.of(first(printed, keyword).split(",", -1)));
      names.removeIf(name -> !choice.ours().contains(name) && !choice.more().contains(name));
      wanted.put(keyword, String.join(",", names));
      if (first(printed, keyword).equals(first(usual, keyword))) {
        wanted.put(keyword + OR, String.join(",", choice.ours()));
      }
    }
  }

  private static String first(Map<String, List<String>> printed, String keyword) {
    String value = printed.getOrDefault(keyword, List.of("")).get(0);
    return value.equals("none") ? "" : value;
  }

  private static Map<String, List<String>> printed(Path file, String address) throws Exception {
    Process ssh =
        new ProcessBuilder("ssh", "-G", "-F", file.toString(), "--", address)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ssh.getOutputStream().close();
    String out = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return ssh.waitFor() != 0
        ? Map.of()
        : out.lines()
            .collect(
                Collectors.groupingBy(
                    line -> line.split(" ", 2)[0],
                    Collectors.mapping(line -> line.split(" ", 2)[1], Collectors.toList())));
  }
}
