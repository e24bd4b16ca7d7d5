# What a backup says of itself; only backups that have this are ever listed, used or pruned.

# Opens the backup of this run, and records what the machine runs now.
backup_info() {
  wf_backup=$wf_state/backups/$j_stamp
  if [ -e "$wf_backup/info" ]; then
    read_value image "$wf_backup/info"
    wf_old_image=$wf_value
    return 0
  fi
  act backup.directory mkdir -p -- "$wf_backup" || fail "could not make $wf_backup" \
    "$(unwritable "$wf_backup")" "$wf_make_room"
  wf_old_image=''
  if [ -e "$install/.env.deploy" ]; then
    # what is percent-encoded is no image
    fact_value image || managed_value image "$install/.env.deploy"
    wf_old_image=$wf_env_value
  fi
  wf_record=''
  if [ -e "$wf_state/installed" ]; then
    wf_record=$wf_backup/installed
    act backup.record keep_record || fail "could not write $wf_backup" "$(unwritable "$wf_backup")" "$wf_make_room"
  fi
  backup_describe none 0
}

# It comes in with the backup's own record, which is last: without that there is no backup.
keep_record() {
  write_part "$wf_record" installed_lines
}

installed_lines() {
  while IFS= read -r wf_line; do printf '%s\n' "$wf_line"; done <"$wf_state/installed"
}

# Records what the backup holds: backup_describe volumes|dump|none BYTES.
backup_describe() {
  backup_order
  act backup.info backup_write "$1" "$2" || fail "could not write $wf_backup/info" "$(unwritable "$wf_backup")" \
    "$wf_make_room"
}

backup_write() {
  wf_of_state=''
  [ "$1" != volumes ] || wf_of_state=$wf_state_volume
  write_part "$wf_backup/info" printf '%s\n' format=1 "image=$wf_old_image" "data=$1" "bytes=$2" "kind=$j_kind" \
    "run=$j_run" "install=$j_install" "made=$wf_at" "order=$wf_order" \
    ${wf_data_kb:+"kb=$wf_data_kb"} ${wf_database:+"database=$wf_postgres_volume"} ${wf_of_state:+"state=$wf_of_state"} end=1 || return 1
  settle ${wf_record:+"$wf_record.part"} "$wf_backup/info.part"
  [ -z "${wf_record:-}" ] || put_in "$wf_record" || return 1
  wf_record=''
  put_in "$wf_backup/info"
}

# Counts backups, so that they stay in their order whatever becomes of the clock.
backup_order() {
  read_value order "$wf_backup/info"
  wf_order=$wf_value
  [ -z "$wf_order" ] || return 0
  wf_order=0
  for wf_file in "$wf_state"/backups/*/info; do
    read_value order "$wf_file"
    case $wf_value in *[!0-9]*) continue ;; esac
    [ "${wf_value:-0}" -le "$wf_order" ] || wf_order=$wf_value
  done
  wf_order=$((wf_order + 1))
}

# Writes the checksums of files of the backup.
write_sums() {
  write_by "$wf_backup/checksums" sums_of "$@"
}

sums_of() {
  (cd -- "$wf_backup" && sha256sum -- "$@")
}

backup_bytes() {
  wf_sum=0
  for wf_file in "$wf_backup"/*.gz "$wf_backup"/*.dump; do
    [ ! -e "$wf_file" ] || wf_sum=$((wf_sum + $(wc -c <"$wf_file")))
  done
  printf '%s\n' "$wf_sum"
}
