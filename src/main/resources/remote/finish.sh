# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh backup-info.sh prune.sh
# Records what was applied, and prunes what is not needed any more.

main() {
  step_begin finish
  wf_backup=$wf_state/backups/$j_stamp
  if [ -n "$wf_bundle" ] && [ -e "$wf_state/staged/$wf_bundle/checksums" ]; then
    act finish.directory mkdir -p -- "$wf_state/checksums" || cannot_record
    act finish.checksums keep_checksums || cannot_record
  fi
  act finish.installed write_installed || cannot_record
  keep_origin
  prune_backups "$wf_keep"
  prune_staged
  step_done changed "recorded"
  if [ "${wf_leave:-no}" = yes ]; then lock_release || :; fi
}

# Notes which backup the running release came from; a change of keys alone does not move it.
keep_origin() {
  [ -e "$wf_backup/info" ] || return 0
  [ "$(sed -n 's/^image=//p' "$wf_backup/info")" != "$wf_image" ] || [ ! -e "$wf_state/came-from" ] || return 0
  act finish.origin write_origin || cannot_record
}

write_origin() {
  write_by "$wf_state/came-from" printf '%s\n' "$j_stamp"
}

cannot_record() {
  fail "could not record what was applied" "$(unwritable "$wf_state")" "$wf_make_room"
}

keep_checksums() {
  write_by "$wf_state/checksums/$wf_bundle" cat -- "$wf_state/staged/$wf_bundle/checksums"
}

write_installed() {
  write_by "$wf_state/installed" printf '%s\n' format=1 "bundle=$wf_bundle" "target=$wf_target" "stamp=$j_stamp" \
    "run=$j_run" "at=$wf_at" end=1
}
