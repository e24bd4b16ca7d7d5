# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh backup-read.sh docker.sh steps-read.sh found.sh uncopied.sh survey-docker.sh survey.sh
# Takes the lock, finishes what a swap left between two renames, and reads the machine under the lock.

main() {
  frame begin
}

begin() {
  state_open
  lock_take
  # a step of another run may have outlived its lock; whoever looks after the lock is taken sees every one
  each_running be_alone
  salt_open
  journal_read
  [ "$j_state" = unreadable ] || mend_window
  survey
  note_stack
}

# Notes Compose and the stack's project for the steps, where the survey could tell, and would have told the same after
# the swap: who is started from a place that is not there yet is asked for again.
note_stack() {
  # whoever migrated and came to no end may have left a setup that is only about to run
  ! is_unfinished || wf_setups=''
  if [ -z "$wf_compose" ] || [ "$wf_sure" = no ] || [ ! -d "$install" ]; then return 0; fi
  wf_listed='' wf_mounted='' wf_unnamed=no
  files_listed "$wf_label_files" "$wf_files_at"
  env_listed "$wf_label_env" "$wf_files_at"
  for wf_name in $wf_names; do volume_mounted "$wf_name"; done
  found_note
}

# Refuses a process and its <run>/<step>, unless it is of this run or harmless.
be_alone() {
  case $2 in
  "$wf_run"/* | */pull) return 0 ;;
  esac
  # who gave the lock back does so as the last thing of all, and needs a moment to end
  if [ "${wf_was:-}:${wf_before:-}" = "free:${2%/*}" ] && ends_soon "$1"; then return 0; fi
  lock_release || :
  fail_with 21 "could not lock the machine" \
    "step ${2#*/} of run ${2%/*} is still running there, as process $1" \
    "wait until it has ended, then run the same again; if it hangs, end it there: kill -- -$1"
}

ends_soon() {
  for wf_try in 1 2 3 4 5 6 7 8 9 10; do
    is_alive "$1" || return 0
    sleep 0.3 2>/dev/null || sleep 1
  done
  ! is_alive "$1"
}
