package io.walterfleet.remote;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import java.util.ArrayList;
import java.util.List;

/** The line with which a person logs in where this program does. */
public final class SshLine {

  private SshLine() {}

  /** Fit to be pasted into a shell; what the inventory leaves open, ssh itself decides. */
  public static String to(Machine machine) {
    Login login = machine.ssh().login();
    List<String> words = new ArrayList<>(List.of("ssh"));
    machine.ssh().jump().ifPresent(jump -> words.addAll(List.of("-J", jump)));
    login.port().ifPresent(port -> words.addAll(List.of("-p", Integer.toString(port))));
    login.identityFile().ifPresent(file -> words.addAll(List.of("-i", file)));
    login.user().ifPresent(user -> words.addAll(List.of("-l", user)));
    words.add(machine.ssh().address());
    return words.stream().map(ShellQuoting::shown).collect(joining(" "));
  }
}
