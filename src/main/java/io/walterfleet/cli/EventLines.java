package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.EventFile;
import io.walterfleet.format.EventJson;
import io.walterfleet.rollout.Event;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the events of a run as JSON, one a line: to the file that was asked for, and with {@code
 * --format json} to standard output.
 */
final class EventLines implements Consumer<Event> {
  private final CommandRuntime runtime;
  private final OutputOptions output;
  private final EventFile sink;
  private Optional<EventJson> json = Optional.empty();

  EventLines(CommandRuntime runtime, OutputOptions output, EventFile sink) {
    this.runtime = runtime;
    this.output = output;
    this.sink = sink;
  }

  @Override
  public void accept(Event event) {
    if (event instanceof Event.RunStarted started) {
      json = Optional.of(new EventJson(started.run()));
    }
    String line = json.map(run -> run.line(event)).orElse("");
    sink.line(line);
    if (output.isJson()) {
      runtime.console().out().println(line);
      runtime.console().out().flush();
    }
  }
}
