package io.walterfleet.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processes of one loopback machine, which are known by the home in their environment. */
public record MachineProcesses(LoopbackMachine machine) {
  /** All that run now. */
  public List<ProcessHandle> all() {
    String home = "HOME=" + machine.home() + "\0";
    return ProcessHandle.allProcesses().filter(one -> environment(one).contains(home)).toList();
  }

  /**
   * Ends all at once, as when the power fails: those that run there, and the connections to it.
   * What runs in containers comes up again, as it does after a boot.
   */
  public void cutPower() throws IOException {
    List<ProcessHandle> all = all();
    all.forEach(one -> one.parent().filter(MachineProcesses::isServer).ifPresent(this::kill));
    all.forEach(this::kill);
    for (List<ProcessHandle> late = all(); !late.isEmpty(); late = all()) {
      late.forEach(this::kill);
    }
    machine.docker().boot();
  }

  private void kill(ProcessHandle process) {
    process.destroyForcibly();
  }

  private static boolean isServer(ProcessHandle process) {
    return read(process, "comm").map(name -> name.startsWith("sshd")).orElse(false);
  }

  private static String environment(ProcessHandle process) {
    return read(process, "environ").orElse("");
  }

  private static Optional<String> read(ProcessHandle process, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      return Optional.of(new String(Files.readAllBytes(path), ISO_8859_1));
    } catch (IOException gone) {
      return Optional.empty(); // it ended while we looked
    }
  }
}
