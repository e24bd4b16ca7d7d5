# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh ran.sh mounts.sh in-volume.sh uncopied.sh volumes.sh copies.sh backup-read.sh prune.sh proof-sweep.sh proof.sh
# Proves a backup of the volumes: restores it beside, and has a PostgreSQL of the machine's own image read all of it.
#
# 1. Room on the disk and memory are looked at before. 2. The archives' checksums; then both are unpacked, or the copies that
# are not packed yet are copied, into one volume that nothing else mounts. 3. The names, sizes and times of all files, and what
# pg_controldata says, are compared with what was noted when Walter was stopped, the cluster with the one that runs. 4. PostgreSQL
# starts on it without a network, and every table is read. 5. The volume is removed, and the result is noted with the
# backup. A flaw is a result; what could not be found out is a failure, and nothing is noted. Neither the install nor the
# data are touched.

main() {
  state_open
  lock_prove
  lock_keep
  journal_read
  is_usable "$wf_state/journal" "$j_format" "$j_state" || fail "no backup was proved" "$wf_why" see-status
  ! is_unfinished || fail "no backup was proved" "run $j_run did not end" go-on-or-back
  locate_install
  proof_sweep || fail "no backup was proved" "what an earlier proof left could not be removed" \
    "look at docker volume ls on the machine for names with .proof- in them"
  proof_choose
  compose_find
  deadline_find
  wf_backup=''
  volumes_look
  [ -n "$wf_database" ] || fail "no backup was proved" "no container of project $wf_project has PostgreSQL's data, so its image is not known" \
    "start the stack, then run the same again"
  wf_backup=$wf_state/backups/$wf_chosen
  proof_room
  look_at_clock
  wf_begun=$wf_at wf_began=$wf_looked wf_undo=proof_sweep wf_databases=0 wf_tables=0 wf_flaw=''
  prove
  look_at_clock
  act proof.record write_by "$wf_backup/info" proof_text || fail "could not write $wf_backup/info" \
    "$(unwritable "$wf_backup")" "$wf_make_room"
  proof_sweep || fail "could not remove the volume $wf_proof" "docker refused" "on the machine: docker volume rm $wf_proof"
  audit "proved the backup $wf_chosen: ${wf_flaw:-ok}"
  # a clock that was set meanwhile says nothing of how long it took
  if [ "$wf_looked" -gt 0 ]; then wf_took=$(((wf_looked - wf_began) / 100)); else wf_took=$((wf_at - wf_begun)); fi
  [ "$wf_took" -ge 0 ] || wf_took=0
  say proof "$wf_chosen ${wf_flaw:-ok} $wf_databases $wf_tables $wf_took"
  say result changed
}

# The newest backup that has volumes to restore.
proof_choose() {
  wf_chosen='' wf_dumped=''
  for wf_file in $(backup_stamps newest); do
    b_kb=''
    if ! is_whole "$wf_file"; then continue; fi
    case $b_data in
    volumes) wf_chosen=$wf_file && return 0 ;;
    dump) wf_dumped=${wf_dumped:-$wf_file} ;;
    esac
  done
  [ -z "$wf_dumped" ] || fail "no backup was proved" "the backup $wf_dumped is a dump, and what can be proved is a copy of the volumes" \
    "set backup: volumes in the inventory; or restore the dump by hand in a PostgreSQL of its own, by pg_restore"
  fail "no backup was proved" "there is none with volumes to restore" see-backups
}

# As much as both volumes held, and what is kept free beside; and the memory that PostgreSQL gets here.
proof_room() {
  case ${b_kb:-x} in
  *[!0-9]*) data_size ;;
  *) wf_need=$((65536 + b_kb + b_kb / 10)) ;;
  esac
  docker_space "$wf_backup"
  need_space "could not prove the backup $wf_chosen" "$wf_need" "$wf_free" "$wf_place" "to restore it beside"
  wf_left=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo 2>/dev/null) || wf_left=''
  [ "${wf_left:-$((wf_memory * 2))}" -ge "$((wf_memory + wf_memory / 2))" ] || fail "could not prove the backup $wf_chosen" \
    "$wf_left MB of memory are available, $((wf_memory + wf_memory / 2)) MB are needed" "run the same again when less runs there"
}

# Goes through all of it; what is wrong is left in wf_flaw, as a word.
prove() {
  wf_code=0
  [ ! -s "$wf_backup/checksums" ] || (cd -- "$wf_backup" && nice sha256sum -c checksums) 2>"$wf_dir/words" >/dev/null || wf_code=$?
  case $wf_code in
  0) ;;
  1) wf_flaw=checksum && return 0 ;;
  # who was killed, or did not start, has compared nothing
  *) not_proved ;;
  esac
  wf_proof=$wf_postgres_volume.proof-$wf_chosen
  act proof.noted write_by "$wf_state/proving" printf '%s\n' "$wf_proof" || fail "could not write $wf_state" \
    "$(unwritable "$wf_state")" "$wf_make_room"
  act proof.volume docker_ask volume create "$wf_proof" >/dev/null 2>"$wf_dir/words" || not_proved
  : >"$wf_dir/broken"
  wf_code=0
  if [ -s "$wf_backup/checksums" ]; then
    act proof.unpack proof_unpack postgres && act proof.unpack proof_unpack state || wf_code=$?
    [ ! -s "$wf_dir/broken" ] || wf_flaw=archive
  else
    copies_there "$wf_backup" || { wf_flaw=copies && return 0; }
    act proof.copy proof_copy || wf_code=$?
  fi
  [ -z "$wf_flaw" ] || return 0
  [ "$wf_code" = 0 ] || not_proved
  proof_compare
  [ -z "$wf_flaw" ] || return 0
  wf_code=0
  act proof.read proof_read || wf_code=$?
  proof_said
}

