# What is removed, and what never is: the backup that the running release came from, and what others made.

# Keeps the newest backups: prune_backups COUNT. Those that are not whole are counted apart, so that runs which failed
# push out none that can be gone back to; of these, one that holds no data either is of no use.
prune_backups() {
  set -- "$1" "$wf_state"/backups/*/info
  [ $# -gt $(($1 + 1)) ] || return 0
  wf_from=''
  if [ -e "$wf_state/came-from" ]; then read -r wf_from <"$wf_state/came-from" || :; fi
  wf_left=$1 wf_odd=$1
  for wf_stamp in $(backup_stamps newest); do
    if is_whole "$wf_stamp"; then
      wf_left=$((wf_left - 1))
      [ "$wf_left" -ge 0 ] || [ "$wf_stamp" = "$wf_from" ] || prune_backup "$wf_stamp"
    elif [ -z "$wf_why" ]; then
      [ "$b_data" = none ] || wf_odd=$((wf_odd - 1))
      [ "$b_data" != none ] && [ "$wf_odd" -ge 0 ] || [ "$wf_stamp" = "$wf_from" ] || prune_backup "$wf_stamp"
    fi
  done
}

# The time stamps of all backups that say so of themselves: backup_stamps newest|oldest, that one first.
backup_stamps() {
  for wf_file in "$wf_state"/backups/*/info; do
    [ -e "$wf_file" ] || continue
    read_value order "$wf_file"
    wf_file=${wf_file%/info}
    wf_file=${wf_file##*/}
    case $wf_file in
    [0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z) printf '%s %s\n' "${wf_value:-0}" "$wf_file" ;;
    esac
  done | if [ "$1" = newest ]; then sort -k 1,1nr -k 2,2r; else sort -k 1,1n -k 2,2; fi | cut -d ' ' -f 2
}

# The directory goes first and the record last, so that a prune that dies is finished by the next.
prune_backup() {
  read_value install "$wf_state/backups/$1/info"
  if [ -n "$wf_value" ] && [ -d "$wf_value.backup-$1" ]; then
    act prune.directory rm -rf -- "$wf_value.backup-$1" || return 0
  fi
  [ ! -e "$wf_state/backups/$1/copies" ] || copies_drop "$1" || return 0
  for wf_file in "$wf_state/backups/$1"/*; do
    [ "${wf_file##*/}" = info ] || act prune.file rm -rf -- "$wf_file"
  done
  act prune.record rm -rf -- "${wf_state:?}/backups/$1"
  audit "pruned the backup $1"
}

# Removes staged bundles but the one in use and those of the last day.
prune_staged() {
  for wf_file in "$wf_state"/staged/* "$wf_state"/staged/.[!.]*; do
    if [ -d "$wf_file" ] && [ "${wf_file##*/}" != "$wf_bundle" ]; then break; fi
    wf_file=''
  done
  [ -n "$wf_file" ] || return 0
  find "$wf_state/staged" -mindepth 1 -maxdepth 1 -type d -mtime +1 ! -name "$wf_bundle" 2>/dev/null |
    while IFS= read -r wf_old; do
      act prune.staged rm -rf -- "$wf_old"
    done
}
