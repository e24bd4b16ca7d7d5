# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh backup-info.sh ran.sh mounts.sh volumes.sh
# Copies the data before a release changes.
#
# volumes: 1. Free space for the copies and for a way back is looked at while the stack still runs, and so is who
# else uses the data. 2. The stack is stopped in order, and PostgreSQL must say that it was shut down; how all was left is
# noted. 3. Both volumes are copied with an image that is here, numeric owners, to *.partial, read to their end and
# renamed. 4. Nobody may have run meanwhile; only then are they hashed. 5. The record comes last: a backup without it
# does not exist. If any of this fails, what ran is started again.
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
  act backup.sweep rm -f -- "$wf_backup"/*.partial "$wf_backup/checksums"
  check_space
  wf_touched=yes
  stack_stop || give_up "could not stop the stack" "$(last_words "$wf_dir/words")" "look at docker ps on the machine"
  is_shut_down || give_up "could not back up the database" "PostgreSQL is not shut down cleanly: ${wf_cluster:-pg_controldata said nothing}" \
    "look at the database's log, then run apply again"
  act backup.marks marks_write "$wf_backup" || give_up_full
  copy_volume "$wf_postgres_volume" postgres.tar.gz
  copy_volume "$wf_state_volume" state.tar.gz
  is_untouched "$wf_backup" || give_up "could not back up the volumes" "$wf_writer was started while they were copied" \
    "find out who starts it (docker events on the machine), then run apply again"
  act backup.checksums write_sums postgres.tar.gz state.tar.gz || give_up_full
  is_backup_whole "$wf_backup" || give_up "could not verify the backup" "its checksums do not hold" "look at the disk, then run apply again"
  look_at_clock
  backup_order
  act backup.whole backup_write volumes "$(backup_bytes)" || give_up_full
  step_done changed "both volumes are in $wf_backup${wf_beside:+; stopped as well:$wf_beside}"
}

write_sums() {
  (cd -- "$wf_backup" && sha256sum -- "$@") | write_file "$wf_backup/checksums"
}

# The copies may be as large as the data, and so is what a way back puts aside.
check_space() {
  data_size
  docker_space "$wf_backup"
  if [ "$wf_same" = yes ]; then
    need_space "could not back up the volumes" $((wf_need * 2)) "$wf_free" "$wf_backup" "for the copies, and for a way back"
  else
    need_space "could not back up the volumes" "$wf_need" "$wf_free" "$wf_place" "for a way back"
    need_space "could not back up the volumes" "$wf_need" "$wf_free_here" "$wf_backup" "for the copies"
  fi
}

copy_volume() {
  rm -f -- "$wf_dir/broken"
  act backup.copy read_volume "$1" "$wf_backup/$2.partial" || wf_broken=yes
  [ -z "${wf_broken:-}" ] && [ ! -e "$wf_dir/broken" ] || give_up "could not copy the volume $1" \
    "$(last_words "$wf_dir/words"); $(unwritable "$wf_backup")" "$wf_make_room"
  settle "$wf_backup/$2.partial"
  gzip -dc -- "$wf_backup/$2.partial" 2>>"$wf_dir/words" | tar -tf - >"$wf_dir/names" 2>>"$wf_dir/words" &&
    gzip -t -- "$wf_backup/$2.partial" && [ -s "$wf_dir/names" ] || give_up "could not read back the copy of the volume $1" \
    "$(last_words "$wf_dir/words")" "look at the disk, then run apply again"
  act backup.keep mv -f -- "$wf_backup/$2.partial" "$wf_backup/$2" || give_up_full
}

read_volume() {
  { in_volume "$1:ro" tar --numeric-owner -C /walter-fleet/data -cf - . || : >"$wf_dir/broken"; } 2>"$wf_dir/words" |
    gzip -1 >"$2" 2>>"$wf_dir/words"
}

backup_bytes() {
  wf_sum=0
  for wf_file in "$wf_backup"/*.gz "$wf_backup"/*.dump; do
    [ ! -e "$wf_file" ] || wf_sum=$((wf_sum + $(wc -c <"$wf_file")))
  done
  printf '%s\n' "$wf_sum"
}

# Fails, but starts what ran first: nothing was changed, and nobody waits for a backup that is not made.
give_up() {
  act backup.drop rm -f -- "$wf_backup"/*.partial
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
  volumes_find
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
  step_done changed "the dump is in $wf_backup"
}

# Writes what a command in the database's container says to a file, wholly or not at all.
dump() {
  act backup.dump docker_run docker exec "$wf_database" sh -c "$2" >"$wf_backup/$1.partial" 2>"$wf_dir/words" || fail \
    "could not dump the database" "$(last_words "$wf_dir/words")" "look at the database's log and at df, then run apply again"
  settle "$wf_backup/$1.partial"
  act backup.keep mv -f -- "$wf_backup/$1.partial" "$wf_backup/$1"
}
