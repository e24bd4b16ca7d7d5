# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh setup-waits.sh
# Runs the setup service, which migrates the schema.
#
# Its output may hold secrets that it generates, so it stays on the machine. A setup that an earlier,
# killed step left running is waited for: two migrations at once are never started. One that was killed is run once more,
# as the next apply would do anyway: 137 was seen, too, of one that ended well, on a busy machine; why is not known. And
# so is one that fails on a stack that had no data: PostgreSQL's image answers its health check by the socket while it
# still makes the database, and nobody else is let in before it has started again.

main() {
  step_open migrate
  wf_once=''
  wf_began=$j_migrated
  compose_find
  data_guard "$install" "$install/.env.deploy"
  wf_filed=$install
  # from the intent on, a way back takes the volumes along
  j_migrated=yes
  step_intend
  journal_hold
  wf_touched=yes
  [ "$wf_began:$wf_setups" = no:none ] || wait_for_other
  wf_alone=''
  ! database_first || wf_alone=--no-deps
  act migrate set_up
  if [ "$wf_code" = 137 ]; then
    wait_for_other
    wf_once=', the second time: the first was killed'
    act migrate.again set_up
  elif [ "$wf_code" != 0 ] && is_new_stack; then
    databases_wait
    wf_once=', the second time: at the first, the database was being made'
    act migrate.again set_up
  fi
  say exit.setup "$wf_code"
  [ "$wf_code" = 0 ] || fail "could not migrate the schema" \
    "the service $wf_setup ended with $wf_code; what it said is in $wf_dir/setup.log on the machine" \
    mend-or-back
  step_done changed "the service $wf_setup ended well${wf_once:-}"
}

# Leaves the exit code of the service in wf_code.
set_up() {
  wf_code=$({
    {
      wf_ended=0
      compose "$install" "$install/.env.deploy" run --rm -T ${wf_alone:+"$wf_alone"} "$wf_setup" 2>&1 4>&- || wf_ended=$?
      printf '%s\n' "$wf_ended" >&4
    } | keep_ends "$wf_dir/setup.log" 4>&-
  } 4>&1)
  wf_code=${wf_code:-unknown}
}

# Writes what comes on stdin to a file, of a flood its first and its last megabyte: a log must not fill the disk.
keep_ends() {
  {
    head -c 1000000 >"$1"
    tail -c 1000000 >"$1.end"
  } 2>/dev/null || :
  [ ! -s "$1.end" ] || { printf '\n(what may have stood here was left out)\n' && cat -- "$1.end"; } >>"$1" 2>/dev/null || :
  rm -f -- "$1.end"
}

# Nobody needs to ask for one where the survey saw none under the lock, and this run did not begin to migrate before.
wait_for_other() {
  for wf_id in $(docker_ask ps -q --no-trunc --filter "label=com.docker.compose.project=$wf_project" \
    --filter "label=com.docker.compose.service=$wf_setup" --filter label=com.docker.compose.oneoff=True); do
    printf 'waiting for %s, which an earlier step started\n' "$wf_id"
    docker_run docker wait "$wf_id" || :
  done
}

# Says whether nothing was recorded of this stack, and no container had a volume when it was looked for.
is_new_stack() {
  [ ! -e "$wf_state/installed" ] && [ -z "$wf_mounted" ] && [ "$wf_unnamed" != yes ]
}

# Waits until each database of the stack lets others in; one that does not in half a minute is left as it is.
databases_wait() {
  for wf_id in $(docker_ask ps -q --no-trunc --filter "label=com.docker.compose.project=$wf_project"); do
    for wf_try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
      wf_ready=0
      docker_ask exec "$wf_id" pg_isready -q -h 127.0.0.1 >/dev/null 2>&1 || wf_ready=$?
      # 1 and 2: not yet; all else: no database, or one that was asked in vain
      case $wf_ready in 1 | 2) sleep 1 ;; *) break ;; esac
    done
  done
}
