package io.walterfleet.ssh;

/** Where an SSH server listens, and as whom we log in there. */
record Endpoint(String host, int port, String user) {
  /** The port of SSH where nothing says another one. */
  static final int DEFAULT_PORT = 22;

  /** How messages name it. */
  String shown() {
    return port == DEFAULT_PORT ? host : host + " port " + port;
  }
}
