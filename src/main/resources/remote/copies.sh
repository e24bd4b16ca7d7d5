# The copies of the volumes that are made while Walter runs and finished while it is stopped.
#
# Each volume has a copy in a volume of its own beside it, VOLUME.backup-STAMP. What a file was is told by its inode, the
# time of its last change, its mode, owner, size and time: what still is so once all is stopped was copied whole before,
# unless it changed at about the time when the first copy began. Sockets are no data. When Walter is up again, the copies are packed into
# files, read back and hashed, and the volumes go; until then they are the backup.

# In a container, where the data is at /walter-fleet/data and the copy at /walter-fleet/aside. Names with a newline are
# told apart by no list: then all is copied at once.
# shellcheck disable=SC2016
wf_lists='
  export LC_ALL=C
  list() {
    find . ! -type d ! -type s -exec stat -c "%i %Z %z %f %u %g %s %Y /%n" {} + &&
      find . -type d -exec stat -c "%i 0 %f %u %g /%n" {} +
  }
  digest() {
    (cd "$1" && find . -type f -exec stat -c "%f %u %g %s %Y %n" {} + &&
      find . ! -type f ! -type s -exec stat -c "%f %u %g %n" {} + &&
      find . -type l -exec sh -c "for link; do readlink \"\$link\"; done" sh {} +) | sort | sha256sum
  }
  whole() {
    find /walter-fleet/aside -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cp -a /walter-fleet/data/. /walter-fleet/aside/
  }'

# The first pass. That files vanish meanwhile is no failure; a full disk is one, before anything is stopped. What is
# written through a mapping of memory shows in the time of the last change only once the page was clean, hence the sync
# before the list.
wf_pass_one='
  cd /walter-fleet/data && { sync -f . 2>/dev/null || sync; } && list 2>/dev/null
  ! cp -a /walter-fleet/data/. /walter-fleet/aside/ 2>&1 | grep -m 1 -e "No space left" -e "uota exceeded" -e "nput/output error" >&2 || exit 1
  sync -f /walter-fleet/aside 2>/dev/null || sync'

# The second one, which has the list of what is settled on stdin. It ends with the digest of the copy.
# shellcheck disable=SC2016
wf_pass_two='
  set -e
  work=$(mktemp -d)
  trap "rm -rf \"$work\"" EXIT
  cat >"$work/settled"
  cd /walter-fleet/data
  list >"$work/now"
  if [ ! -s "$work/settled" ] || find . -name "*
*" | grep -q .; then
    whole
  else
    sort "$work/settled" "$work/settled" "$work/now" | uniq -u | sed "s|^[^/]*/||" >"$work/changed"
    sed "s|^[^/]*/||" "$work/now" >"$work/names"
    (cd /walter-fleet/aside && find .) | sort - "$work/names" "$work/names" | uniq -u >"$work/gone"
    : >"$work/directories" && : >"$work/files"
    while IFS= read -r name; do
      if [ -d "$name" ] && [ ! -L "$name" ]; then echo "$name" >>"$work/directories"; else echo "$name" >>"$work/files"; fi
    done <"$work/changed"
    cd /walter-fleet/aside
    sort "$work/directories" >"$work/parents-first"
    while IFS= read -r name; do
      [ -d "$name" ] && [ ! -L "$name" ] || rm -rf -- "$name"
      mkdir -p -- "$name"
      chown "$(stat -c %u:%g "/walter-fleet/data/$name")" "$name"
      chmod "$(stat -c %a "/walter-fleet/data/$name")" "$name"
    done <"$work/parents-first"
    cat "$work/gone" "$work/files" | tr "\n" "\0" | xargs -0 rm -rf --
    [ ! -s "$work/files" ] || tr "\n" "\0" <"$work/files" |
      xargs -0 sh -c "{ tar --numeric-owner -C /walter-fleet/data -cf - \"\$@\" || : >$work/broken; } | tar --numeric-owner -xpf -" sh
    [ ! -e "$work/broken" ]
  fi
  sync -f /walter-fleet/aside 2>/dev/null || sync
  digest=$(digest /walter-fleet/aside)
  [ "$(digest /walter-fleet/data)" = "$digest" ] || { echo "the copy is not like the volume" >&2; exit 1; }
  echo "${digest%% *}"'

# Runs a script on a volume and its copy, which it may write to: beside_volume VOLUME STAMP SCRIPT
beside_volume() {
  docker_open docker run -i --rm --label walter-fleet.helper=yes --network none --user 0 -v "$1:/walter-fleet/data:ro" \
    -v "$1.backup-$2:/walter-fleet/aside" --entrypoint sh "$wf_helper" -c "$wf_lists$3"
}

# Copies while all runs.
copies_begin() {
  act backup.checkpoint database_settle
  for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
    act backup.volume docker_ask volume create "$wf_volume.backup-$j_stamp" >/dev/null 2>"$wf_dir/words" || cannot_begin
    act backup.ahead copy_ahead "$wf_volume" || cannot_begin
  done
}

