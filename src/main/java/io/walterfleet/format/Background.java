package io.walterfleet.format;

import io.walterfleet.fleet.Controls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan does not say itself, and whoever has to agree to it asks: which part of which
 * inventory it is for, where the releases are described, what the last plan said, and how long it
 * takes.
 *
 * @param notes of the releases that machines get, each once
 * @param since absent where no earlier plan of the same machines is known
 */
public record Background(
    Scope scope, Source source, List<Notes> notes, Optional<Since> since, Outlook outlook) {
  /** Nothing is known. */
  public static final Background NONE =
      new Background(Scope.WHOLE, Source.UNKNOWN, List.of(), Optional.empty(), Outlook.NONE);

  private static final int HASH_SHOWN = 12;

  /** No character of it means anything to Markdown, HTML or a terminal. */
  private static final String LINK =
      "https://[A-Za-z0-9.-]{1,200}(:\\d{1,5})?(/[A-Za-z0-9./%=-]{0,300})?";

  public Background {
    notes = List.copyOf(notes);
  }

  /**
   * The part of an inventory.
   *
   * @param machines of the whole inventory
   * @param part how it was named; empty for the whole
   */
  public record Scope(int machines, String part) {
    /** All of it, however many that are. */
    public static final Scope WHOLE = new Scope(0, "");

    /** True when it is not the whole inventory. */
    boolean isPart() {
      return !part.isEmpty();
    }
  }

  /**
   * From where an inventory is.
   *
   * @param files of it, and the commit that they are of
   * @param made what else it is made from
   * @param changed what that says otherwise than for the last plan; absent where it does not
   */
  public record Source(
      List<String> files, Optional<Commit> commit, List<Made> made, Optional<String> changed) {
    static final Source UNKNOWN = new Source(List.of(), Optional.empty());

    public Source {
      files = List.copyOf(files);
      made = List.copyOf(made);
    }

    /** One of files alone. */
    public Source(List<String> files, Optional<Commit> commit) {
      this(files, commit, List.of(), Optional.empty());
    }
  }

  /**
   * What a program printed, or what was made of a table.
   *
   * @param named as on the command line
   * @param kept the file in which it stays as it was
   */
  public record Made(String named, String kept) {}

  /**
   * A commit of git.
   *
   * @param isDirty whether the inventory's files are not as in it
   */
  public record Commit(String hash, boolean isDirty) {}

  /** Where a release is described. */
  public record Notes(String release, String url) {}

  /**
   * A label and what is said there; fit to show.
   *
   * @param link what the text ends with, where that can be followed; else empty
   */
  public record Fact(String label, String text, String link) {
    /** What stands before the link. */
    public String before() {
      return text.substring(0, text.length() - link.length());
    }
  }

  /** What stands before the machines. */
  public List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    if (!source.files().isEmpty()) {
      facts.add(fact("inventory", NameRanges.shortened(source.files())));
    }
    source
        .made()
        .forEach(one -> facts.add(fact("inventory", one.named() + ", kept as " + one.kept())));
    source
        .changed()
        .ifPresent(
            change -> facts.add(fact("inventory changed", "since the last plan: " + change)));
    source.commit().ifPresent(commit -> facts.add(fact("git", git(commit))));
    notes.forEach(one -> facts.add(link("notes", one.release() + ": ", one.url())));
    since.ifPresent(before -> facts.add(fact("since then", before.sentence())));
    return facts;
  }

  /** How many machines there are, and which part of them is meant. */
  public String of(int chosen) {
    return scope.isPart() ? Plural.machines(scope.machines()) : Plural.machines(chosen);
  }

  /** Which part is meant, and how many machines that is, where nothing is to be done there. */
  public String limitedOf(int chosen) {
    return limited(chosen)
        .replaceFirst(" machines?\\)$", " of " + Plural.machines(scope.machines()) + ")");
  }

  /** Which part is meant, with a comma before it; empty for the whole. */
  public String limited(int chosen) {
    return scope.isPart()
        ? ", limited to " + Controls.escaped(scope.part()) + " (" + Plural.machines(chosen) + ")"
        : "";
  }

  private static String git(Commit commit) {
    String hash = commit.hash().substring(0, Math.min(HASH_SHOWN, commit.hash().length()));
    return hash + (commit.isDirty() ? ", and the inventory has changes that are not in it" : "");
  }

  private static Fact fact(String label, String text) {
    return new Fact(label, Controls.escaped(text), "");
  }

  private static Fact link(String label, String before, String url) {
    return url.matches(LINK) ? new Fact(label, before + url, url) : fact(label, before + url);
  }
}
