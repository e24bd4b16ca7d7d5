# A stack that was stopped for its backup does not stay down when its run goes no further.

# Says whether the last run stopped the stack for a backup, whatever became of that, and came no further.
is_stopped_for_backup() {
  [ "$j_step" = backup ] && ! is_swapped || return 1
  ran_read
  [ "$wf_noted" = no ] || return 0
  [ "$j_state" = "done" ] && read_value data "$wf_state/backups/$j_stamp/info" && [ "$wf_value" = volumes ]
}

# Starts it. The backup is outdated from then on, and the journal says so first: it will be made anew.
start_after_backup() {
  j_done='' j_step=backup j_state=intent
  journal_save stopped.outdated
  wf_touched=yes
  compose_find
  stack_start >"$wf_state/words" 2>&1 || fail \
    "could not start the stack again, which was stopped for its backup" "$(last_words "$wf_state/words")" \
    "look at docker ps -a on the machine; the next apply makes the backup anew and goes on"
  rm -f -- "$wf_state/words"
  audit "started the stack again, which was stopped for its backup"
}
