# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh ran.sh stopped.sh
# Releases the lock if this run holds it; does nothing when it does not.
#
# Whoever leaves between a backup and the swap starts the stack again, which was stopped for that.

main() {
  frame leave
}

leave() {
  wf_left=0
  look_at_clock
  if lock_renew; then
    journal_read
    if is_stopped_for_backup; then (start_again) || wf_left=$?; fi
  fi
  if lock_release; then say result changed; else say result already; fi
  [ "$wf_left" = 0 ] || exit "$wf_left"
}

start_again() {
  locate_install
  start_after_backup
  say detail "the stack, which was stopped for its backup, runs again"
}
