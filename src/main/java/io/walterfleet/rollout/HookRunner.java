package io.walterfleet.rollout;

import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Warden;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program of a hook on the controller. */
@FunctionalInterface
public interface HookRunner {
  /** Runs none: each is done at once. */
  HookRunner NONE = (call, warden) -> new Ended(Ended.Kind.DONE, "not run", "");

  /**
   * Runs it to its end, or ends it with all that it started.
   *
   * @param warden asked several times a second while it runs
   */
  Ended run(Call call, Warden warden) throws InterruptedException;

  /** A program, and what it is told. */
  record Call(List<String> words, Duration timeout, Facts facts) {
    public Call {
      words = List.copyOf(words);
    }
  }

  /**
   * What a program is told.
   *
   * @param named by names such as group and host
   * @param machines those that it is about
   */
  record Facts(Map<String, String> named, List<String> machines) {
    public Facts {
      named = new LinkedHashMap<>(named);
      machines = List.copyOf(machines);
    }

    /** These, and more of them, which win. */
    public Facts with(Map<String, String> more) {
      Map<String, String> all = new LinkedHashMap<>(named);
      all.putAll(more);
      return new Facts(all, machines);
    }
  }
}
