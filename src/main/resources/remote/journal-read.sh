# How the journal is read: see journal.sh for how it is kept.

# Reads the journal into j_*; j_state is none, intent, done or unreadable.
journal_read() {
  j_run='' j_target='' j_install='' j_stamp='' j_kind='' j_planned='' j_done='' j_step=''
  j_state=none j_inode='' j_away='' j_migrated=no j_progress='' j_at=0
  [ -e "$wf_state/journal" ] || return 0
  j_state=unreadable wf_end=no wf_intent=''
  while IFS= read -r wf_line; do
    wf_value=${wf_line#*=}
    case $wf_line in
    state=*) wf_intent=$wf_value ;;
    run=* | target=* | install=* | stamp=* | kind=* | planned=* | done=* | step=* | inode=* | away=* | migrated=* | progress=* | at=*)
      eval "j_${wf_line%%=*}=\$wf_value"
      ;;
    end=1) wf_end=yes ;;
    esac
  done 2>/dev/null <"$wf_state/journal" || return 0
  case $wf_end$wf_intent in yesintent | yesdone) j_state=$wf_intent ;; esac
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
