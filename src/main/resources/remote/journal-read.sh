# How the journal is read: see journal.sh for how it is kept.

# Reads the journal into j_*; j_state is none, intent, done or unreadable.
journal_read() {
  j_format='' j_run='' j_target='' j_install='' j_stamp='' j_kind='' j_planned='' j_done='' j_step=''
  j_state=none j_inode='' j_away='' j_migrated=no j_progress='' j_undone='' j_at=0 j_end=''
  [ -e "$wf_state/journal" ] || return 0
  read_record "$wf_state/journal" j || :
  case $j_format$j_end$j_state in 11intent | 11done) ;; *) j_state=unreadable ;; esac
}

# Says whether a run began and did not end.
is_unfinished() {
  case $j_state:$j_step in
  none:* | unreadable:* | done:finish | done:rollback) return 1 ;;
  esac
}

is_word() {
  case " $2 " in *" $1 "*) return 0 ;; esac
  return 1
}

# Says whether the machine stands between the two renames of a swap.
is_window() {
  [ "$j_kind" = directory ] && [ -n "$j_install" ] && [ -n "$j_away" ] && is_unfinished &&
    [ ! -e "$j_install" ] && [ -d "$j_install.walter-fleet-new" ] && [ -d "$j_away" ]
}
