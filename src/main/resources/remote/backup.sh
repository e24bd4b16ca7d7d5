# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh backup-info.sh ran.sh mounts.sh in-volume.sh uncopied.sh volumes.sh copies.sh setup-waits.sh
# Copies the data before a release changes.
#
# volumes: 1. Free space for the copies and for a way back is looked at while the stack still runs, and so is who
# else uses the data; then both volumes are copied a first time, with an image that is here, and the container of 3 is started,
# which waits for its lists. 2. The stack is stopped in order, and who there is, and when each last started, is noted. 3. One
# container makes sure that PostgreSQL was shut down, copies what changed since, and compares copies and volumes: see copies.sh.
# 4. Nobody may have run meanwhile; only then do the copies count. 5. The record comes last: a backup without it does not
# exist. If any of this fails, what ran is started again. The copies are packed when Walter is up again: see pack.sh.
# dump: the database's own dump and its roles, while it runs.

main() {
  step_begin backup
  compose_find
  wf_backup=$wf_state/backups/$j_stamp
  if is_swapped; then
    step_done already "the backup $j_stamp was made before the swap"
    return 0
  fi
  case $wf_data in
  volumes) backup_volumes ;;
  dump) backup_dump ;;
  *) step_done already "no backup is wanted" ;;
  esac
}

backup_volumes() {
  volumes_find
  if is_backup_current "$wf_backup"; then
    step_done already "the backup $j_stamp is whole, and nothing ran since"
    return 0
  fi
  data_look
  each_mounter refuse_setup
  backup_info
  act backup.sweep rm -f -- "$wf_backup"/*.partial "$wf_backup/checksums" "$wf_backup/copies"
  copies_drop "$j_stamp" || fail "could not back up the volumes" "the copies that an earlier run began could not be removed" \
    "look at docker volume ls on the machine for names that end in .backup-$j_stamp"
  check_space
  copies_begin
  wf_touched=yes
  stack_stop || give_up "could not stop the stack" "$(last_words "$wf_dir/words")" "look at docker ps on the machine"
  kept_note
  each_seen copier_find
  act backup.marks write_by "$wf_backup/marks" data_marks || give_up_full
  act backup.copy copy_rest || copy_failed
  is_still_shut_down || give_up_touched
  wait "$wf_copier" || copy_failed
  act backup.copies copies_write || give_up_full
  look_at_clock
  printf '%s %s end\n' "$wf_at" "$wf_uptime" 2>/dev/null >"$wf_state/steps/$wf_run/clock" || :
  backup_order
  act backup.whole backup_write volumes $((wf_data_kb * 1024)) || give_up_full
  wf_copied=$wf_data_kb
  step_done changed "both volumes are copied, and are packed when Walter is up again${wf_beside:+; stopped as well:$wf_beside}"
}

# The copies may be as large as the data, and so is what a way back puts aside; in the end they are packed into files.
check_space() {
  data_size
  docker_space "$wf_backup"
  if [ "$wf_same" = yes ]; then
    need_space "could not back up the volumes" $((wf_need * 2)) "$wf_free" "$wf_backup" "for the copies, and for a way back"
  else
    need_space "could not back up the volumes" $((wf_need * 2)) "$wf_free" "$wf_place" "for the copies, and for a way back"
    need_space "could not back up the volumes" "$wf_need" "$wf_free_here" "$wf_backup" "to pack the copies"
  fi
}

# Nobody may have run since all was stopped, neither a container that is still there nor one that left traces in the database.
is_still_shut_down() {
  ! started_since "$wf_backup/marks" || return 1
  wf_writer=PostgreSQL
  [ "$wf_control" = "$wf_control_after" ]
}

# Who was started meanwhile is the cause, whatever else was seen.
copy_failed() {
  wf_why=$(last_words "$wf_dir/copier")
  ! started_since "$wf_backup/marks" || give_up_touched
  [ -z "$wf_control" ] || [ "$wf_cluster" = "shut down" ] || give_up "could not back up the database" \
    "PostgreSQL is not shut down cleanly: ${wf_cluster:-pg_controldata said nothing}" "look at the database's log, then run apply again"
  is_still_shut_down || give_up_touched
  give_up "could not copy the volume $wf_volume" "$wf_why" "$wf_make_room"
}

# What PostgreSQL said before and after, and which copies are whole.
copies_write() {
  write_part "$wf_backup/control" printf '%s' "$wf_control" && write_part "$wf_backup/copies" printf '%s' "$wf_copies" &&
    settle "$wf_backup/control.part" "$wf_backup/copies.part" && put_in "$wf_backup/control" && put_in "$wf_backup/copies"
}

give_up_touched() {
  give_up "could not back up the volumes" "$wf_writer was started while they were copied" \
    "find out who starts it (docker events on the machine), then run apply again"
}

# Fails, but starts what ran first: nothing was changed, and nobody waits for a backup that is not made.
give_up() {
  exec 9>&- 8<&-
  wait "$wf_copier" || :
  act backup.drop rm -f -- "$wf_backup"/*.partial "$wf_backup/copies"
  copies_drop "$j_stamp" || :
  if stack_start >"$wf_dir/start" 2>&1; then
    wf_touched=no
    fail "$@"
  fi
  fail "$1" "$2; and the stack could not be started again: $(last_words "$wf_dir/start")" "$3"
}

give_up_full() {
  give_up "could not write $wf_backup" "$(unwritable "$wf_backup")" "$wf_make_room"
}

backup_dump() {
  database_find
  if is_word backup "$j_done" && is_backup_whole "$wf_backup"; then
    step_done already "the dump $j_stamp is whole"
    return 0
  fi
  backup_info
  act backup.sweep rm -f -- "$wf_backup"/*.partial
  # shellcheck disable=SC2016
  dump database.dump 'pg_dump -Fc -U "${POSTGRES_USER:-postgres}" "${POSTGRES_DB:-${POSTGRES_USER:-postgres}}"'
  # shellcheck disable=SC2016
  dump globals.dump 'pg_dumpall --globals-only -U "${POSTGRES_USER:-postgres}"'
  docker_open docker exec -i "$wf_database" pg_restore -l <"$wf_backup/database.dump" >/dev/null 2>"$wf_dir/words" || fail \
    "could not read back the dump" "$(last_words "$wf_dir/words")" "look at the disk, then run apply again"
  act backup.checksums write_sums database.dump globals.dump || fail "could not write $wf_backup" "$(unwritable "$wf_backup")" \
    "$wf_make_room"
  look_at_clock
  backup_describe dump "$(backup_bytes)"
  wf_copied=$(($(backup_bytes) / 1024))
  step_done changed "the dump is in $wf_backup"
}

# Writes what a command in the database's container says to a file, wholly or not at all.
dump() {
  act backup.dump docker_run docker exec "$wf_database" sh -c "$2" >"$wf_backup/$1.partial" 2>"$wf_dir/words" || fail \
    "could not dump the database" "$(last_words "$wf_dir/words")" "look at the database's log and at df, then run apply again"
  settle "$wf_backup/$1.partial"
  act backup.keep mv -f -- "$wf_backup/$1.partial" "$wf_backup/$1"
}
