package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.step.TroubledMachine.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backup, its packing, ways back with the volumes, and proofs, each with trouble right before
 * each of its acts: no room any more, a clock that was set, or somebody who starts the database and
 * writes to it. What comes of it is clear and loses nothing, and the same command again ends well.
 *
 * <p>Every run of the tests plays a share of it; all of it is played by {@code
 * -Dwalter-fleet.troubles=all}, and a part by the names of lines and shells, such as {@code
 * PROOF,BACKUP,DASH}.
 */
@Tag("scripts")
class ActTroublesTest {
  private static final String PART = System.getProperty("walter-fleet.troubles", "");

  /** Of the cells of a line, every so many in every run of the tests, so that all troubles come. */
  private static final int EVERY = 13;

  private static final String STATE = "walter_state";
  private static final String DATA = "walter_postgres";
  private static final String OLD = "old";

  @TempDir Path root;

  /** What is gone through, from which state of the machine. */
  enum Line {
    BACKUP("pulled", "backup", Shell.DASH),
    PACKING("migrated", "finish", Shell.BASH),
    EXCHANGE("packed", "rollback", Shell.BUSYBOX),
    EXCHANGE_OF_COPIES("migrated", "rollback", Shell.DASH),
    COPIES("elsewhere", "rollback", Shell.BASH),
    PROOF("packed", "prove", Shell.BUSYBOX),
    PROOF_OF_COPIES("gated", "prove", Shell.DASH);

    private final String from;
    private final String step;

    /** The shell that plays its share in every run of the tests. */
    private final Shell shell;

