package io.walterfleet.ssh.protocol;

/** Where an SSH server listens, and as whom we log in there. */
public record Endpoint(String host, int port, String user) {
  /** The port of SSH where nothing says another one. */
  public static final int DEFAULT_PORT = 22;

  /** How messages name it. */
  public String shown() {
    return port == DEFAULT_PORT ? host : host + " port " + port;
  }
}
