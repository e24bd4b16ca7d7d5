# How the machine's lock is read: see lock.sh for how it is held.

# Reads the highest generation into lock_*; lock_state is none, free, held or unreadable.
lock_read() {
  lock_gen=0 lock_state=none lock_token='' lock_owner='' lock_run='' lock_reason=''
  lock_format='' lock_end='' lock_since=0 lock_lease=0 lock_seconds=60
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
  wf_gen=$lock_gen
  read_record "$wf_state/lock/$lock_gen" lock || :
  lock_gen=$wf_gen
  case $lock_since$lock_lease$lock_seconds in *[!0-9]*) lock_end='' ;; esac
  case $lock_format$lock_end$lock_state in 1held | 1free | 11held | 11free) ;; *) lock_state=unreadable ;; esac
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
    for wf_word in owner run reason; do eval "say lock.$wf_word \"\$lock_$wf_word\""; done
    # a clock that was set back meanwhile makes a lease no longer, and no lock younger than new
    wf_left=$((lock_lease - wf_now)) wf_age=$((wf_now - lock_since))
    [ "$wf_left" -le "$lock_seconds" ] || wf_left=$lock_seconds
    [ "$wf_age" -ge 0 ] || wf_age=0
    say lock.left "$wf_left"
    say lock.age "$wf_age"
    ;;
  unreadable) is_usable "$wf_state/lock/$lock_gen" "$lock_format" unreadable || say unknown.lock "$wf_why" ;;
  *) say lock none ;;
  esac
}
