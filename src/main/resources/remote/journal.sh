# The journal: what the last run wanted, which steps it had planned, and how far it came.
#
# Intent is written before a step, done after it. A run that comes later with the same target takes
# the record over; one with another target may not touch an install that was already being changed.

journal_text() {
  printf '%s\n' format=1 "run=$j_run" "target=$j_target" "install=$j_install" "stamp=$j_stamp" \
    "kind=$j_kind" "planned=$j_planned" "done=$j_done" "step=$j_step" "state=$j_state" \
    "inode=$j_inode" "away=$j_away" "migrated=$j_migrated" "progress=$j_progress" "undone=$j_undone" "at=$wf_at" end=1
}

journal_write() {
  write_by "$wf_state/journal" journal_text
}

# Replaces the journal by what j_* say: journal_save NAME-OF-ACT.
journal_save() {
  act "$1" journal_write || journal_unwritable
}

journal_unwritable() {
  fail "could not write $wf_state/journal" "$(unwritable "$wf_state/journal")" "$wf_make_room"
}

# Makes the last entry outlast a power cut. File systems keep the order of what they rename, so only what is about to
# change elsewhere, the data in docker's volumes, has to wait for it.
journal_hold() {
  settle "$wf_state"
}

# Says whether the unfinished run may have changed the install.
has_changed_install() {
  is_word "$j_step" "$wf_changing rollback"
}

# Begins a step: proves the lock, mends what a run left between two renames, writes the intent.
step_begin() {
  step_open "$1"
  step_intend
}

# All of that but the intent, for a step that asks something first.
step_open() {
  wf_this_step=$1
  machine_uptime
  wf_step_began=$wf_uptime
  state_open
  lock_prove
  lock_keep
  salt_open
  journal_read
  is_usable "$wf_state/journal" "$j_format" "$j_state" || fail_with 23 "step $1 was not begun" "$wf_why" \
    "look at it; if no run is under way, move it away and run apply again"
  mend_window
  locate_install
  if is_unfinished && [ "$j_target" != "$wf_target" ] && has_changed_install && [ "$wf_retarget" != yes ]; then
    fail_with 23 "step $1 was not begun" "run $j_run ended in the middle of $j_step towards another target: ${j_target%% *}" \
      back-or-retarget
  fi
  if is_unfinished && [ "$j_target" = "$wf_target" ]; then
    journal_inherit
  else
    journal_fresh
  fi
  j_run=$wf_run j_step=$1 j_state=intent
}

step_intend() {
  journal_save "journal.intent.$wf_this_step"
}

# Takes over the record of a run that died on the way to the same target.
journal_inherit() {
  for wf_word in $wf_planned; do
    is_word "$wf_word" "$j_planned" || j_planned="$j_planned $wf_word"
  done
  [ -n "$j_kind" ] || j_kind=$wf_kind
}

journal_fresh() {
  j_target=$wf_target j_planned=$wf_planned j_done='' j_kind=$wf_kind j_inode='' j_migrated=no
  j_install=$install_real j_progress='' j_undone=''
  j_stamp=$wf_at_stamp
  while [ -e "$install_real.backup-$j_stamp" ] || [ -e "$wf_state/backups/$j_stamp" ]; do
    sleep 1
    look_at_clock
    j_stamp=$wf_at_stamp
  done
  j_away=$install_real.backup-$j_stamp
}

# Ends a step: step_done changed|already DETAIL. What it copied, in kilobytes, stands in wf_copied; how long it had worked
# when it stopped the stack, in milliseconds, in wf_ahead.
step_done() {
  look_again
  is_word "$wf_this_step" "$j_done" || j_done="${j_done:+$j_done }$wf_this_step"
  j_state='done'
  journal_save "journal.done.$wf_this_step"
  audit "$wf_this_step: $1: $2"
  is_lease_new || lock_renew || :
  say result "$1"
  say detail "$2"
  [ -z "${wf_copied:-}" ] || say bytes "$((wf_copied * 1024))"
  [ -z "${wf_ahead:-}" ] || say ahead "$wf_ahead"
}

# Counts what a step copied, as the backup that it is about says: copied BACKUP
copied() {
  read_value kb "$1/info"
  case $wf_value in '' | *[!0-9]* | 0?*) ;; *) wf_copied=$((${wf_copied:-0} + wf_value)) ;; esac
}

# Notes how far a step came, so that a later one goes on from there: progress NAME WORD.
progress() {
  j_progress="${j_progress:+$j_progress }$2"
  journal_save "$1"
  journal_hold
}

# Finds the install: install is as the user says, install_real the directory behind links.
locate_install() {
  case $wf_install in
  /*) install=$wf_install ;;
  *) install=$HOME/$wf_install ;;
  esac
  install_real=$install
  if [ -L "$install" ]; then
    if [ -d "$install" ]; then
      real_path "$install"
      install_real=$wf_real_path
    elif [ -n "${j_install:-}" ] && is_window; then
      install_real=$j_install
    else
      fail "could not find the install" "$install is a symbolic link to a directory that does not exist" \
        "remove the link, or make its target"
    fi
  elif [ -d "${install%/*}" ]; then
    real_path "${install%/*}"
    install_real=$wf_real_path/${install##*/}
  fi
}

# Says whether the two directories changed places, and the old one still has the new one's name.
is_exchanged() {
  [ "$j_kind" = directory ] && [ -n "$j_inode" ] && is_unfinished && [ -d "$j_install" ] &&
    [ -d "$j_install.walter-fleet-new" ] && [ ! -e "$j_away" ] &&
    [ "$(inode "$j_install")" = "$j_inode" ]
}

# Says whether the swap of this run took place, whatever the journal had time to note.
is_swapped() {
  is_word swap "$j_done" || { [ -n "$j_inode" ] && [ -d "$j_install" ] && [ "$(inode "$j_install")" = "$j_inode" ]; }
}

inode() {
  # shellcheck disable=SC2012
  wf_inode=$(ls -di -- "$1") || return 1
  # shellcheck disable=SC2086
  set -- $wf_inode
  printf '%s\n' "$1"
}

# Finishes the one rename that an earlier run did not come to.
mend_window() {
  if is_window; then
    mend_rename "$j_install.walter-fleet-new" "$j_install"
  elif is_exchanged; then
    mend_rename "$j_install.walter-fleet-new" "$j_away"
  fi
}

mend_rename() {
  wf_touched=yes
  act window.mend mv -- "$1" "$2" || fail "could not finish the swap of run $j_run" \
    "$1 could not be renamed" "mv '$1' '$2' on the machine"
  settle "${2%/*}"
  audit "finished the swap of run $j_run, which ended between two renames"
}
