# The machine's lock: a directory of generations, of which the highest counts.
#
# 1. Taking, taking over and releasing all mean: make generation n+1. A hard link makes the file
#    whole and for one maker only, so of any number of takers exactly one wins, also when a lease
#    that ended is taken over, and a taker that slept cannot undo what came after it.
# 2. The lease is judged by this machine's clock alone. Only its holder writes to a generation.
# 3. Each step proves its token first. A holder whose generation is not the highest has lost it.

lock_text() {
  printf '%s\n' format=1 "state=$1" "token=$2" "owner=$3" "run=$4" "reason=$5" "since=$6" "lease=$7" "seconds=$8" end=1
}

lock_usable() {
  is_usable "$wf_state/lock/$lock_gen" "$lock_format" "$lock_state"
}

# Makes the next generation: lock_next STATE TOKEN OWNER RUN REASON SINCE END SECONDS. 1 = somebody else did.
# Its first name is left to lock_sweep.
lock_next() {
  wf_new=$wf_state/lock/.$$.$2
  wf_next=$((lock_gen + 1))
  lock_text "$@" >"$wf_new" 2>/dev/null || {
    # on a full disk this makes room: what is noted there can be asked for again
    rm -f -- "$wf_state/lock/found"
    lock_text "$@" >"$wf_new" 2>/dev/null || lock_unwritable
  }
  if ! ln -- "$wf_new" "$wf_state/lock/$wf_next" 2>/dev/null; then
    rm -f -- "$wf_new"
    [ -e "$wf_state/lock/$wf_next" ] || lock_unwritable
    return 1
  fi
  lock_read
  [ "$lock_gen" -eq "$wf_next" ] && [ "$lock_token" = "$2" ]
}

lock_unwritable() {
  [ -z "${wf_new:-}" ] || rm -f -- "$wf_new"
  fail "could not lock the machine" "$wf_state/lock cannot be written: $(unwritable "$wf_state/lock"), or it has no hard links" \
    "$wf_make_room"
}

# Takes the lock for wf_token, takes over a lease that ended, or renews our own. Exit 21 = held.
lock_take() {
  [ -d "$wf_state/lock" ] || act lock.directory mkdir -p -- "$wf_state/lock" 2>/dev/null || lock_unwritable
  look_at_clock
  lock_read
  if [ "$lock_state" = held ] && [ "$lock_token" = "$wf_token" ]; then
    lock_renew || lock_refused
    return 0
  fi
  lock_usable || fail_with 21 "could not lock the machine" "$wf_why" \
    "if no run is under way, move that file away"
  [ "$lock_state" != held ] || [ "$(lock_left)" -le 0 ] || lock_refused
  wf_before=$lock_run wf_was=$lock_state
  act lock.take lock_next held "$wf_token" "$wf_owner" "$wf_run" "$wf_reason" "$wf_at" \
    $((wf_at + wf_lease)) "$wf_lease" || { lock_read && lock_refused; }
  [ "$wf_was" != held ] || audit "took over the lock of $wf_before, whose lease had ended"
  audit "locked by $wf_owner: $wf_reason${wf_note:+, $wf_note}"
  lock_sweep
}

lock_refused() {
  lock_facts
  exit 21
}

# Lengthens our lease, from when we last looked at the clock; 1 = the lock is not ours any more.
lock_renew() {
  lock_read
  [ "$lock_state" = held ] && [ "$lock_token" = "$wf_token" ] || return 1
  wf_new=$wf_state/lock/.$$.renew-${wf_keeping:-step}
  lock_text held "$lock_token" "$lock_owner" "$lock_run" "$lock_reason" "$lock_since" \
    $((wf_at + ${wf_lease:-$lock_seconds})) "${wf_lease:-$lock_seconds}" >"$wf_new" 2>/dev/null &&
    mv -f -- "$wf_new" "$wf_state/lock/$lock_gen"
  wf_gen_before=$lock_gen
  lock_read
  [ "$lock_gen" -eq "$wf_gen_before" ] && [ "$lock_token" = "$wf_token" ]
}

# Says whether the lease was ours when we last read the lock, and has lost less than a tenth since.
is_lease_new() {
  [ "$lock_state" = held ] && [ "$lock_token" = "$wf_token" ] || return 1
  wf_left=$((lock_lease - wf_at))
  [ "$wf_left" -le "$lock_seconds" ] && [ "$wf_left" -gt $((lock_seconds - lock_seconds / 10)) ]
}

# Goes on only while the lock is ours, with a lease that is long enough to begin with. Exit 22 = lost.
lock_prove() {
  look_at_clock
  lock_read
  is_lease_new || lock_renew || lock_lost
}

lock_lost() {
  fail_with 22 "the step was not begun" "the lock is not this run's any more${lock_run:+ (last: run $lock_run of $lock_owner)}" \
    see-status-then-apply
}

# Renews the lease until this program ends.
lock_keep() {
  started $$
  wf_mine=$wf_ticks
  (
    trap - EXIT
    wf_keeping=keeper
    wf_nap=''
    trap 'kill "$wf_nap" 2>/dev/null; exit 0' TERM
    while :; do
      sleep "$((lock_seconds / 3 + 1))" &
      wf_nap=$!
      wait "$wf_nap" || exit 0
      is_alive $$ "$wf_mine" || exit 0
      look_at_clock
      lock_renew || exit 0
    done
  ) >/dev/null 2>&1 </dev/null 3>&- &
  wf_keeper=$!
  # shellcheck disable=SC2016
  at_end 'kill "$wf_keeper" 2>/dev/null || :'
}

# Releases the lock if it is ours, as of when we last looked at the clock; says whether it was.
lock_release() {
  lock_read
  if [ "$lock_state" = held ] && [ "$lock_token" = "$wf_token" ]; then
    act lock.release lock_next free '' "$lock_owner" "$lock_run" released "$wf_at" 0 0 || return 1
    lock_sweep
    return 0
  fi
  return 1
}

# Removes old generations, but leaves the last ones, so that no number comes twice; and what takers left, we among them.
lock_sweep() {
  set -- "$wf_new"
  for wf_file in "$wf_state"/lock/[0-9]*; do
    wf_gen=${wf_file##*/}
    case $wf_gen in *[!0-9]*) continue ;; esac
    [ "$wf_gen" -gt $((lock_gen - 10)) ] || set -- "$@" "$wf_file"
  done
  for wf_file in "$wf_state"/lock/.[0-9]*; do
    [ -e "$wf_file" ] || continue
    wf_pid=${wf_file##*/.}
    is_alive "${wf_pid%%.*}" || set -- "$@" "$wf_file"
  done
  rm -f -- "$@"
}
