package io.walterfleet.approval;

import io.walterfleet.approval.Judgement.Bad;
import io.walterfleet.approval.Judgement.Good;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The approvals that lie beside a plan.
 *
 * @param approvers each of them another person with another key
 * @param uncounted the files that count for nothing, each with its reason
 */
public record Approved(List<Approver> approvers, List<String> uncounted) {
  private static final String END = ".sig";

  /** More files than any plan has approvers: somebody else's, or a mistake. */
  private static final int MOST = 100;

  public Approved {
    approvers = List.copyOf(approvers);
    uncounted = List.copyOf(uncounted);
  }

  /** Where the approval of a signer lies: PLAN.json.NAME.sig. */
  public static Path place(Path plan, String signer) {
    String name = signer.replaceAll("[^A-Za-z0-9@._+-]", "_");
    return plan.resolveSibling(plan.getFileName() + "." + name + END);
  }

  /**
   * Judges all signatures beside a plan.
   *
   * @throws IOException when the directory cannot be read
   */
  public static Approved beside(Path plan, String text, String author, Signatures signatures)
      throws IOException, InterruptedException {
    List<Approver> approvers = new ArrayList<>();
    List<String> uncounted = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Path file : files(plan)) {
      Judgement judgement = signatures.judge(file, text, author);
      if (judgement instanceof Bad bad) {
        uncounted.add(file + ": " + bad.reason());
      } else {
        Approver approver = ((Good) judgement).approver();
        // both are told of, or a key that two names share would count with its second one
        boolean isNewName = names.add(approver.name());
        boolean isNewKey = keys.add(approver.key());
        if (isNewName && isNewKey) {
          approvers.add(approver);
        } else {
          uncounted.add(
              file + ": it is by " + approver.name() + " or with a key that counted already");
        }
      }
    }
    return new Approved(approvers, uncounted);
  }

  private static List<Path> files(Path plan) throws IOException {
    String begin = plan.getFileName() + ".";
    Path directory = plan.toAbsolutePath().normalize().getParent();
    try (Stream<Path> all = Files.list(directory == null ? Path.of("/") : directory)) {
      return all.filter(Files::isRegularFile)
          .map(Path::getFileName)
          .filter(name -> name.toString().startsWith(begin) && name.toString().endsWith(END))
          .sorted()
          .limit(MOST)
          .map(plan::resolveSibling)
          .toList();
    }
  }
}
