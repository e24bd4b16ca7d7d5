package io.walterfleet.history;

import io.walterfleet.format.BadPlan;
import io.walterfleet.format.PlanJson;
import io.walterfleet.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The last plan of each part of a fleet that was planned here, each in a file.
 *
 * @param folder where they lie; it need not exist
 */
public record LastPlans(Path folder) {
  /**
   * Keeps a plan, and gives back the one that was kept before; a plan that cannot be kept is no
   * trouble to anybody.
   *
   * @param part of the fleet's inventory, as it was named; empty for the whole
   */
  public Optional<Plan> replace(Plan plan, String part) {
    Path file = folder.resolve(name(plan.header().fleet() + "\n" + part) + ".json");
    Optional<Plan> before = read(file);
    keep(file, plan);
    return before.filter(last -> !last.header().created().isAfter(plan.header().created()));
  }

  private static Optional<Plan> read(Path file) {
    try {
      return Optional.of(PlanJson.read(Files.readString(file)));
    } catch (IOException | BadPlan none) {
      return Optional.empty();
    }
  }

  private void keep(Path file, Plan plan) {
    try {
      if (!Files.isDirectory(folder)) {
        PrivateFolder.create(folder);
      }
      Path partial = Files.createTempFile(folder, "plan", ".partial");
      Files.writeString(partial, PlanJson.of(plan));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      // the next plan has nothing to be compared with
    }
  }

  /** A file's name for a text. */
  static String name(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 32);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
