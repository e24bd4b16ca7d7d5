# The copies of the volumes that are made while Walter runs and finished while it is stopped.
#
# Each volume has a copy in a volume of its own beside it, VOLUME.backup-STAMP. What a file was is told by its inode, the
# time of its last change, its mode, owner, size and time: what still is so once all is stopped was copied whole before,
# unless it changed at about the time when the first copy began. Sockets are no data. When Walter is up again, the copies are packed into
# files, read back and hashed, and the volumes go; until then they are the backup.

# In a container, where the database's volume is at /walter-fleet/data and its copy at /walter-fleet/aside, Walter's own
# state at /walter-fleet/state and its copy at /walter-fleet/kept. Names with a newline are told apart by no list: then all
# is copied at once.
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
    find "$2" -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cp -a "$1/." "$2/"
  }
'

# The first pass, which prints a list of each volume, a slash between them. That files vanish meanwhile is no failure; a full
# disk is one, before anything is stopped. What is written through a mapping of memory shows in the time of the last change
# only once the page was clean, hence the sync before the list.
wf_no_more='No space left|uota exceeded|nput/output error'
# shellcheck disable=SC2016
wf_pass_one='
  ahead() {
    cd "$1" && { sync -f . 2>/dev/null || sync; } && list 2>/dev/null
    ! cp -a "$1/." "$2/" 2>&1 | grep -m 1 -E "'"$wf_no_more"'" >&2 || exit 1
  }
  ahead "/walter-fleet/data" "/walter-fleet/aside"
  echo /
  ahead "/walter-fleet/state" "/walter-fleet/kept"
  sync -f "/walter-fleet/aside" 2>/dev/null && sync -f "/walter-fleet/kept" 2>/dev/null || sync'

# The second one, which has the lists of what is settled on stdin, a slash between them, and the word go at their end: its
# container starts while Walter still runs, and whoever is killed meanwhile never says so. Before and after, it looks at how
# PostgreSQL left its data, which must be shut down before; it prints the digest of each copy, and at its end how it ended, for
# docker takes its time to remove the container. What can be done at once is: the volumes, their digests and the writing through.
# shellcheck disable=SC2016
wf_pass_two='
  set -e
  work=$(mktemp -d)
  trap "rm -rf \"$work\"" EXIT
  mkdir "$work/data" "$work/state"
  awk -v work="$work" "\$0 == \"go\" { went = 1; next } { if (\$0 == \"/\") second = 1; else print >(work (second ? \"/state\" : \"/data\") \"/settled\") } END { exit !went }"
  mirror() {
    from=$1
    export from work
    cd "$from"
    list >"$work/now"
    if [ ! -s "$work/settled" ] || find . -name "*
*" | grep -q .; then
      whole "$from" "$2"
      return
    fi
    sort "$work/settled" "$work/settled" "$work/now" | uniq -u | sed "s|^[^/]*/||" >"$work/changed"
    sed "s|^[^/]*/||" "$work/now" >"$work/names"
    (cd "$2" && find .) | sort - "$work/names" "$work/names" | uniq -u >"$work/gone"
    : >"$work/directories" && : >"$work/files"
    while IFS= read -r name; do
      if [ -d "$name" ] && [ ! -L "$name" ]; then echo "$name" >>"$work/directories"; else echo "$name" >>"$work/files"; fi
    done <"$work/changed"
    cd "$2"
    sort "$work/directories" >"$work/parents-first"
    while IFS= read -r name; do
      [ -d "$name" ] && [ ! -L "$name" ] || rm -rf -- "$name"
      mkdir -p -- "$name"
      chown "$(stat -c %u:%g "$from/$name")" "$name"
      chmod "$(stat -c %a "$from/$name")" "$name"
    done <"$work/parents-first"
    cat "$work/gone" "$work/files" | tr "\n" "\0" | xargs -0 rm -rf --
    [ -s "$work/files" ] || return 0
    tr "\n" "\0" <"$work/files" >"$work/copied"
    if has_parents; then
      cd "$from"
      to=$2 xargs -0 sh -c "cp -a --parents -- \"\$@\" \"\$to\"" sh <"$work/copied"
    else
      xargs -0 sh -c "{ tar --numeric-owner -C \"\$from\" -cf - \"\$@\" || : >\"\$work/broken\"; } | tar --numeric-owner -xpf -" sh <"$work/copied"
    fi
    [ ! -e "$work/broken" ]
  }
  # cp shares blocks where the file system can, and else copies in the kernel
  has_parents() (
    rm -rf "$work/try" && mkdir -p "$work/try/from/a" "$work/try/to" && : >"$work/try/from/a/b" && cd "$work/try/from" &&
      cp -a --parents -- ./a/b "$work/try/to" && [ -f "$work/try/to/a/b" ]
  ) 2>/dev/null
  finish() (
    set -e
    work=$3
    mirror "$1" "$2"
    { sync -f "$2" 2>/dev/null || sync; } &
    settling=$!
    digest "$1" >"$work/was" &
    digest=$(digest "$2")
    wait $!
    wait "$settling"
    [ "$(cat "$work/was")" = "$digest" ] || { echo "the copy is not like the volume" >&2; exit 1; }
    echo "copy ${digest%% *}"
  )
  copies() (
    set -e
    finish "/walter-fleet/state" "/walter-fleet/kept" "$work/state" >"$work/second" &
    second=$!
    finish "/walter-fleet/data" "/walter-fleet/aside" "$work/data"
    wait "$second"
    cat "$work/second"
  )
  control "/walter-fleet/data" >"$work/before" 2>&1 || :
  sed "s/^/before /" "$work/before"
  grep -q "^Database cluster state: *shut down\$" "$work/before" || exit 3
  code=0
  set +e
  copies
  code=$?
  set -e
  control "/walter-fleet/data" 2>&1 | sed "s/^/after /"
  echo "end $code"
  exit $code'

