# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh prune.sh
# Lists the backups on the machine; with wf_keep, prunes them first, which needs the lock.

main() {
  frame backups
}

backups() {
  wf_bundle=''
  if [ -n "$wf_keep" ]; then
    state_open
    lock_prove
    journal_read
    ! is_unfinished || fail "no backup was pruned" "run $j_run did not end, and may need its backup" "run apply or rollback first"
    prune_backups "$wf_keep"
  fi
  say clock "$(now)"
  wf_from=''
  if [ -e "$wf_state/came-from" ]; then read -r wf_from <"$wf_state/came-from" || :; fi
  for wf_stamp in $(backup_stamps oldest); do
    wf_info=$wf_state/backups/$wf_stamp/info
    wf_note=''
    [ "$wf_stamp" != "$wf_from" ] || wf_note=' origin'
    say backup "$wf_stamp $(info_of data) $(info_of bytes) $(info_of image) $(info_of made)$wf_note"
  done
  say result already
}

info_of() {
  read_value "$1" "$wf_info"
  printf '%s\n' "${wf_value:--}"
}
