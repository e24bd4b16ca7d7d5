package io.walterfleet.app;

import io.walterfleet.fleet.Channel;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Secret;
import io.walterfleet.format.HookJson;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Program;
import io.walterfleet.local.Programs.Warden;
import io.walterfleet.local.SecretMasker;
import io.walterfleet.rollout.HookRunner;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs the programs of hooks, which are told by variables and by JSON what they are about. */
final class HookPrograms implements HookRunner {
  /** No option of ours has a variable that begins so. */
  private static final String PREFIX = "WALTER_FLEET_HOOK";

  /** A variable that is longer could keep a program from being started. */
  private static final int LONGEST = 4096;

  private final CommandRuntime runtime;
  private final SecretMasker secretMasker;

  HookPrograms(CommandRuntime runtime, Fleet fleet) {
    this.runtime = runtime;
    this.secretMasker = secrets(runtime, fleet);
  }

  /** What no program that is run for this fleet may tell. */
  static SecretMasker secrets(CommandRuntime runtime, Fleet fleet) {
    return new SecretMasker(
        runtime.environment().environment(),
        fleet.operations().receivers().stream()
            .flatMap(receiver -> secret(runtime, receiver.channel()).stream())
            .toList());
  }

  /** What of a receiver nobody else should know, as far as it is known here. */
  private static Optional<String> secret(CommandRuntime runtime, Channel channel) {
    if (channel instanceof Channel.Webhook webhook) {
      return Optional.of(webhook.url());
    }
    return channel instanceof Channel.PagerDuty pager
            && pager.routingKey() instanceof Secret.InVariable key
        ? Optional.ofNullable(runtime.environment().environment().get(key.name()))
        : Optional.empty();
  }

  @Override
  public Ended run(Call call, Warden warden) throws InterruptedException {
    Map<String, String> variables = new LinkedHashMap<>();
    call.facts()
        .named()
        .forEach((name, value) -> variables.put(variable(name), Controls.escaped(value, LONGEST)));
    Ended ended =
        runtime
            .adapters()
            .factories()
            .programs()
            .run(
                new Program(call.words(), variables, HookJson.of(call.facts()), call.timeout()),
                warden);
    return new Ended(
        ended.kind(), secretMasker.hide(ended.words()), secretMasker.hide(ended.output()));
  }

  /** Such as {@code WALTER_FLEET_HOOK_MACHINE} of {@code machine}; the hook's own is the prefix. */
  private static String variable(String fact) {
    return fact.equals("hook") ? PREFIX : PREFIX + "_" + fact.toUpperCase(Locale.ROOT);
  }
}
