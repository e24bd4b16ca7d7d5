package io.walterfleet.ssh.config;

import io.walterfleet.remote.RemoteException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What reading an ssh config asks of this computer. */
interface ConfigSource {
  /** What a file holds; nothing where there is no such file. */
  Optional<String> text(Path file, Charset charset) throws IOException;

  /** The files of a folder whose names fit a pattern; none where there is no such folder. */
  List<Path> matching(Path folder, String pattern) throws IOException;

  /**
   * What {@code ssh -G} prints of an address; nothing where there is no ssh program.
   *
   * @param options those of {@code ssh} beside {@code -G}
   * @throws RemoteException where it refuses the config, or does not end
   */
  Optional<String> resolved(List<String> options, String address)
      throws RemoteException, InterruptedException;
}
