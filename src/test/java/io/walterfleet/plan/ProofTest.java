package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Proof.Flaw;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ProofTest {
  private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));
  private static final Optional<Duration> DAY = Optional.of(Duration.ofDays(1));

  @Test
  void theYoungestProofThatPassedCounts() {
    assertThat(
            proved(
                new Proof(DAY, Optional.empty()),
                new Proof(Optional.of(Duration.ofDays(2)), Optional.empty()),
                new Proof(HOUR, Optional.of(Flaw.CLUSTER)),
                new Proof(Optional.empty(), Optional.empty())))
        .isEqualTo(DAY);
  }

  @Test
  void withoutAProofThatPassedThereIsNoAge() {
    assertThat(proved()).isEmpty();
    assertThat(proved(new Proof(HOUR, Optional.of(Flaw.FILES)))).isEmpty();
    assertThat(MachineState.NONE.provedAge()).isEmpty();
  }

  @Test
  void eachFlawHasAWordThatMachinesSayAndASentence() {
    assertThat(Flaw.values())
        .allMatch(flaw -> Flaw.of(flaw.word()).equals(Optional.of(flaw)))
        .noneMatch(flaw -> flaw.word().equals(Proof.OK) || flaw.sentence().endsWith("."));
    assertThat(Flaw.of("another")).isEmpty();
  }

  private static Optional<Duration> proved(Proof... proofs) {
    Backup never = backup(Optional.empty());
    List<Backup> backups =
        Stream.concat(
                Stream.of(never), List.of(proofs).stream().map(proof -> backup(Optional.of(proof))))
            .toList();
    return new MachineState(Optional.empty(), Optional.empty(), Optional.empty(), backups)
        .provedAge();
  }

  private static Backup backup(Optional<Proof> proof) {
    return new Backup(
        "20261123T124056Z", "walter:1", "volumes", 438, true, DAY, Optional.of("r0"), proof);
  }
}
