# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh backup-info.sh backup-read.sh in-volume.sh uncopied.sh volumes.sh copies.sh pack.sh prune.sh proof-sweep.sh
# Records what was applied, and prunes what is not needed any more.

main() {
  step_begin finish
  wf_backup=$wf_state/backups/$j_stamp
  wf_sums=$wf_state/staged/$wf_bundle/checksums
  if [ -z "$wf_bundle" ] || [ ! -e "$wf_sums" ]; then wf_sums=''; fi
  wf_modes=$wf_sums.modes
  if [ -z "$wf_sums" ] || [ ! -e "$wf_modes" ]; then wf_modes=''; fi
  [ -z "$wf_sums" ] || [ -d "$wf_state/checksums" ] || act finish.directory mkdir -p -- "$wf_state/checksums" || cannot_record
  act finish.records write_records || cannot_record
  [ -z "$wf_sums" ] || act finish.checksums keep_sums "$wf_sums" "$wf_state/checksums/$wf_bundle" || cannot_record
  [ -z "$wf_modes" ] || act finish.modes keep_sums "$wf_modes" "$wf_state/checksums/$wf_bundle.modes" || cannot_record
  act finish.installed put_in "$wf_state/installed" || cannot_record
  ! is_new_origin || act finish.origin put_in "$wf_state/came-from" || cannot_record
  prune_backups "$wf_keep"
  prune_staged
  proof_sweep || :
  pack_backups
  step_done changed "recorded$wf_packed"
  if [ "${wf_leave:-no}" = yes ]; then lock_release || :; fi
}

# Writes what is recorded beside what was, and through to the disk.
write_records() {
  set -- "$wf_state/installed.part"
  recorded_stack
  write_part "$wf_state/installed" installed_text || return 1
  if is_new_origin; then
    write_part "$wf_state/came-from" printf '%s\n' "$j_stamp" || return 1
    set -- "$@" "$wf_written.part"
  fi
  settle "$@"
}

# Keeps what was written through when the bundle was staged, under a second name: the first one goes when that is pruned. They
# are named by the bundle's hash, so what is there is the same.
keep_sums() {
  [ -s "$2" ] || ln -- "$1" "$2" 2>/dev/null || write_by "$2" cat -- "$1"
}

# What Compose was called with in this run; where it was not called, what was on record before.
recorded_stack() {
  database_noted || {
    # another run may have made the backup of this one
    read_value database "$wf_backup/info"
    [ -n "$wf_value" ] || read_value database "$wf_state/installed"
    wf_noted_database=$wf_value
    # a volume without a name may be another one by now
    ! is_unnamed "$wf_value" || wf_noted_database=''
  }
  volumes_noted || {
    read_value project "$wf_state/installed" && wf_noted=$wf_value
    read_value files "$wf_state/installed" && wf_files=$wf_value
    read_value envFiles "$wf_state/installed" && wf_env_files=$wf_value
    read_value volumes "$wf_state/installed" && wf_all_volumes=$wf_value
  }
  [ -n "$wf_noted_database" ] || [ -z "$wf_noted" ] || ! is_perhaps_unnamed || database_seen
}

# Says whether the database's volume may be one without a name of its own: the stack had such, or was none when this run, or
# the one that it goes on with, began.
is_perhaps_unnamed() {
  { [ "$j_kind" = directory ] && [ ! -e "$j_away" ]; } || (! found_read || [ "$wf_unnamed" = yes ] || [ -z "$wf_mounted" ])
}

# Without a backup nobody has looked for the database's volume yet.
database_seen() {
  wf_project=$wf_noted
  ! (volumes_look && [ -n "$wf_database" ] && printf '%s\n' "$wf_postgres_volume") >"$wf_dir/database" 2>/dev/null 3>/dev/null ||
    read -r wf_noted_database <"$wf_dir/database" || :
}

# A line for each value; the target is what a journal is compared with.
installed_text() {
  set -f
  # shellcheck disable=SC2086
  set -- $wf_goal
  set +f
  printf '%s\n' format=1 "$@" "bundle=$wf_bundle" \
    "install=$j_install" "target=$wf_target" "stamp=$j_stamp" "run=$j_run" "at=$wf_at" "project=$wf_noted" \
    "files=$wf_files" "envFiles=$wf_env_files" "volumes=$wf_all_volumes" "database=$wf_noted_database" end=1
}

# Says whether the running release came from the backup of this run; a change of keys alone does not make it so.
is_new_origin() {
  [ -e "$wf_backup/info" ] || return 1
  read_value image "$wf_backup/info"
  [ "$wf_value" != "$wf_image" ] || [ ! -e "$wf_state/came-from" ]
}

cannot_record() {
  fail "could not record what was applied" "$(unwritable "$wf_state")" "$wf_make_room"
}
