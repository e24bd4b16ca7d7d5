package io.walterfleet.approval;

import io.walterfleet.local.Programs;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSH's own program for signatures, run on this computer. */
record SshKeygen(Programs programs, String namespace) {
  /** Somebody may have to touch a security key, or to type a passphrase. */
  private static final Duration FOR_A_PERSON = Duration.ofMinutes(2);

  private static final Duration ALONE = Duration.ofSeconds(20);

  /** In another language its words would not be known. */
  private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

  /** Signs the text; a done one's output is the signature, armored. */
  Ended sign(Path key, String text) throws InterruptedException {
    return run(
        List.of("-Y", "sign", "-q", "-f", key.toString(), "-n", namespace), text, FOR_A_PERSON);
  }

  /** Whom the file of signers calls the owners of the key of a signature, one a line. */
  Ended principals(Path signers, Path signature) throws InterruptedException {
    return run(
        List.of("-Y", "find-principals", "-f", signers.toString(), "-s", signature.toString()),
        "",
        ALONE);
  }

  /** Whether the signature of the text is this signer's, and valid now. */
  Ended verify(Path signers, Path signature, String principal, String text)
      throws InterruptedException {
    return run(
        List.of(
            "-Y",
            "verify",
            "-f",
            signers.toString(),
            "-I",
            principal,
            "-n",
            namespace,
            "-s",
            signature.toString()),
        text,
        ALONE);
  }

  private Ended run(List<String> words, String input, Duration timeout)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("ssh-keygen"));
    all.addAll(words);
    return programs.run(new Program(all, ENVIRONMENT, input, timeout), () -> false);
  }
}
