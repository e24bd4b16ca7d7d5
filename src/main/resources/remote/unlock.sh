# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh steps-read.sh
# Releases a lock by its id, whoever holds it, but not from under a step that is alive.

main() {
  frame unlock
}

unlock() {
  is_state_readable || fail_with 21 "could not release the lock" "$wf_why" "$wf_make_readable"
  lock_read
  case $lock_state in
  none | free)
    say result already
    say detail "the machine is not locked"
    return 0
    ;;
  unreadable) lock_usable || fail_with 21 "could not release the lock" "$wf_why" \
    "if no run is under way, move that file away" ;;
  esac
  [ "$lock_gen-$lock_run" = "$wf_lock_id" ] || fail_with 21 "could not release lock $wf_lock_id" \
    "the machine is locked under $lock_gen-$lock_run by $lock_owner" see-status
  each_running spare_step
  wf_whose=$lock_owner
  look_at_clock
  act unlock lock_next free '' "$lock_owner" "$lock_run" unlocked "$wf_at" 0 0 || fail_with 21 \
    "could not release lock $wf_lock_id" "another run took it over at this moment" see-status
  lock_sweep
  audit "unlocked $wf_lock_id of $wf_whose"
  say result changed
  say detail "released the lock of $wf_whose"
}

# Refuses a process and its <run>/<step>, where it is of the run that holds the lock and changes something.
spare_step() {
  case $2 in
  "$lock_run"/pull) ;;
  "$lock_run"/*) fail_with 21 "could not release lock $wf_lock_id" \
    "its step ${2#*/} is still running on the machine, as process $1" \
    "wait until it has ended; if it hangs, end it there: kill -- -$1" ;;
  esac
}
