package io.walterfleet.ssh;

import io.walterfleet.remote.RemoteException;

/** A server ended the connection before it knew who we are, so it is worth another try. */
final class RefusedEarlyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RemoteException failure;

  RefusedEarlyException(RemoteException failure) {
    super(failure);
    this.failure = failure;
  }

  /** What to say when all tries came to this. */
  RemoteException failure() {
    return failure;
  }
}
