package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.StackSite.Failing;
import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.PackedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Machines with an old release, each before a writer that never stops, and the packed program.
 *
 * @param ledgers what each writer was told is safe
 * @param old the inventory of the release that is there
 * @param minor the inventory of the latest minor release
 */
record WrittenSite(
    StackSite site, PackedProgram program, List<Ledger> ledgers, String old, String minor) {
  static WrittenSite start(int machines) throws Exception {
    return start(machines, Settings.NONE);
  }

  static WrittenSite start(int machines, Settings settings) throws Exception {
    StackSite site = StackSite.start(machines, settings);
    PackedProgram program =
        new PackedProgram(Files.createDirectories(site.fleet().scratch().resolve("program")));
    site.onEach(walter -> walter.install("1.7.9"));
    site.onEach(ContainerWalter::fill);
    String old = inventory(site, machines, "release: '1.7.9'");
    String minor = inventory(site, machines, "release: minor");
    site.apply(0, old);
    List<Ledger> ledgers = new ArrayList<>();
    for (ContainerWalter walter : site.walters()) {
      ledgers.add(Ledger.open(walter));
    }
    return new WrittenSite(site, program, ledgers, old, minor);
  }

  private static String inventory(StackSite site, int machines, String each) throws IOException {
    return site.inventory(
        Failing.NEVER, Collections.nCopies(machines, each).toArray(String[]::new));
  }

  /** Each row that was acknowledged is there, nothing is left over, and nothing is to be done. */
  void assertThatNothingIsLeftToDo(String inventory) throws Exception {
    List<String> differences = new ArrayList<>();
    for (Ledger ledger : ledgers) {
      differences.add(ledger.differences());
    }
    assertThat(differences).containsOnly("");
    assertThat(site.each(ContainerWalter::kept)).isEqualTo(site.each(ContainerWalter::filled));
    assertThat(site.each(ContainerWalter::leftovers)).isEqualTo(site.each(walter -> ""));
    site.assertThatThereIsNothingToDo(inventory);
  }

  void stop() throws Exception {
    for (Ledger ledger : ledgers) {
      ledger.stop();
    }
    site.close();
  }
}
