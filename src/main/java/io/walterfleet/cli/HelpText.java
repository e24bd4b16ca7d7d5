package io.walterfleet.cli;

import io.walterfleet.rollout.ExitCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What every help says beside the options: examples, the exit codes and the environment. */
final class HelpText {
  private HelpText() {}

  /** Adds it to the program and to each of its commands. */
  static void dress(CommandLine line) {
    line.getSubcommands().values().forEach(HelpText::command);
    UsageMessageSpec root = line.getCommandSpec().usageMessage();
    dress(root, ExitCode.byNumber());
    root.description("Brings a fleet of Walter On-Prem machines to what an inventory says.");
    root.commandListHeading("%nCommands (walter-fleet COMMAND --help tells more):%n");
  }

  private static void command(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    CommandManual manual = CommandManual.of(Commands.in(List.of(spec.name())).orElseThrow());
    dress(spec.usageMessage(), manual.exitCodes());
    spec.usageMessage().footerHeading(examples(manual.examples()));
    if (line.getCommand() instanceof FleetCommand command) {
      // each command has formats of its own, and the option is one and the same
      OptionSpec format = spec.findOption("--format");
      spec.remove(format);
      String formats =
          command.formats().stream()
              .map(OutputOptions.Format::use)
              .collect(Collectors.joining(", "));
      List<String> words = command.formats().stream().map(OutputOptions.Format::word).toList();
      spec.addOption(
          OptionSpec.builder(format).description(formats).completionCandidates(words).build());
    }
  }

  private static String examples(List<CommandManual.Example> examples) {
    int width = examples.stream().mapToInt(one -> one.words().length()).max().orElse(0);
    return examples.stream()
        .map(
            one ->
                "  walter-fleet "
                    + one.words()
                    + " ".repeat(width - one.words().length() + 3)
                    + one.use())
        .map(line -> line.replace("%", "%%"))
        .collect(Collectors.joining("%n", "%nExamples:%n", "%n"));
  }

  private static void dress(UsageMessageSpec usage, Collection<ExitCode> exitCodes) {
    usage.width(100);
    usage.autoWidth(false);
    usage.synopsisHeading("Usage: ");
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%n");
    usage.optionListHeading("%nOptions:%n");
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(sentences(exitCodes));
    usage.footer(
        "",
        "Every option can be set in the environment: --limit as WALTER_FLEET_LIMIT, and so on;",
        "but --yes, --all, --force and --retarget count on the command line alone.");
  }

  private static Map<String, String> sentences(Collection<ExitCode> some) {
    Map<String, String> codes = new LinkedHashMap<>();
    ExitCode.byNumber().stream()
        .filter(some::contains)
        .forEach(code -> codes.put("%3d".formatted(code.number()), code.sentence()));
    return codes;
  }
}
