package io.walterfleet.ssh.hostkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in a known hosts file. */
@Tag("unit")
@Timeout(4000)
class KnownHostsFuzzTest {
  private static final Endpoint HERE = new Endpoint("store-1.example.com", 2222, "ops");

  @TempDir Path folder;

  @Test
  void anyKnownHostsFileJudgesOrIsRefused() throws Exception {
    String words = Files.readString(Path.of("src/test/resources/fuzz/known_hosts/plain"));
    PublicKeyBlob key = new PublicKeyBlob(words.split("[ \n]", -1)[2]);
    Path known = folder.resolve("known_hosts");
    Fuzz.target(
        "known_hosts",
        6_000,
        input -> {
          Files.write(known, input);
          return said(known, key);
        });
  }

  private List<String> said(Path known, PublicKeyBlob key) throws Exception {
    HostKeyPolicy hostKeyPolicy =
        new HostKeyPolicy(
            HostKeys.Policy.STRICT,
            Optional.empty(),
            Optional.empty(),
            new HostKeyPolicy.Files(List.of(known), List.of(), Optional.empty(), true),
            HostKeyPolicy.Strength.USUAL);
    KnownHosts hosts = new KnownHosts();
    HostKeyJudge judge =
        new HostKeyJudge(
            HERE,
            hostKeyPolicy,
            hosts.about(HERE, hostKeyPolicy),
            hosts.withoutPort(HERE, hostKeyPolicy),
            RevokedKeys.NONE);
    try {
      if (judge.of(key) instanceof HostKeyJudge.Verdict.Refused refused) {
        throw refused.why();
      }
      Recordable.check(
          known, KnownHostsFile.of(new String(Files.readAllBytes(known), UTF_8), known));
      return List.of("well");
    } catch (Recordable.RefusedException refused) {
      return List.of(String.valueOf(refused.getMessage()));
    } catch (RemoteException refused) {
      return List.of(refused.reason().replace(folder.toString(), "HERE"), refused.fix());
    }
  }
}
