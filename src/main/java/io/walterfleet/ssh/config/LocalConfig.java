package io.walterfleet.ssh.config;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.NamedFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The config files and the ssh program of this computer. */
final class LocalConfig implements ConfigSource {
  private static final long PATIENCE_SECONDS = 20;

  @Override
  public Optional<String> text(Path file, Charset charset) throws IOException {
    return Files.exists(file) ? Optional.of(NamedFile.text(file, charset)) : Optional.empty();
  }

  @Override
  public List<Path> matching(Path folder, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
        files.forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public Optional<String> resolved(List<String> options, String address)
      throws RemoteException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("ssh", "-G"));
    words.addAll(options);
    words.addAll(List.of("--", address));
    try {
      Process process = new ProcessBuilder(words).start();
      process.getOutputStream().close();
      return Optional.of(answer(process, address));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String answer(Process process, String address)
      throws IOException, RemoteException, InterruptedException {
    // ssh -G writes a few kB and ends; a pipe holds that much
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new RemoteException(
          Kind.SETTINGS,
          "'ssh -G " + address + "' did not end within " + PATIENCE_SECONDS + " s",
          "look for a Match exec that hangs in the ssh config");
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      throw SshConfig.refused(Failures.tidy(err));
    }
    return out;
  }
}
