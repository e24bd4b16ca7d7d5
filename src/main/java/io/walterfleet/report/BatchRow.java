package io.walterfleet.report;

import io.walterfleet.fleet.Wave;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Batches that follow each other in one wave and have the same size, so that they are one row. */
record BatchRow(int first, List<Batch> batches, OptionalInt atOnce) {
  BatchRow {
    batches = List.copyOf(batches);
  }

  /** The rows in order; each batch by itself if asked for. */
  static List<BatchRow> all(Plan plan, Detail detail) {
    List<BatchRow> rows = new ArrayList<>();
    List<Batch> open = new ArrayList<>();
    int number = 1;
    for (Batch batch : plan.batches().all()) {
      boolean joins =
          !open.isEmpty() && detail != Detail.VERBOSE && isLike(open.get(open.size() - 1), batch);
      if (!joins && !open.isEmpty()) {
        rows.add(new BatchRow(number - open.size(), open, plan.batches().atOnce()));
        open.clear();
      }
      open.add(batch);
      number++;
    }
    if (!open.isEmpty()) {
      rows.add(new BatchRow(number - open.size(), open, plan.batches().atOnce()));
    }
    return rows;
  }

  /** When the run stops, as a sentence. */
  static String budget(Plan plan) {
    int acting = plan.acting().size();
    int borne = plan.budget().maxFailed();
    if (borne == 0) {
      return "Stops when the first machine fails.";
    }
    return borne >= acting
        ? "Does not stop, however many machines fail."
        : "Stops when more than " + borne + " of " + acting + " machines fail.";
  }

  /** Where the run stops until somebody goes on, as sentences. */
  static List<String> waits(Plan plan) {
    List<String> waves = plan.batches().all().stream().map(Batch::wave).distinct().toList();
    String last = waves.isEmpty() ? "" : waves.get(waves.size() - 1);
    return plan.batches().waves().stream()
        .filter(Wave::isBarrier)
        .filter(wave -> waves.contains(wave.group()) && !wave.group().equals(last))
        .map(BatchRow::wait)
        .toList();
  }

  private static String wait(Wave wave) {
    String soaks = "Wave " + wave.group() + " soaks for " + Wave.words(wave.soak());
    String holds = "holds the waves after it until apply is told to go through one of them";
    if (wave.soak().isZero()) {
      return "Wave " + wave.group() + " " + holds + ".";
    }
    return soaks + (wave.holds() ? ", and then " + holds : " before the next one begins") + ".";
  }

  /** Which batches, counted from one. */
  String number() {
    int last = first + batches.size() - 1;
    return first == last ? Integer.toString(first) : first + "-" + last;
  }

  String wave() {
    return batches.get(0).wave();
  }

  String size() {
    int size = batches.get(0).machines().size();
    if (atOnce.orElse(size) < size) {
      return atOnce.getAsInt() + " at a time";
    }
    return batches.size() == 1 ? Plural.machines(size) : size + " at a time";
  }

  List<String> names() {
    return batches.stream().flatMap(batch -> batch.machines().stream()).toList();
  }

  private static boolean isLike(Batch before, Batch next) {
    return before.wave().equals(next.wave()) && before.machines().size() == next.machines().size();
  }
}
