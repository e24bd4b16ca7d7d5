package io.walterfleet.ssh.auth;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts logins with RSA keys, and says once that there is something faster. */
public final class RsaUse {
  /** With fewer logins in a run, nobody would feel the difference. */
  private static final int WORTH_A_WORD = 50;

  private final Consumer<String> notices;
  private final AtomicInteger logins = new AtomicInteger();

  public RsaUse(Consumer<String> notices) {
    this.notices = notices;
  }

  /** One more login with this key. */
  void count(Path key) {
    if (logins.incrementAndGet() == WORTH_A_WORD) {
      notices.accept(
          "the RSA key "
              + key
              + " costs each login several times the processor time of an ed25519 key;"
              + " ssh-keygen -t ed25519 makes one, and an agent can sign for the RSA key");
    }
  }
}
