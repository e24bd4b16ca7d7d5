package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key pair made for one run of the tests.
 *
 * @param file the private key, in OpenSSH's format
 * @param line the public key, as in authorized_keys
 */
record ContainerKey(Path file, String line) {
  static ContainerKey in(Path directory) throws IOException, InterruptedException {
    Path file = directory.resolve("id_ed25519");
    LocalCommand.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()).run();
    return new ContainerKey(file, Files.readString(directory.resolve("id_ed25519.pub")).strip());
  }
}
