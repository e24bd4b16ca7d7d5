package io.walterfleet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.sandbox.ManualScene.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far it is from where a machine's run begins to where its bytes leave. */
@Tag("scripts")
class FramesTest {
  /** A method of ours more on the way is a reason to look whether one only forwards. */
  private static final int MOST = 21;

  @TempDir Path folder;

  @Test
  void betweenTheRunOfAMachineAndTheSocketAreFewMethodsOfOurs() throws Exception {
    Path recorded = folder.resolve("writes.jfr");
    try (ManualDesk desk = ManualDesk.in(Files.createDirectory(folder.resolve("desk")));
        Recording recording = new Recording()) {
      recording.enable("jdk.SocketWrite").withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      assertThat(
              desk.type(new Typed("", Optional.empty(), "walter-fleet apply --yes -l store-1", "")))
          .contains("1 applied");
      recording.stop();
      recording.dump(recorded);
    }
    List<List<String>> writes =
        RecordingFile.readAllEvents(recorded).stream().flatMap(one -> ours(one).stream()).toList();
    assertThat(writes)
        .anyMatch(frames -> frames.contains("step.ScriptOperations.run"))
        .anyMatch(frames -> frames.contains("health.HttpsHealthGate.await"));
    assertThat(writes).filteredOn(frames -> frames.size() > MOST).isEmpty();
  }

  /** Our methods, the last called first; empty where it is not the thread of a machine. */
  private static Optional<List<String>> ours(RecordedEvent write) {
    String thread = write.getThread() == null ? "" : "" + write.getThread().getJavaName();
    if (!thread.startsWith("machine-")) {
      return Optional.empty();
    }
    assertThat(write.getStackTrace().isTruncated()).isFalse();
    return Optional.of(
        write.getStackTrace().getFrames().stream()
            .map(frame -> name(frame.getMethod()))
            .filter(name -> name.startsWith("io.walterfleet.") && !name.contains("$$Lambda"))
            .map(name -> name.substring("io.walterfleet.".length()))
            .toList());
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "." + method.getName();
  }
}
