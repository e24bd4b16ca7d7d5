package io.walterfleet.ssh;

import io.walterfleet.ssh.config.Destination;
import java.util.Optional;

/** The way to a server: straight, or through the bastion at the end of another route. */
record Route(Destination to, Optional<Route> before) {
  /** What tells this route's last server from others, when it is a bastion itself. */
  Bastions.Key key() {
    return new Bastions.Key(
        to.endpoint(),
        to.credentials(),
        to.hostKeyPolicy(),
        to.transportOptions(),
        before.map(Route::key));
  }
}
