package io.walterfleet.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of the last proof of a backup: it was restored beside, and a PostgreSQL read all of it.
 *
 * @param age of the proof, by the machine's own clock; absent when that has been set back since
 * @param flaw what is wrong with the backup; absent when nothing is
 */
public record Proof(Optional<Duration> age, Optional<Flaw> flaw) {
  /** The word of a machine for a backup without a flaw. */
  public static final String OK = "ok";

  /** Whether nothing is wrong with the backup. */
  public boolean hasPassed() {
    return flaw.isEmpty();
  }

  /** The ways in which a backup can be no way back. */
  public enum Flaw {
    CHECKSUM("an archive is not what was written: its checksum differs"),
    ARCHIVE("an archive cannot be unpacked to its end"),
    COPIES("the volumes that hold its copies are gone"),
    FILES("files in it are missing, or not as large or as old as they were"),
    CLUSTER("it holds the data of another PostgreSQL than the one that was backed up and runs"),
    START("PostgreSQL does not start on it"),
    READ("PostgreSQL cannot read every table of it"),
    PAGES("pages of it are damaged, as pg_checksums or pg_amcheck says");

    private final String sentence;

    Flaw(String sentence) {
      this.sentence = sentence;
    }

    /** The word of scripts and formats. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong; fit to show. */
    public String sentence() {
      return sentence;
    }

    /** The one that goes by this word. */
    public static Optional<Flaw> of(String word) {
      return Arrays.stream(values()).filter(flaw -> flaw.word().equals(word)).findFirst();
    }
  }
}