# One archive into its directory of the volume; that it cannot be unpacked to its end is noted, for docker may fail as well.
# shellcheck disable=SC2016
proof_unpack() {
  { nice gzip -dc -- "$wf_backup/$1.tar.gz" 2>/dev/null || echo gzip >"$wf_dir/broken"; } |
    docker_open ${wf_timeout:+timeout "$wf_limit"} docker run -i --rm --label walter-fleet.helper=yes --network none --user 0 -v "$wf_proof:/walter-fleet/data" \
      --entrypoint sh "$wf_helper" -c 'mkdir "/walter-fleet/data/$1" && cd "/walter-fleet/data/$1" || exit 9
        nice -n 19 tar --numeric-owner -xpf - || exit 7
        cat >/dev/null && sync' sh "$1" >"$wf_dir/words" 2>&1 || {
    wf_code=$?
    # a disk that takes no more shows so, too, and is no flaw; nor is what gzip says once nobody reads on
    if [ "$wf_code" = 7 ] && [ -s "$wf_dir/words" ] && ! grep -qE "$wf_no_more" "$wf_dir/words"; then echo tar; fi >"$wf_dir/broken"
    return "$wf_code"
  }
}

# shellcheck disable=SC2016
proof_copy() {
  docker_run ${wf_timeout:+timeout "$wf_limit"} docker run --rm --label walter-fleet.helper=yes --network none --user 0 -v "$wf_proof:/walter-fleet/data" \
    -v "$c_volume.backup-$wf_chosen:/walter-fleet/aside:ro" -v "$c_second.backup-$wf_chosen:/walter-fleet/kept:ro" --entrypoint sh "$wf_helper" -c '
    mkdir "/walter-fleet/data/postgres" "/walter-fleet/data/state" && nice -n 19 cp -a "/walter-fleet/aside/." "/walter-fleet/data/postgres/" &&
      nice -n 19 cp -a "/walter-fleet/kept/." "/walter-fleet/data/state/" && sync' >"$wf_dir/words" 2>&1
}

# Compares what was restored with what was noted when Walter was stopped; older backups have no digests.
proof_compare() {
  # an answer that was cut off compares nothing
  proof_ask "$wf_proof:ro" "$wf_lists$wf_controls$wf_compare" >"$wf_dir/found" 2>"$wf_dir/words" && [ "$(tail -n 1 "$wf_dir/found")" = end ] || not_proved
  wf_owner=$(sed -n 's/^owner //p' "$wf_dir/found")
  if [ -z "$wf_owner" ]; then
    wf_flaw=files
    return 0
  fi
  cluster_words <"$wf_dir/found" >"$wf_dir/restored"
  if [ -s "$wf_backup/control" ]; then cluster_words <"$wf_backup/control"; else cat -- "$wf_dir/restored"; fi >"$wf_dir/noted"
  cluster_read
  wf_lives=$(printf '%s\n' "$wf_control" | cluster_words | head -n 1)
  [ -n "$wf_lives" ] || { printf '%s\n' "$wf_control" >"$wf_dir/words" && not_proved; }
  if [ "$(cat -- "$wf_dir/restored")" != "$(cat -- "$wf_dir/noted")" ] || [ "$wf_lives" != "$(head -n 1 "$wf_dir/restored")" ]; then
    wf_flaw=cluster
    return 0
  fi
  wf_file=$wf_backup/copies
  [ -s "$wf_file" ] || wf_file=$wf_backup/packed
  [ -s "$wf_file" ] || return 0
  while read -r c_file c_volume c_digest c_helper; do
    grep -q "^digest $c_digest " "$wf_dir/found" || wf_flaw=files
  done <"$wf_file"
}

# Which cluster it is, how it was left, and where its log ends.
cluster_words() {
  sed -n -e '/^Database system identifier:/p' -e '/^Latest checkpoint location:/p'
}

proof_ask() {
  in_volume "$1" sh -c "$2"
}

proof_read() {
  proof_run "$wf_owner" "$wf_read_all" >"$wf_dir/read" 2>"$wf_dir/words"
}

proof_said() {
  read -r wf_first wf_second wf_rest <"$wf_dir/read" || wf_first=''
  case $wf_first:$wf_second:$wf_rest in *[!a-z0-9:]*) wf_first='' ;; esac
  case $wf_code:$wf_first in
  0:read) wf_databases=$wf_second wf_tables=$wf_rest ;;
  0:bad)
    [ "$wf_second" != version ] || fail "could not prove the backup $wf_chosen" \
      "its data are of another version of PostgreSQL than the image that runs" "prove a backup that was made since the image changed"
    [ "$wf_second" != room ] || not_enough
    wf_flaw=$wf_second
    ;;
  124:* | 137:*) not_enough ;;
  *) not_proved ;;
  esac
}

not_enough() {
  fail "could not prove the backup $wf_chosen" "it took longer than $wf_limit s, or more memory or disk than there is" \
    "run the same again when less runs there"
}

not_proved() {
  fail "could not prove the backup $wf_chosen" "$(last_words "$wf_dir/words")" "look at docker on the machine, then run the same again"
}

# The record with the result in it, in place of an older one.
proof_text() {
  sed -e '/^proved=/d' -e '/^proof=/d' -e '/^tables=/d' -e '/^databases=/d' -e '/^end=/d' "$wf_backup/info" || return 1
  printf '%s\n' "proved=$wf_at" "proof=${wf_flaw:-ok}" "databases=$wf_databases" "tables=$wf_tables" end=1
}
