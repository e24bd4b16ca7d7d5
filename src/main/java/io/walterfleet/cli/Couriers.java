package io.walterfleet.cli;

import io.walterfleet.herald.Messenger;
import io.walterfleet.notify.Courier;
import io.walterfleet.notify.Courier.Patience;
import io.walterfleet.notify.Webhooks;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.ReleaseException;

/** Makes who takes notifications to their receivers, as this computer and its user have it. */
final class Couriers {
  private Couriers() {}

  static Messenger messenger(World world) {
    Courier courier =
        new Courier(Patience.DEFAULT, world.parts().pause(), words -> note(world, words));
    return new Messenger(
        new Webhooks(proxies(world), Patience.DEFAULT),
        world.surroundings().environment(),
        courier);
  }

  private static Proxies proxies(World world) {
    try {
      return Proxies.of(world.surroundings().environment());
    } catch (ReleaseException unusable) {
      note(world, "webhooks are told without a proxy: " + unusable.getMessage());
      return Proxies.NONE;
    }
  }

  static void note(World world, String words) {
    world.console().err().println("note: " + words);
    world.console().err().flush();
  }
}
