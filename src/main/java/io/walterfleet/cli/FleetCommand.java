package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.UsageException;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.Style;
import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** One command of the program. */
abstract class FleetCommand implements Callable<Integer> {
  /** The formats of a command that has nothing for programs. */
  static final Set<OutputOptions.Format> PEOPLE = Set.of(OutputOptions.Format.TEXT);

  @Mixin private final OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final CommandRuntime runtime;
  private Set<OutputOptions.Format> formats;

  /** A command that answers as text and as JSON. */
  FleetCommand(CommandRuntime runtime) {
    this(runtime, EnumSet.of(OutputOptions.Format.TEXT, OutputOptions.Format.JSON));
  }

  FleetCommand(CommandRuntime runtime, Set<OutputOptions.Format> formats) {
    this.runtime = runtime;
    this.formats = formats;
  }

  /** Answers as these views do, and in no other format. */
  final <T> Views<T> answering(Views<T> views) {
    formats = views.formats();
    return views;
  }

  /** Does what the command is for. */
  abstract ExitCode run() throws UsageException, ReleaseException, InterruptedException;

  /** The formats in which it answers. */
  Set<OutputOptions.Format> formats() {
    return formats;
  }

  @Override
  public final Integer call() throws UsageException, ReleaseException, InterruptedException {
    if (!formats().contains(output.format())) {
      throw UsageException.of(
          "'" + spec.name() + "' has no --format " + output.format().word(),
          formats().equals(PEOPLE)
              ? "leave it out"
              : "one of: "
                  + formats().stream()
                      .map(OutputOptions.Format::word)
                      .collect(Collectors.joining(", ")));
    }
    nameStrays();
    checkOptions();
    return run().number();
  }

  private void checkOptions() throws UsageException {
    for (CommandSpec mixin : spec.mixins().values()) {
      if (mixin.userObject() instanceof CheckedOptions options) {
        options.check();
      }
    }
  }

  private void nameStrays() throws UsageException {
    UnknownVariables unknownVariables = new UnknownVariables(runtime.environment().environment());
    for (String note : unknownVariables.notes(names(spec), this::everyName)) {
      runtime.console().err().note(note);
    }
  }

  private List<String> everyName() {
    return Root.whole(spec).getSubcommands().values().stream()
        .flatMap(command -> names(command.getCommandSpec()).stream())
        .distinct()
        .toList();
  }

  private static List<String> names(CommandSpec spec) {
    return spec.options().stream().map(OptionSpec::longestName).toList();
  }

  final CommandRuntime runtime() {
    return runtime;
  }

  final OutputOptions output() {
    return output;
  }

  /** The style of standard output. */
  final Style style() {
    return output.style(runtime.console().terminal().out(), runtime.environment());
  }

  /** Writes an answer to standard output, in the format that was asked for. */
  final <T> void show(Views<T> views, T answer) throws UsageException {
    show(views.of(answer, output.format()));
  }

  /** Writes to standard output. */
  final void show(String text) {
    runtime.console().out().print(text);
    runtime.console().out().flush();
  }
}
