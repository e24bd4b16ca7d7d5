package io.walterfleet.inventory;

import io.walterfleet.fuzz.Fuzz;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes instead of an inventory are one, or each problem is told. */
@Tag("unit")
@Timeout(4000)
class InventoryFuzzTest {
  @Test
  void anyInventoryIsReadOrRefused(@TempDir Path folder) throws Exception {
    Fuzz.wordy("inventory", 3_000, input -> said(Texts.reading(folder, input)));
  }

  private static List<String> said(Reading reading) {
    return reading instanceof Reading.Invalid invalid
        ? invalid.problems().stream().limit(50).map(Problem::text).toList()
        : List.of("valid");
  }
}
