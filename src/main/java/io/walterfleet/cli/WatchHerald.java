package io.walterfleet.cli;

import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.Surveyed;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the webhooks of the inventory that a watch has at the time what drifted and where Walter is
 * not healthy, once.
 */
final class WatchHerald implements Consumer<Notice>, AutoCloseable {
  private final World world;
  private Optional<Herald> herald = Optional.empty();

  WatchHerald(World world) {
    this.world = world;
  }

  @Override
  public void accept(Notice notice) {
    if (notice instanceof Loaded loaded) {
      Herald next = new Herald(world, loaded.fleet(), new Advised(world));
      herald.ifPresent(next::remember);
      close();
      herald = Optional.of(next);
    } else if (notice instanceof Surveyed survey) {
      herald.ifPresent(one -> one.surveyed(survey.drift()));
    }
  }

  @Override
  public void close() {
    herald.ifPresent(Herald::close);
    herald = Optional.empty();
  }
}
