# How the machine's lock is read: see lock.sh for how it is held.

# Reads the highest generation into lock_*; lock_state is none, free, held or unreadable.
lock_read() {
  lock_gen=0 lock_state=none lock_token='' lock_owner='' lock_run='' lock_reason=''
  lock_since=0 lock_lease=0 lock_seconds=60
  for wf_file in "$wf_state"/lock/[0-9]*; do
    wf_gen=${wf_file##*/}
    case $wf_gen in *[!0-9]*) continue ;; esac
    [ "$wf_gen" -le "$lock_gen" ] || lock_gen=$wf_gen
  done
  [ "$lock_gen" -gt 0 ] || return 0
  # a generation appears whole; only a power cut can leave its name without its content, and whoever had it runs no more
  if [ -f "$wf_state/lock/$lock_gen" ] && [ ! -s "$wf_state/lock/$lock_gen" ]; then
    lock_state=free
    return 0
  fi
  lock_state=unreadable wf_end=no
  while IFS= read -r wf_line; do
    wf_value=${wf_line#*=}
    case $wf_line in
    state=*) wf_lock_state=$wf_value ;;
    token=* | owner=* | run=* | reason=* | since=* | lease=* | seconds=*) eval "lock_${wf_line%%=*}=\$wf_value" ;;
    end=1) wf_end=yes ;;
    esac
  done 2>/dev/null <"$wf_state/lock/$lock_gen" || return 0
  case $lock_since$lock_lease$lock_seconds in *[!0-9]*) wf_end=no ;; esac
  [ "$wf_end" = no ] || lock_state=$wf_lock_state
}

lock_left() {
  printf '%s\n' $((lock_lease - $(now)))
}

# Prints the lock as facts.
lock_facts() {
  case $lock_state in
  held)
    wf_now=${wf_clock:-$(now)}
    say lock held
    say lock.id "$lock_gen-$lock_run"
    say lock.owner "$lock_owner"
    say lock.run "$lock_run"
    say lock.reason "$lock_reason"
    # a clock that was set back meanwhile makes a lease no longer, and no lock younger than new
    wf_left=$((lock_lease - wf_now)) wf_age=$((wf_now - lock_since))
    [ "$wf_left" -le "$lock_seconds" ] || wf_left=$lock_seconds
    [ "$wf_age" -ge 0 ] || wf_age=0
    say lock.left "$wf_left"
    say lock.age "$wf_age"
    ;;
  unreadable) say unknown.lock "$wf_state/lock/$lock_gen is damaged" ;;
  *) say lock none ;;
  esac
}
