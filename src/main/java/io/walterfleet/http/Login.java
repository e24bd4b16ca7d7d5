package io.walterfleet.http;

/** Who we are to a proxy; never shown. */
public record Login(String user, String password) {
  @Override
  public String toString() {
    return "(a login)";
  }
}
