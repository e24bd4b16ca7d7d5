package io.walterfleet.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.remote.RemoteException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often ssh is asked and what its answer means; neither a file nor a program is touched. */
@Tag("unit")
class SshConfigTest {
  private static final LocalUser ME =
      new LocalUser("me", Path.of("/home/me"), Optional.empty(), Optional.empty());

  private final Given given = new Given();

  @Test
  void whereNothingMattersNobodyIsAsked() throws Exception {
    given.files.put("/home/me/.ssh/config", "Host *\n  SendEnv LANG\n  LogLevel DEBUG\n");
    assertThat(about("edge-01").values()).isEmpty();
    assertThat(given.asked).isEmpty();
  }

  @Test
  void oneAnswerServesAllThatTheSameLinesFit() throws Exception {
    given.files.put("/home/me/.ssh/config", "Host edge-*\n  Port 2222\n");
    given.printed = Optional.of("hostname edge-01\nport 2222\n");
    SshConfig config = new SshConfig(ME, given);
    assertThat(config.about("edge-01", Optional.empty(), "").first("hostname")).contains("edge-01");
    assertThat(config.about("edge-02", Optional.empty(), "").first("hostname")).contains("edge-02");
    assertThat(config.about("edge-02", Optional.empty(), "").first("port")).contains("2222");
    assertThat(given.asked).containsExactly("edge-01");
  }

  @Test
  void aMatchInAnIncludedFileIsAskedForEachAddress() throws Exception {
    given.files.put("/home/me/.ssh/config", "Include conf.d/*.conf\n");
    given.files.put("/home/me/.ssh/conf.d/a.conf", "Match host edge-*\n  Port 2222\n");
    given.files.put("/home/me/.ssh/conf.d/b.txt", "Host [\n");
    given.printed = Optional.of("port 2222\n");
    SshConfig config = new SshConfig(ME, given);
    config.about("edge-01", Optional.of("ops"), "22");
    config.about("edge-02", Optional.of("ops"), "22");
    assertThat(given.asked).containsExactly("-l ops -p 22 edge-01", "-l ops -p 22 edge-02");
  }

  @Test
  void aFileThatCannotBeReadIsLeftToSsh() throws Exception {
    given.files.put("/etc/ssh/ssh_config", "");
    given.unreadable = Optional.of("/etc/ssh/ssh_config");
    given.printed = Optional.of("user ops\n");
    assertThat(about("edge-01").first("user")).contains("ops");
  }

  @Test
  void withoutAProgramTheLibraryAnswersWhatItKnows() throws Exception {
    given.files.put("/home/me/.ssh/config", "Host edge-*\n  User \"ops\"\n  Port 2222\n");
    ConfigValues values = about("edge-01");
    assertThat(values.first("user")).contains("ops");
    assertThat(values.first("port")).contains("2222");
  }

  @Test
  void withoutAProgramWhatTheLibraryDoesNotKnowIsRefused() {
    given.files.put("/home/me/.ssh/config", "Host *\n  Ciphers aes128-ctr\n");
    RemoteException refusal = catchThrowableOfType(RemoteException.class, () -> about("edge-01"));
    assertThat(refusal.reason())
        .isEqualTo(
            "/home/me/.ssh/config has 'ciphers', and there is no ssh program here to resolve it");
  }

  private ConfigValues about(String address) throws Exception {
    return new SshConfig(ME, given).about(address, Optional.empty(), "");
  }

  /** A computer of these files, and of an ssh that prints this, or of none. */
  private static final class Given implements ConfigSource {
    private final Map<String, String> files = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private Optional<String> printed = Optional.empty();
    private Optional<String> unreadable = Optional.empty();

    @Override
    public Optional<String> text(Path file, Charset charset) throws IOException {
      if (unreadable.equals(Optional.of(file.toString()))) {
        throw new FileSystemException(file.toString(), null, "it is too long");
      }
      return Optional.ofNullable(files.get(file.toString()));
    }

    @Override
    public List<Path> matching(Path folder, String pattern) {
      return files.keySet().stream()
          .map(Path::of)
          .filter(file -> folder.equals(file.getParent()))
          .filter(
              file ->
                  FileSystems.getDefault()
                      .getPathMatcher("glob:" + pattern)
                      .matches(file.getFileName()))
          .toList();
    }

    @Override
    public Optional<String> resolved(List<String> options, String address) {
      if (printed.isPresent()) {
        asked.add((String.join(" ", options) + " " + address).strip());
      }
      return printed;
    }
  }
}
