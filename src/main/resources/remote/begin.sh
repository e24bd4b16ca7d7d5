# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh steps-read.sh survey-docker.sh survey.sh
# Takes the lock, finishes what a swap left between two renames, and reads the machine under the lock.

main() {
  frame begin
}

begin() {
  state_open
  lock_take
  be_alone
  salt_open
  journal_read
  [ "$j_state" = unreadable ] || mend_window
  survey
}

# A step of another run may have outlived its lock; whoever looks after the lock is taken sees every one.
be_alone() {
  running_steps | while read -r wf_process wf_one; do
    case $wf_one in
    "$wf_run"/* | */pull) continue ;;
    esac
    lock_release || :
    fail_with 21 "could not lock the machine" \
      "step ${wf_one#*/} of run ${wf_one%/*} is still running there, as process $wf_process" \
      "wait until it has ended, then run the same again; if it hangs, end it there: kill -- -$wf_process"
  done || exit $?
}
