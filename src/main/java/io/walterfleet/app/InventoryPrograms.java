package io.walterfleet.app;

import io.walterfleet.fleet.Controls;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Program;
import io.walterfleet.local.SecretMasker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the programs that print an inventory; no shell reads their words. */
final class InventoryPrograms {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As much as an inventory's file may hold. */
  private static final int MOST_BYTES = 64 << 20;

  private static final int LINES_TOLD = 5;
  private static final int LONGEST_LINE = 300;
  private static final String WORDS =
      "write '!PROGRAM WORD …' with a program in PATH, or its path from here, that you may run";
  private static final String FIX = "see what it prints: run it by itself";

  private final CommandRuntime runtime;
  private final Duration patience;
  private final int mostBytes;
  private final SecretMasker secretMasker;

  InventoryPrograms(CommandRuntime runtime) {
    this(runtime, PATIENCE, MOST_BYTES);
  }

  /** Programs that may take so long, and print so much. */
  InventoryPrograms(CommandRuntime runtime, Duration patience, int mostBytes) {
    this.runtime = runtime;
    this.patience = patience;
    this.mostBytes = mostBytes;
    this.secretMasker = new SecretMasker(runtime.environment().environment(), List.of());
  }

  /** What the program prints; what it says on standard error is told as its words. */
  String printed(InventoryName name) throws UsageException {
    Bounded printed = new Bounded(mostBytes);
    Ended ended = run(words(name), printed);
    String said = said(ended);
    if (printed.isFull()) {
      throw refused(name, "printed more than " + (mostBytes >> 20) + " MiB, and was ended", said);
    }
    if (!ended.isDone()) {
      throw refused(name, ended.words(), said);
    }
    if (!said.isEmpty()) {
      runtime.console().err().note(shown(name) + " says:" + said);
    }
    return printed.text().orElseThrow(() -> refused(name, "printed what is not UTF-8", said));
  }

  private Ended run(List<String> words, Bounded printed) throws UsageException {
    Program program = new Program(words, Map.of(), "", patience, Optional.of(printed));
    try {
      return runtime.adapters().factories().programs().run(program, printed::isFull);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw UsageException.of("interrupted while the inventory was read", "run it again");
    }
  }

  private static List<String> words(InventoryName name) throws UsageException {
    if (name.isProgramFile()) {
      return List.of(name.path().orElseThrow().toAbsolutePath().toString());
    }
    Optional<List<String>> words = name.command();
    if (words.isEmpty()) {
      throw unusable(name, "has a quote that is never closed", "close it");
    }
    if (words.get().isEmpty() || words.get().get(0).isEmpty()) {
      throw unusable(name, "names no program", WORDS);
    }
    return words.get();
  }

  private String said(Ended ended) {
    List<String> lines =
        secretMasker.hide(ended.output()).lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES_TOLD))
        .map(line -> "\n  \"" + Controls.escaped(line.strip(), LONGEST_LINE) + "\"")
        .collect(Collectors.joining());
  }

  private static UsageException refused(InventoryName name, String why, String said) {
    String how = said.isEmpty() ? "" : "; it says:" + said;
    return UsageException.of(
        shown(name) + " " + why + " (no machine was contacted)" + how,
        why.startsWith("cannot be started") ? startable(name) : FIX);
  }

  private static UsageException unusable(InventoryName name, String why, String fix) {
    return UsageException.of(shown(name) + " " + why + " (no machine was contacted)", fix);
  }

  private static String startable(InventoryName name) {
    return name.isProgramFile()
        ? "if it is a file to be read: chmod -x " + MaskedWord.of(name.word())
        : WORDS;
  }

  /** The program as it was named. */
  static String shown(InventoryName name) {
    return "the inventory's program " + MaskedWord.of(Controls.escaped(name.word()));
  }

  /** Takes so many bytes, and no more. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;
    private boolean full;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] some, int from, int length) throws IOException {
      full |= bytes.size() + length > most;
      if (full) {
        throw new IOException("it is too much");
      }
      bytes.write(some, from, length);
    }

    synchronized boolean isFull() {
      return full;
    }

    synchronized Optional<String> text() {
      try {
        ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
        return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(all).toString());
      } catch (CharacterCodingException another) {
        return Optional.empty();
      }
    }
  }
}
