package io.walterfleet.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shells that every remote script must work under. */
enum Shell {
  DASH("/usr/bin/dash"),
  BASH("/usr/bin/bash"),
  /** With the tools of busybox too, as on a small distribution. */
  BUSYBOX("/usr/bin/busybox sh");

  private static final List<String> TOOLS =
      List.of(
          ("awk cat chmod chown cmp cp cut date df du env find grep gzip head id ln ls mkdir mv od"
                  + " readlink rm rmdir sed sha256sum sleep sort sync tail tar timeout touch tr uname wc")
              .split(" ", -1));

  private final String words;

  Shell(String words) {
    this.words = words;
  }

  /** The command that runs one line, as a login shell would. */
  List<String> running(String line) {
    return Stream.concat(Stream.of(words.split(" ", -1)), Stream.of("-c", line)).toList();
  }

  /** Makes this shell the one that is found as {@code sh} in a directory. */
  void install(Path bin) throws IOException {
    Path sh = Files.copy(Path.of(words.split(" ", -1)[0]), bin.resolve("sh"));
    if (this == BUSYBOX) {
      for (String tool : TOOLS) {
        Files.createLink(bin.resolve(tool), sh);
      }
    }
  }
}
