package io.walterfleet.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program itself: what is said without a command, and where a command finds the others. */
@Command(name = "walter-fleet")
final class Root implements Runnable {
  private final Supplier<CommandLine> whole;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version and exit")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  Root(Supplier<CommandLine> whole) {
    this.whole = whole;
  }

  /** Every command with all its options, of the root of this one; made anew at each call. */
  static CommandLine whole(CommandSpec command) {
    return ((Root) command.root().userObject()).whole.get();
  }

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }

  /** Nothing was asked for: whoever does that is told what there is. */
  static final class MissingCommandException extends CommandLine.ParameterException {
    private static final long serialVersionUID = 1L;

    MissingCommandException(CommandLine line) {
      super(line, "a command is missing");
    }
  }
}