    Line(String from, String step, Shell shell) {
      this.from = from;
      this.step = step;
      this.shell = shell;
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTroubleAtAnyActLosesAnything(Shell shell, TestReporter reporter) throws Exception {
    List<Line> lines = Arrays.stream(Line.values()).filter(line -> isPlayed(line, shell)).toList();
    if (lines.isEmpty()) {
      return;
    }
    List<Cell> cells = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    TroubledMachine machine = new TroubledMachine(root, shell);
    try {
      prepare(machine);
      for (Line line : lines) {
        cells.addAll(cells(machine, line));
      }
      for (Cell cell : cells) {
        problems.addAll(cell.play().stream().map(why -> cell + ": " + why).toList());
      }
    } finally {
      machine.unmount();
    }
    reporter.publishEntry("cells", Integer.toString(cells.size()));
    assertThat(problems).isEmpty();
    assertThat(cells).hasSizeGreaterThanOrEqualTo(lines.size());
  }

  /** The cells of a line that are played, by the points that it comes by undisturbed. */
  private static List<Cell> cells(TroubledMachine machine, Line line) throws Exception {
    machine.putBack(line.from);
    assertThat(machine.run(line.step).all("error.why")).as(line.toString()).isEmpty();
    List<String> points = machine.points();
    List<Cell> cells = new ArrayList<>();
    int counted = 0;
    for (int i = 0; i < points.size(); i++) {
      for (Trouble trouble : Trouble.values()) {
        if (!PART.isEmpty() || counted++ % EVERY == 0) {
          cells.add(new Cell(machine, line, points, i, trouble));
        }
      }
    }
    return cells;
  }

  private static boolean isPlayed(Line line, Shell shell) {
    if (PART.isEmpty()) {
      return line.shell == shell;
    }
    List<String> part = Arrays.asList(PART.split(",", -1));
    boolean all = Arrays.stream(Line.values()).noneMatch(one -> part.contains(one.name()));
    boolean any = Arrays.stream(Shell.values()).noneMatch(one -> part.contains(one.name()));
    return (all || part.contains(line.name())) && (any || part.contains(shell.name()));
  }

  /** The states of the machine from which a line begins. */
  private static void prepare(TroubledMachine machine) throws Exception {
    Bench bench = machine.bench;
    ScriptProofTest.postgres(bench);
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n");
    Path large = bench.volume(DATA).resolve("segment");
    Files.write(large, new byte[64 * 1024]);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(
        setup, "#!/bin/sh\necho migrated >\"$(dirname \"$0\")/volumes/" + DATA + "/_data/rows\"\n");
    assertThat(setup.toFile().setExecutable(true)).isTrue();
    bench.with("stamp", "").with("keep", "5").begin();
    whole(bench, "stage pull");
    machine.keep("pulled");
    whole(bench, "backup swap migrate restart");
    machine.keep("migrated");
    bench.shell("sed -i 's/^step=.*/step=finish/' ~/.walter-fleet/journal");
    machine.keep("gated");
    machine.putBack("migrated");
    whole(bench, "finish");
    machine.keep("packed");
    Files.writeString(bench.engine().resolve("volumes/" + DATA + "/options"), "o=bind\n");
    machine.keep("elsewhere");
  }

  private static void whole(Bench bench, String steps) throws Exception {
    assertThat(bench.steps(steps))
        .extracting(facts -> facts.all("error.why"))
        .containsOnly(List.of());
  }

  /** Trouble at one point of a line. */
  private record Cell(
      TroubledMachine machine, Line line, List<String> points, int index, Trouble trouble) {

    List<String> play() throws Exception {
      List<String> problems = new ArrayList<>();
      String point = points.get(index);
      machine.putBack(line.from);
      String before = machine.rows(DATA);
      machine.mean(point, Collections.frequency(points.subList(0, index + 1), point), trouble);

      Facts first = machine.run(line.step);

      String last = trouble == Trouble.STARTED ? "written" : before;
      if (!machine.isMet()) {
        problems.add("it was not come by");
      }
      answered(first, problems);
      int end = problems.size();
      data(first, last, problems);
      if (trouble.isFull() && !machine.leftOver().isEmpty()) {
        problems.add("no room was given back: " + machine.leftOver());
      }
      if (line.step.equals("backup") && trouble == Trouble.STARTED && isDone(first)) {
        machine.calm();
        Facts swap = machine.bench.step("swap");
        if (isDone(swap) && !machine.rows(machine.volume(DATA + ".backup")).equals(last)) {
          problems.add("what was written after the backup is not in it, and the swap was made");
        }
        return problems;
      }
      machine.calm();
      Facts again = machine.run(line.step);
      if (!isDone(again)) {
        problems.add("the same command again: " + said(again));
      } else {
        ended(again, last, problems);
      }
      if (problems.size() > end) {
        problems.add("the first answer was " + said(first));
      }
      return problems;
    }

    /** A success, or a failure with its cause and what to do. */
    private void answered(Facts first, List<String> problems) {
      if (!first.all("state").contains("finished")) {
        problems.add("it has no end: " + said(first));
      } else if (!isDone(first)
          && (first.all("error.why").stream().allMatch(String::isBlank)
              || first.all("error.fix").stream().allMatch(String::isBlank))) {
        problems.add("no cause, or nothing to do: " + said(first));
      }
      if (first.all("proof").stream().anyMatch(proof -> !proof.contains(" ok "))) {
        problems.add("a false flaw: " + first.all("proof"));
      }
    }

    /** What was acknowledged is in the data, or where the way back has put it; and Walter runs. */
    private void data(Facts first, String last, List<String> problems) throws Exception {
      String live = machine.rows(DATA);
      String aside = machine.rows(machine.volume(DATA + ".replaced"));
      if (!live.equals(last) && !(live.equals(OLD) && aside.equals(last))) {
        problems.add(
            "'" + last + "' is lost: " + live + ", put aside " + aside + " " + said(first));
      }
      boolean stopped = line == Line.BACKUP && isDone(first);
      if (!machine.isUp() && !stopped) {
        if (!first.all("error.changed").contains("yes")) {
          problems.add("Walter is down, and nothing says so: " + said(first));
        } else if (!machine.bench.survey().all("journal").contains("unfinished")) {
          problems.add("Walter is down, and the journal does not know: " + said(first));
        }
      }
    }

    /** How the machine is once the command has ended well. */
    private void ended(Facts again, String last, List<String> problems) throws Exception {
      List<String> volumes = new ArrayList<>(List.of(DATA, STATE));
      String live = machine.rows(DATA);
      switch (line.step) {
        case "backup" -> {
          volumes = List.of(DATA, DATA + ".backup", STATE, STATE + ".backup");
          if (!machine.rows(machine.volume(DATA + ".backup")).equals(last)) {
            problems.add("the copy does not have what the data have");
          }
        }
        case "rollback" -> {
          if (!live.equals(OLD) && !(live.equals(last) && isAfterTheData())) {
            problems.add("the data are " + live);
          }
          if (live.equals(OLD) && !machine.rows(machine.volume(DATA + ".replaced")).equals(last)) {
            problems.add("what was replaced is not put aside");
          }
          again = machine.bench.step("clear");
          if (line == Line.EXCHANGE_OF_COPIES) {
            volumes = List.of(DATA, DATA + ".backup", STATE, STATE + ".backup");
          }
        }
        case "finish" -> packed(problems);
        default -> {
          if (again.all("proof").stream().noneMatch(proof -> proof.contains(" ok 2 6 "))) {
            problems.add("not proved: " + said(again));
          }
          if (line == Line.PROOF_OF_COPIES) {
            volumes = List.of(DATA, DATA + ".backup", STATE, STATE + ".backup");
          }
        }
      }
      if (!line.step.equals("rollback") && !live.equals(last)) {
        problems.add("the data are " + live);
      }
      if (!isDone(again) || !machine.volumes().equals(volumes) || !machine.leftOver().isEmpty()) {
        problems.add(said(again) + " left " + machine.volumes() + machine.leftOver());
      }
      if (!machine.isUp() && line != Line.BACKUP) {
        problems.add("Walter does not run");
      }
    }

    /** Whether the trouble came when the old data were in place. */
    private boolean isAfterTheData() {
      String last = line == Line.COPIES ? "rollback.restore.before" : "rollback.exchange.before";
      return trouble == Trouble.STARTED && index > points.lastIndexOf(last);
    }

    private void packed(List<String> problems) throws Exception {
      String said =
          machine.bench.shell(
              "cd ~/.walter-fleet/backups/2* && sha256sum -c checksums >/dev/null && grep -q ^end=1 info && grep -qx \"bytes=$(cat *.gz | wc -c)\" info && ls && tar -xzOf postgres.tar.gz ./rows || echo bad");
      if (!said.equals(
          "checksums\ncontrol\ninfo\nmarks\npacked\npostgres.tar.gz\nstate.tar.gz\n" + OLD)) {
        problems.add("the packed backup is " + said);
      }
    }

    private static boolean isDone(Facts facts) {
      return !facts.all("result").isEmpty() && facts.all("error").isEmpty();
    }

    private static String said(Facts facts) {
      List<String> words = new ArrayList<>();
      for (String key :
          List.of(
              "state",
              "exit",
              "result",
              "detail",
              "proof",
              "error",
              "error.why",
              "error.fix",
              "error.changed",
              "log")) {
        facts.all(key).forEach(value -> words.add(key + "=" + value));
      }
      return words.toString();
    }

    @Override
    public String toString() {
      return line + " " + index + " " + points.get(index) + " " + trouble;
    }
  }
}
