# What a backup says of itself; only backups that have this are ever listed, used or pruned.

# Opens the backup of this run, and records what the machine runs now.
backup_info() {
  wf_backup=$wf_state/backups/$j_stamp
  if [ -e "$wf_backup/info" ]; then
    wf_old_image=$(sed -n 's/^image=//p' "$wf_backup/info")
    return 0
  fi
  act backup.directory mkdir -p -- "$wf_backup" || fail "could not make $wf_backup" \
    "$(unwritable "$wf_backup")" "$wf_make_room"
  wf_old_image=''
  [ ! -e "$install/.env.deploy" ] || wf_old_image=$(env_value "$(env_key image)" "$install/.env.deploy")
  if [ -e "$wf_state/installed" ]; then
    act backup.record keep_record || fail "could not write $wf_backup" "$(unwritable "$wf_backup")" "$wf_make_room"
  fi
  backup_describe none 0
}

keep_record() {
  write_by "$wf_backup/installed" cat -- "$wf_state/installed"
}

# Records what the backup holds: backup_describe volumes|dump|none BYTES.
backup_describe() {
  backup_order
  act backup.info backup_write "$1" "$2" || fail "could not write $wf_backup/info" "$(unwritable "$wf_backup")" \
    "$wf_make_room"
}

backup_write() {
  write_by "$wf_backup/info" printf '%s\n' format=1 "image=$wf_old_image" "data=$1" "bytes=$2" "kind=$j_kind" \
    "run=$j_run" "install=$j_install" "made=$wf_at" "order=$wf_order" end=1
}

# Counts backups, so that they stay in their order whatever becomes of the clock.
backup_order() {
  wf_order=$(sed -n 's/^order=//p' "$wf_backup/info" 2>/dev/null || :)
  [ -z "$wf_order" ] || return 0
  wf_order=$(sed -n 's/^order=//p' "$wf_state"/backups/*/info 2>/dev/null | sort -n | tail -n 1)
  wf_order=$((${wf_order:-0} + 1))
}
