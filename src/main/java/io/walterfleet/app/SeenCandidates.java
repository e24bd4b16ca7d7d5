package io.walterfleet.app;

import io.walterfleet.adoption.Adopted;
import io.walterfleet.adoption.Candidate;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was seen of machines that may be adopted. */
public record SeenCandidates(List<Candidate> candidates, Map<String, Observation> seen) {
  public SeenCandidates {
    candidates = List.copyOf(candidates);
    seen = Map.copyOf(seen);
  }

  /** The machines that have no install to adopt, and why. */
  public Map<String, Unknown> left() {
    Map<String, Unknown> left = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (install(candidate).isEmpty()) {
        left.put(candidate.name(), why(Optional.ofNullable(seen.get(candidate.name()))));
      }
    }
    return left;
  }

  /** The others, held against what the vendor publishes. */
  public List<Adopted> adopted(Manifest published) {
    List<Adopted> adopted = new ArrayList<>();
    for (Candidate candidate : candidates) {
      install(candidate)
          .ifPresent(install -> adopted.add(Adopted.of(candidate, install.keys(), published)));
    }
    return adopted;
  }

  private Optional<Install.Present> install(Candidate candidate) {
    return Optional.ofNullable(seen.get(candidate.name()))
        .filter(Seen.class::isInstance)
        .map(one -> ((Seen) one).install())
        .filter(Install.Present.class::isInstance)
        .map(Install.Present.class::cast);
  }

  private static Unknown why(Optional<Observation> observation) {
    if (observation.isPresent() && observation.get() instanceof Seen seen) {
      return seen.install() instanceof Install.Retired
          ? new Unknown(
              "it has a walter-selfhost install only, which is not upgraded in place",
              "plan the move by hand; a fresh install beside it is asked for in an inventory, with"
                  + " mode, host and 'force: true'")
          : new Unknown(
              "it has no Walter install",
              "to have Walter installed there, write it into an inventory with mode and host");
    }
    return observation.isPresent() && observation.get() instanceof Unknown unknown
        ? unknown
        : new Unknown("it was not read", "run adopt again");
  }
}
