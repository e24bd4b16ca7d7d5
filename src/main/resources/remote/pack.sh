# Packs the copies of the volumes into files, once Walter is up again.

# Packs what is not packed yet; what does not succeed stays as it is, a whole backup, and is tried again by the next run.
pack_backups() {
  wf_packed='' wf_copied=''
  for wf_file in "$wf_state"/backups/*/copies; do
    [ -e "$wf_file" ] || continue
    wf_backup=${wf_file%/copies}
    pack_backup || {
      wf_packed="$wf_packed; the copies of the volumes could not be packed and stay volumes named .backup-${wf_backup##*/}: $(last_words "$wf_dir/words")"
      pack_drop
    }
  done
}

# Files without their checksums are packed anew, and until then the room is somebody else's.
pack_drop() {
  [ -s "$wf_backup/checksums" ] || act pack.drop rm -f -- "$wf_backup"/*.partial "$wf_backup"/*.gz
}

pack_backup() {
  if ! [ -s "$wf_backup/checksums" ]; then
    set --
    while read -r c_file c_volume c_digest wf_helper; do
      act pack.copy pack_volume "$c_volume.backup-${wf_backup##*/}" "$c_file" "$c_digest" || return 1
      act pack.keep mv -f -- "$wf_backup/$c_file.partial" "$wf_backup/$c_file" || return 1
      set -- "$@" "$c_file"
    done <"$wf_backup/copies"
    act pack.checksums write_sums "$@" || return 1
  fi
  act pack.bytes write_by "$wf_backup/info" sed "s/^bytes=.*/bytes=$(backup_bytes)/" "$wf_backup/info" || return 1
  copies_drop "${wf_backup##*/}" || return 1
  # what the files were like then is what a proof compares them with
  act pack.done mv -f -- "$wf_backup/copies" "$wf_backup/packed" || return 1
  copied "$wf_backup"
}

# Packs one volume, which after that must be as it was when Walter was stopped, and reads what was written to its end:
# pack_volume VOLUME FILE DIGEST
# shellcheck disable=SC2016
pack_volume() {
  rm -f -- "$wf_dir/broken"
  { in_volume "$1:ro" sh -c "$wf_lists"'
    tar --numeric-owner -C "/walter-fleet/data" -cf - . || exit
    digest=$(digest "/walter-fleet/data") && [ "${digest%% *}" = "$1" ] && exit
    echo "the copy is not what it was" >&2
    exit 1' sh "$3" || : >"$wf_dir/broken"; } 2>"$wf_dir/words" |
    nice gzip -1 >"$wf_backup/$2.partial" 2>>"$wf_dir/words" && [ ! -e "$wf_dir/broken" ] || return 1
  settle "$wf_backup/$2.partial"
  { nice gzip -dc -- "$wf_backup/$2.partial" || : >"$wf_dir/broken"; } 2>>"$wf_dir/words" |
    { tar -tf - >"$wf_dir/names" 2>>"$wf_dir/words" && cat >/dev/null; } && [ ! -e "$wf_dir/broken" ] && [ -s "$wf_dir/names" ]
}
