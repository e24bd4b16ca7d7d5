package io.walterfleet.remote;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** A byte stream to a port of a machine. Reading past its deadline throws an IOException. */
public interface Tunnel extends Closeable {
  /** What the far end sends. */
  InputStream in();

  /** What the far end receives. */
  OutputStream out();
}
