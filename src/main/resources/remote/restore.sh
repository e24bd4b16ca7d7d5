# How the volumes of a backup are put back: by an exchange, or where docker's volumes allow none by copies (see exchange-data.sh).
#
# What both volumes hold is copied to volumes of its own, and only then replaced. Right before each of these nobody runs
# who may write to the data, and they count only if nobody did until they ended; else it begins again. Once both are back,
# and that is noted, what is written is written to the right data: it stays, whatever becomes of the rollback.

# Whether what the volumes hold, and what comes in its place if that is more, finds room.
restore_space() {
  if is_word replacing "$j_progress" || is_word exchanging "$j_progress"; then return 0; fi
  data_size
  read_value kb "$wf_backup/info"
  [ "${wf_value:-0}" -le "$wf_data_kb" ] || wf_need=$((wf_need + wf_value - wf_data_kb))
  docker_space "$wf_backup"
  need_space "could not roll back to $j_stamp" "$wf_need" "$wf_free" "$wf_place" "to keep what the volumes hold now"
}

# Puts both volumes back; whoever is started meanwhile is stopped, and what he may have touched is done anew.
restore_volumes() {
  if is_data_back; then return 0; fi
  ! exchange_data || return 0
  for wf_round in 1 2 3; do
    wf_still=yes
    if [ ! -e "$wf_backup/still" ] || started_since "$wf_backup/still"; then wf_still=no; fi
    # the marks are of the very look that saw nobody run
    data_quiet || cannot_restore
    if [ $wf_still = no ]; then
      restore_forget
      act rollback.still write_by "$wf_backup/still" data_marks || cannot_restore
    fi
    if keep_volumes && put_volumes; then return 0; fi
  done
  printf 'the container %s runs again and again, though it is stopped\n' "$wf_writer" >"$wf_dir/words"
  cannot_restore
}

# What was put aside holds once anything was replaced: it is what was there before. Where this program noted that it is about
# to replace, and did not begin, who was started in between wrote to what is there, which is put aside anew.
restore_forget() {
  wf_words=$j_progress j_progress=''
  for wf_word in $wf_words; do
    case $wf_word in
    restored:*) continue ;;
    replacing) ! is_replaced_next || continue ;;
    kept:*) is_word replacing "$wf_words" && ! is_replaced_next || continue ;;
    esac
    j_progress="${j_progress:+$j_progress }$wf_word"
  done
  [ "$wf_words" = "$j_progress" ] || journal_save rollback.forgot
}

is_replaced_next() {
  [ "${wf_next:-}" = replacing ]
}

# Copies what both volumes hold to volumes of their own; 1 = somebody ran meanwhile.
keep_volumes() {
  for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
    ! is_word "kept:$wf_volume" "$j_progress" || continue
    act rollback.aside docker_ask volume create "$wf_volume.replaced-$j_stamp" >/dev/null || cannot_restore
    act rollback.keep copy_data "$wf_volume" "$wf_volume.replaced-$j_stamp" || cannot_restore
    ! started_since "$wf_backup/still" || return 1
    progress rollback.kept "kept:$wf_volume"
  done
  is_word replacing "$j_progress" || {
    wf_next=replacing
    progress rollback.replacing replacing
  }
}

# Replaces what they hold by what the backup has, the database last: it comes back just before that is noted. 1 = somebody
# ran meanwhile.
put_volumes() {
  put_volume "$wf_state_volume" state.tar.gz && put_volume "$wf_postgres_volume" postgres.tar.gz
}

is_data_back() {
  is_word "restored:$wf_state_volume" "$j_progress" && is_word "restored:$wf_postgres_volume" "$j_progress"
}

put_volume() {
  if is_word "restored:$1" "$j_progress"; then return 0; fi
  data_quiet || cannot_restore
  ! started_since "$wf_backup/still" || return 1
  from_backup "$2" "$1" || cannot_restore
  ! started_since "$wf_backup/still" || return 1
  progress rollback.restored "restored:$1"
}

# Makes a volume hold what the backup has in a file, or still in a copy: from_backup FILE VOLUME
from_backup() {
  wf_next=''
  if [ -s "$wf_backup/checksums" ]; then
    act rollback.restore fill_volume "$2" "$wf_backup/$1"
  else
    act rollback.restore-copy copy_back "$wf_backup" "$1" "$2"
  fi
}

# Makes one volume hold what another does: copy_data FROM TO
copy_data() {
  docker_run docker run --rm --label walter-fleet.helper=yes --network none --user 0 -v "$1:/walter-fleet/data:ro" -v "$2:/walter-fleet/aside" \
    --entrypoint sh "$wf_helper" -c 'find /walter-fleet/aside -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cp -a /walter-fleet/data/. /walter-fleet/aside/ && sync' \
    >"$wf_dir/words" 2>&1
}

fill_volume() {
  rm -f -- "$wf_dir/broken"
  { gzip -dc -- "$2" || : >"$wf_dir/broken"; } |
    into_volume "$1" sh -c 'find /walter-fleet/data -mindepth 1 -maxdepth 1 -exec rm -rf {} + && tar --numeric-owner -C /walter-fleet/data -xpf - && sync' \
      >"$wf_dir/words" 2>&1 || return 1
  [ ! -e "$wf_dir/broken" ]
}

# Fails, but what was there is put in place again, and what ran is started.
cannot_restore() {
  wf_why=$(last_words "$wf_dir/words")
  is_in_place_again || ! put_back_kept || start_back "could not roll back to $j_stamp" "$wf_why" "mend that, then run the same rollback again"
  fail "could not put the volumes back" "$wf_why" \
    "mend that, then run the same rollback again: it goes on; nothing is lost, what was replaced is in volumes named .replaced-$j_stamp"
}

put_back_kept() {
  ! is_word exchanging "$j_progress" || act rollback.exchange-back in_root "$wf_exchange_back" || return 1
  if is_word replacing "$j_progress" && ! is_replaced_next; then
    restore_forget
    for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
      data_quiet && act rollback.return copy_data "$wf_volume.replaced-$j_stamp" "$wf_volume" || return 1
    done
  fi
  j_progress=''
  journal_save rollback.returned
  for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
    act rollback.drop docker_ask volume rm "$wf_volume.replaced-$j_stamp" >/dev/null 2>&1 || :
  done
  drop_ahead
}
