package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.testing.FakeRemote;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.ScriptOperations;
import io.walterfleet.step.StepRequest;
import io.walterfleet.testbed.StandInDocker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The remote scripts, run as local processes, keep the contract. */
@Tag("scripts")
class ScriptWorkTest extends WorkContract {
  private static final ImageRef POSTGRES = new ImageRef("ghcr.io/matchylabs/postgres:15");
  private static final String COMPOSE =
      """
      services:
        postgres:
          image: ghcr.io/matchylabs/postgres:15
        walter:
          image: ${WALTER_IMAGE}
        setup:
          image: ${WALTER_IMAGE}
          profiles: [setup]
      """;

  @TempDir Path root;
  private FakeRemote remote = new FakeRemote(Path.of(""));
  private byte[] bundle = {};

  @BeforeEach
  void installed() throws IOException {
    remote = new FakeRemote(root).firstOnPath(StandInDocker.PROGRAMS);
    bundle = bundle();
    Path home = remote.home("store-1");
    StandInDocker.below(home).publish(OLD.value(), NEW.value(), POSTGRES.value());
    Path bin = Files.createDirectories(home.resolve("walter-onprem/bin"));
    Files.writeString(bin.resolve("walter-onprem"), "#!/bin/sh\n");
    Files.writeString(bin.resolveSibling("compose.yml"), COMPOSE);
    Files.writeString(
        bin.resolveSibling(".env.deploy"),
        "WALTER_IMAGE=" + OLD + "\nPHX_HOST=store-1.example.com\n");
    // the old release is on the machine, as it is where it runs
    StandInDocker.below(home).pulled(OLD.value());
  }

  @Override
  protected MachineOperations controller() {
    return new ScriptOperations(
        ProductLayout.DEFAULT, 5, () -> UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  protected Connection connection() throws RemoteException {
    return remote.open(machine());
  }

  @Override
  protected StepRequest.Payload payload() {
    return new StepRequest.Payload(sha256(bundle), bundle.length, out -> out.write(bundle));
  }

  private static byte[] bundle() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      entry(tar, "walter-onprem/bin/walter-onprem", "#!/bin/sh\necho new\n", 0755);
      entry(tar, "walter-onprem/compose.yml", COMPOSE, 0644);
    }
    return bytes.toByteArray();
  }

  private static void entry(TarArchiveOutputStream tar, String name, String text, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(text.length());
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
