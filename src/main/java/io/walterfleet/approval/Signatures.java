package io.walterfleet.approval;

import io.walterfleet.fleet.Approvals;
import io.walterfleet.fleet.Controls;
import io.walterfleet.local.Programs;
import io.walterfleet.local.Programs.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signatures of plans, made and judged. */
public final class Signatures {
  private static final Pattern GOOD =
      Pattern.compile(
          "Good \"[^\"]{1,99}\" signature for .{1,500} with (\\S{1,40} key \\S{1,99})\\s*");

  private static final int LONGEST = 300;

  private final SshKeygen sshKeygen;
  private final Approvals approvals;

  /** Signatures for plans that need these approvals. */
  public Signatures(Programs programs, Approvals approvals) {
    this.sshKeygen = new SshKeygen(programs, Approvals.NAMESPACE);
    this.approvals = approvals;
  }

  /**
   * Signs a text.
   *
   * @param key a private key, a certificate, or the public part of a key that an agent holds
   * @return the signature as a file has it
   * @throws SigningException when it cannot be signed
   */
  public String sign(Path key, String text) throws SigningException, InterruptedException {
    Ended ended = sshKeygen.sign(key, text);
    int begin = ended.output().indexOf("-----BEGIN SSH SIGNATURE-----");
    if (!ended.isDone() || begin < 0) {
      throw new SigningException(reason(ended));
    }
    return ended.output().substring(begin);
  }

  /**
   * Judges the signature in a file.
   *
   * @param author who made the plan
   */
  public Judgement judge(Path signature, String text, String author) throws InterruptedException {
    Path signers = Path.of(approvals.signers());
    if (!Files.isReadable(signers)) {
      return new Judgement.Bad("the file of signers, " + signers + ", cannot be read");
    }
    Ended found = sshKeygen.principals(signers, signature);
    List<String> names = found.isDone() ? named(found.output()) : List.of();
    if (names.isEmpty()) {
      return new Judgement.Bad(
          found.isDone() || found.output().contains("No principal matched")
              ? "its key is not one of " + signers
              : reason(found));
    }
    Ended verified = sshKeygen.verify(signers, signature, names.get(0), text);
    Matcher good = GOOD.matcher(verified.output());
    if (!verified.isDone() || !good.find()) {
      return new Judgement.Bad("it is not a valid signature of this plan by " + names.get(0));
    }
    return approvals.notAuthor() && Approvals.isSame(names.get(0), author)
        ? new Judgement.Bad("it is by " + names.get(0) + ", the author of the plan")
        : new Judgement.Good(new Approver(names.get(0), good.group(1)));
  }

  /** The names without those that stand for anybody. */
  private static List<String> named(String output) {
    return output
        .lines()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !name.matches(".*[*?!].*") && !Controls.isIn(name))
        .toList();
  }

  private static String reason(Ended ended) {
    String said = ended.output().strip();
    return "ssh-keygen "
        + ended.words()
        + (said.isEmpty()
            ? ""
            : ": " + Controls.escaped(said.lines().findFirst().orElse(""), LONGEST));
  }
}
