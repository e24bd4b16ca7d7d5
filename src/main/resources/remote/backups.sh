# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh copies.sh backup-read.sh prune.sh
# Lists the backups on the machine; with wf_keep, prunes them first, which needs the lock.

main() {
  frame backups
}

backups() {
  wf_bundle=''
  is_state_readable || fail "could not list the backups" "$wf_why" "$wf_make_readable"
  journal_read
  for wf_stamp in $(backup_stamps oldest); do
    is_whole "$wf_stamp" || [ -z "$wf_why" ] || fail "could not list the backups" "$wf_why" \
      "move $wf_state/backups/$wf_stamp to another place on the machine, then run the same again"
  done
  if [ -n "$wf_keep" ]; then
    state_open
    lock_prove
    journal_read
    ! is_unfinished || fail "no backup was pruned" "run $j_run did not end, and may need its backup" go-on-or-back
    prune_backups "$wf_keep"
  fi
  say clock "$(now)"
  wf_from=''
  if [ -e "$wf_state/came-from" ]; then read -r wf_from <"$wf_state/came-from" || :; fi
  for wf_stamp in $(backup_stamps oldest); do
    wf_note=''
    [ "$wf_stamp" != "$wf_from" ] || wf_note=' origin'
    is_whole "$wf_stamp" || wf_note="$wf_note partial"
    say backup "$wf_stamp $b_data $b_bytes ${b_image:--} $b_made$wf_note"
  done
  say result already
}
