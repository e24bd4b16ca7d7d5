# uses: lib.sh state.sh env-read.sh env.sh
# Starts a step that outlives the connection and waits for it, or attaches to it.
#
# 1. A hard link named claim makes one caller the starter of this run's step, whoever calls how often.
# 2. The starter runs the step in a session of its own; the step itself records its pid and, at the end, its exit.
# 3. Everybody waits for the exit. Its absence without a living process means that the step vanished.

main() {
  frame run_step
}

run_step() {
  state_open
  wf_dir=$wf_state/steps/$wf_run/$wf_step
  wf_first=no
  [ -d "$wf_state/steps/$wf_run" ] || wf_first=yes
  make_folders || fail "could not start $wf_step" "$(unwritable "$wf_dir")" "$wf_make_room"
  if [ ! -e "$wf_dir/claim" ] && claim; then
    start_step
    [ "$wf_first" = no ] || prune_steps
  fi
  wf_code=''
  if await_step; then read -r wf_code <"$wf_dir/exit" || :; fi
  case $wf_code in
  '' | 12[89] | 1[3-9]? | 2??)
    say state vanished
    log_end
    put_aside
    ;;
  *)
    say state finished
    say exit "$wf_code"
    while IFS= read -r wf_line; do [ -z "$wf_line" ] || printf '%s\n' "$wf_line"; done <"$wf_dir/result" >&3
    log_end
    ;;
  esac
}

# Makes the step's folder, and with the first one of a run those of the steps that are planned after it.
make_folders() {
  [ ! -d "$wf_dir" ] || return 0
  set -- "$wf_dir"
  if [ "$wf_first" = yes ]; then
    for wf_word in ${wf_planned:-}; do
      case $wf_word in stage | gate) ;; *) set -- "$@" "$wf_state/steps/$wf_run/$wf_word" ;; esac
    done
  fi
  mkdir -p -- "$@"
}

# Lets the next call begin anew: what was killed has no result, and the world is to be looked at first.
put_aside() {
  mv -- "$wf_dir" "$wf_dir.$(now).$$" 2>/dev/null || :
}

# Makes this caller the starter, or fails when there is one.
claim() {
  started $$
  printf '%s %s\n' "$$" "$wf_ticks" >"$wf_dir/.claim.$$" || claim_failed
  wf_won=yes
  ln -- "$wf_dir/.claim.$$" "$wf_dir/claim" 2>/dev/null || wf_won=no
  if [ "$wf_won" = yes ]; then
    # takes the room for what the step says at its end, so that it can say it when the disk is full by then
    { printf '%s' "$wf_runner$wf_program" >"$wf_dir/script" && echo >"$wf_dir/result" && echo '   ' >"$wf_dir/.exit"; } || {
      rm -f -- "$wf_dir/script" "$wf_dir/result" "$wf_dir/.exit" "$wf_dir/claim"
      claim_failed
    }
  else
    [ -e "$wf_dir/claim" ] || claim_failed
  fi
  # the winner's file is the claim itself, under a second name
  [ "$wf_won" = yes ] || {
    rm -f -- "$wf_dir/.claim.$$"
    return 1
  }
}

claim_failed() {
  rm -f -- "$wf_dir/.claim.$$"
  fail "could not start $wf_step" "$(unwritable "$wf_dir")" "$wf_make_room"
}

# What a step begins with. Its end is one short write; the file that has the room already is for a disk that is full by then.
# Whoever is told to end says so as somebody who was killed, and not with what it did last.
# shellcheck disable=SC2016
wf_runner='
  trap "" HUP PIPE
  trap "exit 143" INT TERM
  wf_start=-
  if read -r wf_stat 2>/dev/null <"/proc/$$/stat"; then
    wf_stat=${wf_stat##*) }
    set -- $wf_stat
    shift 19
    wf_start=$1
  fi
  printf "%s %s\n" "$$" "$wf_start" >"$wf_dir/pid"
  step_end() {
    wf_ended=$?
    eval "${wf_at_end:-}" || :
    printf "%-3s\n" "$wf_ended" >"$wf_dir/exit" || :
    # the room that was not needed is given back: somebody else may be at the end of it
    if [ -s "$wf_dir/exit" ]; then : >"$wf_dir/.exit"; else printf "%-3s\n" "$wf_ended" 1<>"$wf_dir/.exit" && mv -f "$wf_dir/.exit" "$wf_dir/exit"; fi
  }
  trap step_end EXIT
'

start_step() {
  export wf_dir
  if command -v setsid >/dev/null 2>&1; then
    setsid sh "$wf_dir/script" </dev/null >"$wf_dir/log" 2>&1 3<>"$wf_dir/result" &
  else
    sh "$wf_dir/script" </dev/null >"$wf_dir/log" 2>&1 3<>"$wf_dir/result" &
  fi
  wait $! || :
}

# Waits for the exit file, which one short write fills; fails when no process is left that could do so.
await_step() {
  while [ ! -s "$wf_dir/exit" ]; do
    is_under_way || {
      [ -s "$wf_dir/exit" ]
      return
    }
    sleep 0.2 2>/dev/null || sleep 1
  done
}

# Says whether the step, or a starter that has not started it yet, is alive.
is_under_way() {
  wf_pid='' wf_start=''
  if read -r wf_pid wf_start 2>/dev/null <"$wf_dir/pid"; then
    is_alive "$wf_pid" "$wf_start"
    return
  fi
  read -r wf_pid wf_start 2>/dev/null <"$wf_dir/claim" && is_alive "$wf_pid" "$wf_start"
}

# The end of the log, without any value of .env.deploy that is not a managed key's.
log_end() {
  [ -s "$wf_dir/log" ] || return 0
  tail -n 40 -- "$wf_dir/log" | redact | cut -c 1-500 | while IFS= read -r wf_line; do
    say log "$wf_line"
  done
}

# Keeps the folders of the last 20 runs.
prune_steps() {
  set -- "$wf_state"/steps/*
  [ $# -gt 20 ] || return 0
  # shellcheck disable=SC2012
  ls -1t -- "$wf_state/steps" | tail -n +21 | while IFS= read -r wf_old; do
    [ "$wf_old" = "$wf_run" ] || rm -rf -- "$wf_state/steps/${wf_old:?}"
  done
}
