package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Place;
import io.walterfleet.inventory.Limit;
import io.walterfleet.inventory.Problem;
import io.walterfleet.inventory.Quoted;
import io.walterfleet.inventory.Reading;
import io.walterfleet.inventory.Spelling;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Fault;
import io.walterfleet.rehearsal.Fault.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the faults of a rehearsal: {@code [WHO:]FAULT[@STEP][:RATE%]}.
 *
 * <p>WHO is a term of {@code --limit}: the name of a machine, a group or a tag, globs allowed; all
 * machines without it. A fault without a rate strikes each of them.
 */
final class FaultReader {
  private static final String OPTION = "--fault";
  private static final String FORM = "[WHO:]FAULT[@STEP][:RATE%], such as pull-fails:2%";
  private static final String FAILS = "-" + Kind.FAILS.word();
  private static final Pattern COLON = Pattern.compile(":(?![^\\[\\]]*])");
  private static final Pattern RATE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
  private static final Set<Kind> WITH_STEP = EnumSet.of(Kind.SSH_DROP, Kind.REBOOT);
  private static final Set<Kind> PERHAPS_WITH_STEP =
      EnumSet.of(Kind.UNREACHABLE, Kind.DISK_FULL, Kind.SLOW);

  private final Fleet fleet;
  private final List<Problem> problems = new ArrayList<>();

  private FaultReader(Fleet fleet) {
    this.fleet = fleet;
  }

  /** What goes wrong, before it is known on which machines. */
  private record What(Kind kind, Optional<StepKind> step) {}

  /** The faults, or all that is wrong with them. */
  static List<Fault> read(List<String> texts, Fleet fleet) throws UsageException {
    FaultReader reader = new FaultReader(fleet);
    List<Fault> faults = texts.stream().flatMap(text -> reader.fault(text).stream()).toList();
    if (!reader.problems.isEmpty()) {
      throw UsageException.of(reader.problems);
    }
    return faults;
  }

  /** Every fault there is, as the option writes it. */
  static List<String> words() {
    Stream<String> failing =
        Arrays.stream(StepKind.values())
            .filter(StepKind::isScript)
            .map(step -> step.word() + FAILS);
    Stream<String> others =
        Arrays.stream(Kind.values()).filter(kind -> kind != Kind.FAILS).map(Kind::word);
    return Stream.concat(failing, others).toList();
  }

  private Optional<Fault> fault(String text) {
    List<String> parts = new ArrayList<>(COLON.splitAsStream(text).map(String::strip).toList());
    double percent = 100;
    if (parts.size() > 1 && parts.get(parts.size() - 1).endsWith("%")) {
      Optional<Double> rate = rate(parts.remove(parts.size() - 1));
      if (rate.isEmpty()) {
        return refuse(text, "has no rate from 0% to 100%", "write " + FORM);
      }
      percent = rate.get();
    }
    if (parts.isEmpty() || parts.size() > 2) {
      return refuse(text, "is not a fault", "write " + FORM);
    }
    Optional<What> what = what(text, parts.get(parts.size() - 1));
    Optional<Set<String>> who = who(text, parts.size() == 2 ? parts.get(0) : "all");
    return what.isEmpty() || who.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Fault(what.get().kind(), what.get().step(), who.get(), percent, text.strip()));
  }

  private static Optional<Double> rate(String text) {
    return Optional.of(RATE.matcher(text))
        .filter(form -> form.matches())
        .map(form -> Double.valueOf(form.group(1)))
        .filter(percent -> percent <= 100);
  }

  private Optional<Set<String>> who(String text, String pattern) {
    Reading reading = Limit.apply(pattern, fleet);
    if (reading instanceof Reading.Valid valid) {
      return Optional.of(
          valid.fleet().machines().stream().map(Machine::name).collect(Collectors.toSet()));
    }
    for (Problem problem : ((Reading.Invalid) reading).problems()) {
      problems.add(new Problem(place(text), problem.message(), problem.fix()));
    }
    return Optional.empty();
  }

  private Optional<What> what(String text, String word) {
    int at = word.indexOf('@');
    String name = at < 0 ? word : word.substring(0, at);
    if (!words().contains(name)) {
      String all = "write " + FORM + "; the faults are " + String.join(", ", words());
      return refuse(text, Quoted.of(name) + " is not a fault", Spelling.advice(name, words(), all));
    }
    return at < 0 ? plain(text, name) : inStep(text, name, word.substring(at + 1));
  }

  private Optional<What> plain(String text, String name) {
    if (name.endsWith(FAILS) && !name.equals(Kind.ROLLBACK_FAILS.word())) {
      String step = name.substring(0, name.length() - FAILS.length());
      return Optional.of(new What(Kind.FAILS, StepKind.of(step)));
    }
    Kind kind = kind(name);
    return WITH_STEP.contains(kind)
        ? refuse(
            text,
            "does not say in which step",
            "write " + name + "@STEP; the steps are " + String.join(", ", steps()))
        : Optional.of(new What(kind, Optional.empty()));
  }

  private Optional<What> inStep(String text, String name, String word) {
    Optional<StepKind> step = StepKind.of(word);
    boolean takesStep =
        WITH_STEP.stream().anyMatch(kind -> kind.word().equals(name))
            || PERHAPS_WITH_STEP.stream().anyMatch(kind -> kind.word().equals(name));
    if (!takesStep) {
      return refuse(text, Quoted.of(name) + " belongs to no step", "leave out '@" + word + "'");
    }
    String all = "the steps are " + String.join(", ", steps());
    if (step.isEmpty()) {
      return refuse(text, Quoted.of(word) + " is not a step", Spelling.advice(word, steps(), all));
    }
    return kind(name) == Kind.DISK_FULL && step.get() == StepKind.GATE
        ? refuse(text, "the gate needs no disk space", "name another step")
        : Optional.of(new What(kind(name), step));
  }

  private static Kind kind(String word) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> steps() {
    return Arrays.stream(StepKind.values()).map(StepKind::word).toList();
  }

  private <T> Optional<T> refuse(String text, String message, String fix) {
    problems.add(new Problem(place(text), message, fix));
    return Optional.empty();
  }

  private static Place place(String text) {
    return Place.whole(OPTION + " " + Quoted.of(text));
  }
}
