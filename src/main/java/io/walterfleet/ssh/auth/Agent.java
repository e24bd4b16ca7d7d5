package io.walterfleet.ssh.auth;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import io.walterfleet.ssh.protocol.Daemons;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The keys of a running ssh-agent. Each question to it has a deadline. */
final class Agent {
  /** Time for a user to confirm a signature, if the agent asks for that. */
  private static final long PATIENCE_SECONDS = 30;

  private static final ExecutorService HANDS =
      Executors.newCachedThreadPool(Daemons.called("ssh agent"));

  private Agent() {}

  /** The keys that the agent holds; none if it does not answer. */
  static List<LoginKey> keys(Path socket) {
    List<LoginKey> keys = new ArrayList<>();
    for (Identity held : within(() -> identities(socket)).orElse(List.of())) {
      keys.add(
          new LoginKey(
              "agent key '" + Failures.tidy(held.getName()) + "'",
              PublicKeyBlob.of(held.getPublicKeyBlob()),
              (data, algorithm) -> signature(held, data, algorithm)));
    }
    return keys;
  }

  private static List<Identity> identities(Path socket) {
    try {
      return new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities();
    } catch (AgentProxyException e) {
      return List.of();
    }
  }

  private static byte[] signature(Identity held, byte[] data, String algorithm) {
    return within(() -> Optional.ofNullable(held.getSignature(data, algorithm)))
        .flatMap(signature -> signature)
        .orElse(new byte[0]);
  }

  private static <T> Optional<T> within(Supplier<T> question) {
    try {
      return Optional.of(HANDS.submit(question::get).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
