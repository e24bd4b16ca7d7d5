package io.walterfleet.remote.testing;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Membership;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Place;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.fleet.Target;
import java.util.Optional;
import java.util.Set;

/** Machines for tests that care for the connection alone. */
public final class TestMachines {
  private TestMachines() {}

  /** A machine of this name, reached at the address of the same name. */
  public static Machine named(String name) {
    return reachedBy(
        name,
        new Ssh(
            name, Login.AS_SSH, HostKeys.STRICT, Optional.empty(), Ssh.DEFAULT_CONNECT_TIMEOUT));
  }

  /** A machine of this name, reached with these settings. */
  public static Machine reachedBy(String name, Ssh ssh) {
    return new Machine(
        name,
        new Membership("test", Set.of()),
        ssh,
        new Desired(
            new Target.Patch(),
            Publication.AS_IT_IS,
            BackupKind.NONE,
            BundleUse.CURRENT,
            Desired.DEFAULT_INSTALL_DIR,
            Permissions.NONE),
        new Place("test.yml", 1, 1));
  }
}
