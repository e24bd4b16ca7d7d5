# The state directory, and what is said when nothing can be written there or elsewhere.

# yes from the first act on that changes the install, the stack or the data
wf_touched=no
# a function that a failing program calls first as long as nothing was touched, or nothing
wf_undo=''
# a function that says why nothing was said
wf_unsaid=unsaid

# A word for advice that is a command of ours: the controller writes it out, complete.
wf_make_room=make-room

wf_make_readable='use ssh.become: true if walter-fleet ran here with it, else give what is in ~/.walter-fleet back to this user'

# Says why a path cannot be written: who may not, or how much room its file system has.
unwritable() {
  wf_at=$1
  while [ ! -e "$wf_at" ]; do
    wf_at=${wf_at%/*}
    wf_at=${wf_at:-/}
  done
  if [ -w "$wf_at" ]; then
    df -Pk -- "$wf_at" | awk 'NR == 2 { printf "%d KB are free on %s, the file system at %s\n", $4, $1, $6 }'
  else
    printf '%s is not writable for %s, or its file system is read-only\n' "$wf_at" "$(id -un)"
  fi
}

# Says why words of others could not be written down; 1 = they could, and there were none.
unsaid() {
  [ -n "${wf_dir:-}" ] && ! { echo >"$wf_dir/words"; } 2>/dev/null && unwritable "$wf_dir"
}

# The state directory, private.
state_open() {
  [ -d "$HOME" ] || fail "could not open $wf_state" "the home directory $HOME does not exist" "create it"
  [ -d "$wf_state" ] || act state.directory mkdir -p -m 700 -- "$wf_state" 2>/dev/null || fail \
    "could not make $wf_state" "$(unwritable "$HOME")" "$wf_make_room"
}

# Reads one value of a record of ours into wf_value, without a process: read_value KEY FILE
read_value() {
  wf_value=''
  while IFS= read -r wf_line; do
    case $wf_line in "$1="*) wf_value=${wf_line#*=} && break ;; esac
  done 2>/dev/null <"$2" || :
}

# The salt of fingerprints, made once, by a holder of the lock.
salt_open() {
  [ -s "$wf_state/salt" ] || act state.salt new_salt || fail "could not write to $wf_state" \
    "$(unwritable "$wf_state")" "$wf_make_room"
}

new_salt() {
  write_by "$wf_state/salt" random_word
}

random_word() {
  # shellcheck disable=SC2046
  set -- $(od -An -N32 -tx1 /dev/urandom 2>/dev/null || awk 'BEGIN { srand(); print rand() rand() }')
  IFS=''
  printf '%s' "$*"
  unset IFS
}