# Runs a script on both volumes and their copies, which it may write to: beside_volumes STAMP WORD SCRIPT, where the word
# tells the container in the engine's log, and from what others left running.
beside_volumes() {
  docker_open docker run -i --rm --label "walter-fleet.helper=$2" --label "walter-fleet.copier=$2" --network none --user 0 \
    -v "$wf_postgres_volume:/walter-fleet/data:ro" -v "$wf_postgres_volume.backup-$1:/walter-fleet/aside" \
    -v "$wf_state_volume:/walter-fleet/state:ro" -v "$wf_state_volume.backup-$1:/walter-fleet/kept" \
    --entrypoint sh "$wf_helper" -c "$wf_lists$wf_controls$3"
}

# Copies while all runs.
copies_begin() {
  act backup.checkpoint database_settle
  for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
    act backup.volume docker_ask volume create "$wf_volume.backup-$j_stamp" >/dev/null 2>"$wf_dir/words" || cannot_begin
  done
  wf_volume=$wf_postgres_volume
  act backup.ahead copy_ahead || cannot_begin
  act backup.copier copier_start || cannot_begin
  # what was written meanwhile is not left for the stop
  act backup.checkpoint database_settle
}

# Starts the container of the second pass, which then waits for us, and not Walter for it.
copier_start() {
  wf_copier=''
  rm -f -- "$wf_dir/go" "$wf_dir/finished"
  mkfifo "$wf_dir/go" "$wf_dir/finished" 2>"$wf_dir/words" || return 1
  beside_volumes "$j_stamp" "$wf_run" "$wf_pass_two" <"$wf_dir/go" >"$wf_dir/finished" 2>"$wf_dir/copier" &
  wf_copier=$!
  exec 9>"$wf_dir/go" 8<"$wf_dir/finished"
}

copy_ahead() {
  look_at_clock
  printf '%s %s\n' "$wf_at" "$wf_uptime" >"$wf_dir/ahead"
  beside_volumes "$j_stamp" ahead "$wf_pass_one" </dev/null >>"$wf_dir/ahead" 2>"$wf_dir/words" || {
    ! grep -qx / "$wf_dir/ahead" || wf_volume=$wf_state_volume
    return 1
  }
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

# Copies what changed since, in one container, for all waits for it. What PostgreSQL said before and after is left in
# wf_control and wf_control_after, the state before in wf_cluster, the lines of the copies in wf_copies, and in wf_volume
# the volume at which it failed.
copy_rest() {
  # a clock that was set back tells nothing; and what changed within two seconds of the beginning may have changed again
  read -r wf_begun wf_up 2>/dev/null <"$wf_dir/ahead" && look_at_clock && is_clock_true "$wf_begun" "$wf_up" &&
    awk -v begun="$wf_begun" 'NR > 1 && ($0 == "/" || $2 < begun - 2)' "$wf_dir/ahead" >"$wf_dir/settled" 2>/dev/null ||
    : >"$wf_dir/settled"
  { cat -- "$wf_dir/settled" && echo go; } 2>/dev/null >&9 || :
  exec 9>&-
  rest_read <&8
  exec 8<&-
  [ "$wf_code:$wf_volume" != 0: ] || return 0
  wait "$wf_copier" || :
  return 1
}

# Reads what it says until it says how it ended, which is left in wf_code; who was killed says nothing of it.
rest_read() {
  wf_control='' wf_control_after='' wf_copies='' wf_code='' wf_volume=$wf_postgres_volume wf_file=postgres.tar.gz
  while IFS= read -r wf_line; do
    case $wf_line in
    'before '*) wf_control="$wf_control${wf_line#before }
" ;;
    'after '*) wf_control_after="$wf_control_after${wf_line#after }