copy_ahead() {
  look_at_clock
  machine_uptime
  printf '%s %s\n' "$wf_at" "$wf_uptime" >"$wf_dir/$1.ahead"
  beside_volume "$1" "$j_stamp" "$wf_pass_one" </dev/null >>"$wf_dir/$1.ahead" 2>"$wf_dir/words"
}

# Seconds that nobody sets, in wf_uptime.
machine_uptime() {
  wf_uptime=0
  ! read -r wf_uptime wf_rest 2>/dev/null </proc/uptime || wf_uptime=${wf_uptime%%.*}
}

cannot_begin() {
  copies_drop "$j_stamp" || :
  fail "could not copy the volume $wf_volume" "$(last_words "$wf_dir/words")" "$wf_make_room"
}

# The less PostgreSQL has left to write, the less changes until it is stopped.
database_settle() {
  # shellcheck disable=SC2016
  docker_ask exec "$wf_database" sh -c 'psql -q -U "${POSTGRES_USER:-postgres}" -d postgres -c CHECKPOINT' >/dev/null 2>&1 || :
}

# Copies what changed since to the copy of a volume: copy_rest VOLUME FILE; its line is left in wf_copies.
copy_rest() {
  look_at_clock
  machine_uptime
  # a clock that was set back tells nothing; and what changed within two seconds of the beginning may have changed again
  awk -v now="$wf_at" -v uptime="$wf_uptime" '
    NR == 1 { begun = $1; holds = now >= begun && now - begun + 2 >= uptime - $2; next }
    holds && $2 < begun - 2' \
    "$wf_dir/$1.ahead" >"$wf_dir/settled" 2>/dev/null || : >"$wf_dir/settled"
  wf_copy_digest=$(beside_volume "$1" "$j_stamp" "$wf_pass_two" <"$wf_dir/settled" 2>"$wf_dir/words") && [ -n "$wf_copy_digest" ] || return 1
  wf_copies="$wf_copies$2 $1 $wf_copy_digest $wf_helper
"
}

# Says whether the copies of a backup are there and as they were: copies_hold DIRECTORY
copies_hold() {
  [ -s "$1/copies" ] || return 1
  wf_there=$(docker_ask volume ls --format '{{.Name}}') || return 1
  while read -r c_file c_volume c_digest c_helper; do
    case "
$wf_there
" in *"
$c_volume.backup-${1##*/}
"*) ;; *) return 1 ;; esac
    wf_helper=$c_helper
    wf_copy_digest=$(in_volume "$c_volume.backup-${1##*/}:ro" sh -c "$wf_lists
      digest /walter-fleet/data" 2>/dev/null) && [ "${wf_copy_digest%% *}" = "$c_digest" ] || return 1
  done <"$1/copies"
}

# The copy that becomes a file is left in wf_copy, and its digest in wf_copy_digest: copy_find DIRECTORY FILE
copy_find() {
  while read -r c_file c_volume wf_copy_digest c_helper; do
    [ "$c_file" != "$2" ] || { wf_copy=$c_volume.backup-${1##*/} && return; }
  done <"$1/copies"
  return 1
}

# Makes a volume hold what a copy does, which is looked at first: copy_back DIRECTORY FILE VOLUME
# shellcheck disable=SC2016
copy_back() {
  echo "the copy of the volume $3 is not what it was" >"$wf_dir/words"
  copy_find "$1" "$2" || return 1
  docker_run docker run --rm --label walter-fleet.helper=yes --network none --user 0 -v "$wf_copy:/walter-fleet/data:ro" \
    -v "$3:/walter-fleet/aside" --entrypoint sh "$wf_helper" -c "$wf_lists"'
    digest=$(digest /walter-fleet/data) && [ "${digest%% *}" = "$1" ] || { echo "the copy is not what it was" && exit 1; }
    whole && sync' sh "$wf_copy_digest" >"$wf_dir/words" 2>&1
}

# Removes the copies of a backup, those that a run left which never made a backup of them, and what a killed run left
# running on them: copies_drop STAMP
copies_drop() {
  wf_there=$(docker_ask volume ls --format '{{.Name}}') || return 1
  for wf_aside in $wf_there; do
    case $wf_aside in
    *".backup-$1") ;;
    *.backup-????????T??????Z) is_left_over "${wf_aside##*.backup-}" || continue ;;
    *) continue ;;
    esac
    act copies.drop docker_run docker volume rm "$wf_aside" >/dev/null 2>&1 || copy_free || return 1
  done
}

is_left_over() {
  [ -d "$wf_state/backups/$1" ] && [ ! -e "$wf_state/backups/$1/copies" ]
}

copy_free() {
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "volume=$wf_aside" --filter label=walter-fleet.helper=yes) && [ -n "$wf_ids" ] || return 1
  # shellcheck disable=SC2086
  act copies.helpers docker_run docker rm -f $wf_ids >/dev/null 2>&1 && act copies.drop docker_run docker volume rm "$wf_aside" >/dev/null 2>&1
}
