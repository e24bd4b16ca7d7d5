package io.walterfleet;

/** The entry point: joins the parts of walter-fleet and leaves with an exit code. */
public final class Main {
  private Main() {}

  /** Runs one command line. */
  public static void main(String[] args) {
    System.exit(0);
  }
}
