package io.walterfleet.cli;

import io.walterfleet.app.AdviceRenderer;
import io.walterfleet.app.ApprovedPlan;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.OutFile;
import io.walterfleet.app.SavedPlan;
import io.walterfleet.app.SavedPlan.Use;
import io.walterfleet.app.UsageException;
import io.walterfleet.approval.Approved;
import io.walterfleet.approval.Judgement;
import io.walterfleet.approval.Judgement.Bad;
import io.walterfleet.approval.Judgement.Good;
import io.walterfleet.approval.Signatures;
import io.walterfleet.approval.SigningException;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Approvals;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.Background;
import io.walterfleet.format.PlanJson.Saved;
import io.walterfleet.plan.Conditions;
import io.walterfleet.report.PlanText;
import io.walterfleet.rollout.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a saved plan, and signs it with an SSH key. */
@Command(name = "approve")
final class ApproveCommand extends FleetCommand {
  @Mixin private final InventoryOptions inventoryOptions = new InventoryOptions();

  @Parameters(paramLabel = "PLAN.json", description = "a plan that 'walter-fleet plan --out' wrote")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = {
        "the key that signs: a private key, its certificate, or the public",
        "part of a key in your agent; else ~/.ssh/id_ed25519, id_ecdsa, id_rsa"
      })
  private Optional<Path> key = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  private boolean yes;

  @Option(
      names = "--bytes",
      description = {
        "print what is signed, and sign nothing; to check a signature by hand:",
        "ssh-keygen -Y verify -n " + Approvals.NAMESPACE
      })
  private boolean bytes;

  ApproveCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    Confirmation confirmation = new Confirmation(runtime().console(), yes || bytes);
    confirmation.mustBePossible(
        "to approve without being asked: "
            + Advice.of("approve --yes " + MaskedWord.ofFile(file.toString())).line());
    Fleet fleet = inventoryOptions.fleet(runtime());
    Saved saved =
        SavedPlan.read(file, Use.APPROVE, fleet, inventoryOptions.sources(runtime()), runtime());
    if (bytes) {
      show(saved.canonical());
      return ExitCode.OK;
    }
    Approvals approvals =
        fleet
            .operations()
            .approvals()
            .orElseThrow(
                () ->
                    UsageException.of(
                        "the inventory has no 'approvals', so none counts (nothing was signed)",
                        "add it as in examples/full.yml, or apply the plan"));
    show(PlanText.of(saved.plan(), Conditions.NONE, Background.NONE, style(), output().detail()));
    if (!confirmation.isGiven("Approve this plan, made by " + saved.origin().author() + "?")) {
      runtime().console().err().println("Not approved; nothing was signed.");
      return ExitCode.INTERRUPTED;
    }
    return approve(saved, approvals);
  }

  private ExitCode approve(Saved saved, Approvals approvals)
      throws UsageException, InterruptedException {
    Signatures signatures = ApprovedPlan.signatures(approvals, runtime());
    String signature = signature(signatures, saved.canonical());
    Judgement judgement = judged(signature, saved, signatures);
    if (judgement instanceof Bad bad) {
      throw UsageException.of(
          file + ": your approval would not count: " + bad.reason() + " (nothing was signed)",
          "sign with a key of "
              + approvals.signers()
              + " (--key), or let somebody else approve it");
    }
    String name = ((Good) judgement).approver().name();
    OutFile.at(Approved.place(file, name), OutFile.Kind.SIGNATURE).write(signature);
    show(
        "\nApproved by "
            + name
            + ".\n"
            + ApprovedPlan.of(file, saved, approvals, runtime())
                .progress(new AdviceRenderer(runtime())));
    return ExitCode.OK;
  }

  private String signature(Signatures signatures, String text)
      throws UsageException, InterruptedException {
    Path signing = key.orElseGet(this::ownKey);
    try {
      return signatures.sign(signing, text);
    } catch (SigningException refused) {
      throw UsageException.of(
          "the plan could not be signed with " + signing + ": " + refused.getMessage(),
          "name a key with --key, or add it to your agent (ssh-add) and name its public part");
    }
  }

  private Path ownKey() {
    Path directory = runtime().environment().home().resolve(".ssh");
    return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
        .map(directory::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElse(directory.resolve("id_ed25519"));
  }

  /** The signature out of a file that nobody else can change, and that is gone afterwards. */
  private static Judgement judged(String signature, Saved saved, Signatures signatures)
      throws UsageException, InterruptedException {
    try {
      Path trial = Files.createTempFile("walter-fleet-approval", ".sig");
      try {
        Files.writeString(trial, signature, StandardCharsets.US_ASCII);
        return signatures.judge(trial, saved.canonical(), saved.origin().author());
      } finally {
        Files.deleteIfExists(trial);
      }
    } catch (IOException full) {
      throw UsageException.of(
          "the signature could not be checked: no temporary file can be written",
          "make room there, or set TMPDIR");
    }
  }
}