" ;;
    'copy '*)
      wf_copies="$wf_copies$wf_file $wf_volume ${wf_line#copy } $wf_helper
"
      case $wf_volume in "$wf_postgres_volume") wf_volume=$wf_state_volume wf_file=state.tar.gz ;; *) wf_volume='' ;; esac
      ;;
    'end '*) wf_code=${wf_line#end } && break ;;
    esac
  done
  wf_cluster=$(printf '%s' "$wf_control" | sed -n 's/^Database cluster state: *//p; /^no PostgreSQL/p; /not found/p' | head -n 1)
}

# Says whether nobody can have touched data or copies since this run copied them: the engine's own log of what started, of
# which it forgets the oldest first, ends with our container that did, whose backup then was found whole. Where the log does
# not say so, or the clock was set back, by which it is asked, that is not known: copies_last DIRECTORY
copies_last() {
  look_at_clock
  read -r wf_begun wf_up wf_end 2>/dev/null <"$wf_state/steps/$wf_run/clock" && [ "$wf_end" = end ] &&
    is_clock_true "$wf_begun" "$wf_up" || return 1
  wf_now=$(date +%s.%N)
  # not every date knows fractions, and without them the last second would be missing
  case $wf_now in *[!0-9.]* | *.) wf_now=$(docker_ask info --format '{{.SystemTime}}') || return 1 ;; esac
  docker_ask volume ls --format '{{.Name}}' >"$wf_dir/volumes" &
  wf_found=$(docker_ask events --since 1 --until "$wf_now" --filter type=container --filter event=start \
    --format '{{or (index .Actor.Attributes "walter-fleet.copier") "-"}}' 2>/dev/null | tail -n 1)
  wait $! && [ "$wf_found" = "$wf_run" ] && [ -s "$1/marks" ] && copies_named "$1"
}

# Says whether docker has the copies of a backup; reads what is noted of them.
copies_there() {
  docker_ask volume ls --format '{{.Name}}' >"$wf_dir/volumes" && copies_named "$1"
}

copies_named() {
  { read -r c_file c_volume c_digest c_helper && read -r c_file c_second c_other c_helper; } 2>/dev/null <"$1/copies" || return 1
  wf_left=2
  while IFS= read -r wf_line; do
    case $wf_line in "$c_volume.backup-${1##*/}" | "$c_second.backup-${1##*/}") wf_left=$((wf_left - 1)) ;; esac
  done <"$wf_dir/volumes"
  [ $wf_left = 0 ]
}

# Says whether they are as they were, too, which one container looks at: copies_hold DIRECTORY
# shellcheck disable=SC2016
copies_hold() {
  copies_there "$1" || return 1
  wf_helper=$c_helper
  wf_found=$(in_volumes "$c_volume.backup-${1##*/}" "$c_second.backup-${1##*/}" "$wf_lists"'
    digest "/walter-fleet/data" && digest "/walter-fleet/state"' 2>/dev/null) || return 1
  [ "$wf_found" = "$c_digest  -
$c_other  -" ]
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
    digest=$(digest "/walter-fleet/data") && [ "${digest%% *}" = "$1" ] || { echo "the copy is not what it was" && exit 1; }
    whole "/walter-fleet/data" "/walter-fleet/aside" && sync' sh "$wf_copy_digest" >"$wf_dir/words" 2>&1
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
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "volume=$wf_aside" --filter label=walter-fleet.helper) && [ -n "$wf_ids" ] || return 1
  # shellcheck disable=SC2086
  act copies.helpers docker_run docker rm -f $wf_ids >/dev/null 2>&1 && act copies.drop docker_run docker volume rm "$wf_aside" >/dev/null 2>&1
}
