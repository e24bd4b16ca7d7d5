package io.walterfleet.ssh.protocol;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the program alive. */
public final class Daemons {
  private Daemons() {}

  /** Threads of this name. */
  public static ThreadFactory called(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
