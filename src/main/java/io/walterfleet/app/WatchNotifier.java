package io.walterfleet.app;

import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.Surveyed;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the webhooks of the inventory that a watch has at the time what drifted and where Walter is
 * not healthy, once.
 */
public final class WatchNotifier implements Consumer<Notice>, AutoCloseable {
  private final CommandRuntime runtime;
  private Optional<RunNotifier> notifier = Optional.empty();

  public WatchNotifier(CommandRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void accept(Notice notice) {
    if (notice instanceof Loaded loaded) {
      RunNotifier next = new RunNotifier(runtime, loaded.fleet(), new AdviceRenderer(runtime));
      notifier.ifPresent(next::remember);
      close();
      notifier = Optional.of(next);
    } else if (notice instanceof Surveyed survey) {
      notifier.ifPresent(one -> one.surveyed(survey.drift()));
    }
  }

  @Override
  public void close() {
    notifier.ifPresent(RunNotifier::close);
    notifier = Optional.empty();
  }
}
