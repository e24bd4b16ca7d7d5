package io.walterfleet.loopback;

/** The ways to die at a checkpoint. */
enum Death {
  /** The script's process gets SIGKILL; the controller goes on. */
  PROCESS(false, "kill -KILL $$; exit 137"),

  /** The connection is cut by SIGKILL for its server; the script and the controller go on. */
  CONNECTION(
      false,
      """
      hook_pid=$$
      while read -r hook_own hook_name hook_state hook_parent hook_rest <"/proc/$hook_pid/stat"; do
        case $hook_name in "(sshd"*) kill -KILL "$hook_pid"; break ;; esac
        hook_pid=$hook_parent
      done"""),

  /** The controller gets SIGKILL, and leaves its lock behind; the script goes on. */
  CONTROLLER(true, "timeout 900 cat gate >/dev/null 2>&1 || :"),

  /** The controller gets SIGKILL, and with it all that runs on the machine, which boots again. */
  POWER(true, "timeout 900 cat gate >/dev/null 2>&1 || :");

  private final boolean killsController;
  private final String hook;

  Death(boolean killsController, String hook) {
    this.killsController = killsController;
    this.hook = hook;
  }

  /** True when the command has to be given again, because nobody is left who could go on. */
  boolean killsController() {
    return killsController;
  }

  /** What the script runs to die so, or to wait until it is made to; {@code gate} is a pipe. */
  String hook() {
    return hook;
  }
}
