package io.walterfleet.app;

import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Reading;
import java.nio.file.Path;
import java.util.List;

/** An inventory without a problem, or the refusal that names them all. */
public final class ValidInventory {
  private ValidInventory() {}

  /** The whole fleet of some files; refused with all that is wrong with them. */
  public static Fleet read(List<Path> files, CommandRuntime runtime) throws UsageException {
    return of(new Inventories(runtime.environment().home()).read(files));
  }

  /** The same of an inventory as it was named. */
  public static Fleet read(Sources sources, CommandRuntime runtime) throws UsageException {
    return of(sources.reader(runtime).read(sources.paths()));
  }

  /** The fleet that was read; refused with all that is wrong with it. */
  public static Fleet of(Reading reading) throws UsageException {
    if (reading instanceof Reading.Invalid invalid) {
      throw UsageException.of(invalid.problems());
    }
    return ((Reading.Valid) reading).fleet();
  }
}
