# How one directory takes the place of another, by renames only.
#
# wf_new is the new one, whole; j_install the place; j_away where the old one goes. The journal has
# noted the inode of the new one, so that the two are told apart whatever their names are.

# Says whether the directory that this run prepared stands at the install's place.
is_in_place() {
  [ -n "$j_inode" ] && [ ! -e "$wf_new" ] && [ -d "$j_install" ] && [ "$(inode "$j_install")" = "$j_inode" ]
}

# Makes room for a new directory: removes what an earlier run prepared, but never an old install.
make_room() {
  if [ -e "$wf_new" ] && [ -n "$j_inode" ] && [ "$(inode "$wf_new")" != "$j_inode" ]; then
    fail "could not swap the directory" "$wf_new is not the directory that run $j_run prepared" \
      "look at it and move it away, then run apply again"
  fi
  if [ -n "$j_inode" ]; then
    j_inode=''
    journal_save exchange.forget
  fi
  act exchange.sweep sweep_new || cannot_write "$wf_new"
}

sweep_new() {
  for wf_file in "$wf_new" "$wf_new.part"; do
    if [ -e "$wf_file" ] || [ -L "$wf_file" ]; then rm -rf -- "$wf_file"; fi
  done
}

# Calls the prepared directory complete, once it is written through, and with it what the journal says of it then.
complete_directory() {
  j_inode=$(inode "$wf_new.part")
  write_part "$wf_state/journal" journal_text || journal_unwritable
  sync -f "$wf_new.part" "$wf_state/journal.part" 2>/dev/null || sync
  act exchange.complete mv -- "$wf_new.part" "$wf_new" || {
    j_inode=''
    cannot_write "$wf_new"
  }
  act exchange.noted put_in "$wf_state/journal" || journal_unwritable
}

# What was begun, and is the place of nothing yet, gives its room back.
cannot_write() {
  wf_why=$(unwritable "$1")
  case $1 in
  "${wf_new:-/}.part"*) act exchange.drop rm -rf -- "$wf_new.part" || : ;;
  */.env.deploy.walter-fleet-new) act exchange.drop rm -f -- "$1" || : ;;
  esac
  fail "could not write $1" "$wf_why" "$wf_make_room"
}

# Puts the new directory in and the old one away, by renames only.
exchange() {
  [ ! -e "$j_away" ] || fail "could not swap the directory" \
    "$j_away exists already: somebody replaced $j_install during run $j_run" look-or-retarget
  wf_touched=yes
  if [ -d "$j_install" ] && is_empty "$j_install"; then
    act exchange.empty rmdir -- "$j_install" || cannot_rename "$j_install"
  fi
  if [ -e "$j_install" ]; then
    wf_kept=$j_away
    if can_exchange && act exchange.exchange mv --exchange -T -- "$wf_new" "$j_install" 2>/dev/null; then
      act exchange.away mv -- "$wf_new" "$j_away" || cannot_rename "$wf_new"
      return 0
    fi
    act exchange.old-away mv -- "$j_install" "$j_away" || cannot_rename "$j_install"
  fi
  act exchange.new-in mv -- "$wf_new" "$j_install" || put_back
}

can_exchange() {
  case $(mv --help 2>/dev/null) in *--exchange*) return 0 ;; esac
  return 1
}

# The second rename failed: the first one is undone, so that the machine keeps its install.
put_back() {
  [ ! -e "$j_away" ] || [ -e "$j_install" ] || act exchange.put-back mv -- "$j_away" "$j_install"
  cannot_rename "$wf_new"
}

cannot_rename() {
  [ ! -e "$j_install" ] || [ -e "$j_away" ] || wf_touched=no
  fail "could not rename $1" "its parent directory is not writable for this user, or it is a mount point" \
    "look at ls -ld ${1%/*} and mount on the machine, then run apply again"
}
