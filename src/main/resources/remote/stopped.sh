# A stack that was stopped for its backup does not stay down when its run goes no further.

# Says whether the last run stopped the stack for a backup and came no further than that.
is_stopped_for_backup() {
  [ "$j_step:$j_state" = backup:done ] && ! is_swapped && read_value data "$wf_state/backups/$j_stamp/info" &&
    [ "$wf_value" = volumes ]
}

# Starts it. The backup is outdated from then on, and the journal says so first: it will be made anew.
start_after_backup() {
  j_done='' j_step=backup j_state=intent
  journal_save stopped.outdated
  wf_touched=yes
  compose_find
  act stopped.start compose "$install" "$install/.env.deploy" start >"$wf_state/words" 2>&1 || fail \
    "could not start the stack again, which was stopped for its backup" "$(last_words "$wf_state/words")" \
    "look at docker ps -a on the machine; the next apply makes the backup anew and goes on"
  rm -f -- "$wf_state/words"
  audit "started the stack again, which was stopped for its backup"
}
