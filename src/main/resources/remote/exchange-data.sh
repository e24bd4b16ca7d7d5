# How the volumes of a backup are put back within a moment.
#
# Docker keeps a plain volume in a directory, and takes whatever is there by that name when a container starts. So what the
# backup has is made ready in volumes of its own, VOLUME.restoring-STAMP, while Walter still runs; once all is stopped, the
# directories change their names, and what the volumes held is what VOLUME.replaced-STAMP holds. Nothing is written to a
# volume that anybody mounts: who is started in between goes on with the directory that he has, which is put aside with all
# that he writes, and is stopped. How far an exchange came can be seen; one that was killed goes on, or back. Where volumes
# are no plain ones, do not lie side by side, or are mounted by somebody who is left alone, all is copied instead.

# In a container, where docker's volumes are at /walter-fleet/data: goes over the volumes in the words after the stamp.
# shellcheck disable=SC2016
wf_each='
  set -e
  stamp=$1
  shift
  settle() {
    sync -f "/walter-fleet/data" 2>/dev/null || sync
  }
  names() {
    live=/walter-fleet/data/$1/_data new=/walter-fleet/data/$1.restoring-$stamp/_data old=/walter-fleet/data/$1.replaced-$stamp/_data
  }
'

# Whether directories can change their names here, which a second name of one file shows: it never leads out of a mount.
# shellcheck disable=SC2016
wf_exchange_try='
  for volume; do
    names "$volume"
    for one in "$live" "$new" "$old"; do
      [ -d "$one" ] && [ ! -L "$one" ] && [ "$(stat -c %d "$one")" = "$(stat -c %d "/walter-fleet/data")" ]
      file=${one%/_data}/.walter-fleet-$stamp
      rm -f "$file"
      if [ -z "$first" ]; then : >"$file" && first=$file; else ln "$first" "$file" && rm -f "$file"; fi
    done
  done
  rm -f "$first"'

# shellcheck disable=SC2016
wf_exchange='
  for volume; do
    names "$volume"
    [ -d "$new" ] || continue
    if [ -d "$live" ]; then
      [ ! -d "$old" ] || rmdir "$old"
      mv "$live" "$old"
      settle
    fi
    mv "$new" "$live"
    settle
  done'

# shellcheck disable=SC2016
wf_exchange_back='
  for volume; do
    names "$volume"
    [ -d "$new" ] || { [ -d "$old" ] && mv "$live" "$new"; }
    [ -d "$live" ] || mv "$old" "$live"
    settle
  done'

# Makes ready what the backup has, if an exchange is possible here; the stack may run meanwhile.
restore_ahead() {
  if is_data_back || is_word ahead "$j_progress" || is_word replacing "$j_progress"; then return 0; fi
  case " $j_progress" in *' kept:'*) return 0 ;; esac
  root_find || return 0
  for wf_volume in "$wf_state_volume" "$wf_postgres_volume"; do
    for wf_aside in "$wf_volume.restoring-$j_stamp" "$wf_volume.replaced-$j_stamp"; do
      act rollback.volume docker_ask volume create "$wf_aside" >/dev/null 2>"$wf_dir/words" || cannot_restore_ahead
    done
  done
  in_root 'first=""'"$wf_exchange_try" || {
    drop_ahead
    return 0
  }
  from_backup state.tar.gz "$wf_state_volume.restoring-$j_stamp" || cannot_restore_ahead
  from_backup postgres.tar.gz "$wf_postgres_volume.restoring-$j_stamp" || cannot_restore_ahead
  progress rollback.ahead ahead
}

# Nothing was stopped for this rollback; what an earlier one had stopped is started.
cannot_restore_ahead() {
  wf_why=$(last_words "$wf_dir/words")
  drop_ahead
  start_back "could not roll back to $j_stamp" "$wf_why" "mend that, then run the same rollback again"
}

# Where docker has the volumes, in wf_root; 1 = they are no plain ones, or lie apart.
root_find() {
  wf_root=''
  wf_found=$(docker_ask volume inspect --format '{{.Name}} {{.Driver}} {{len .Options}} {{.Mountpoint}}' \
    "$wf_state_volume" "$wf_postgres_volume" 2>/dev/null) || return 1
  while read -r wf_name wf_driver wf_options wf_path; do
    case $wf_driver:$wf_options:$wf_path in
    local:0:/*"/$wf_name/_data") wf_path=${wf_path%"/$wf_name/_data"} ;;
    *) return 1 ;;
    esac
    [ "${wf_root:-$wf_path}" = "$wf_path" ] || return 1
    wf_root=$wf_path
  done <<END
$wf_found
END
}

# Runs a script on both volumes' directories: in_root SCRIPT
in_root() {
  docker_run docker run --rm --label walter-fleet.helper=yes --label walter-fleet.exchange=yes --network none --user 0 \
    --security-opt label=disable -v "$wf_root:/walter-fleet/data" --entrypoint sh "$wf_helper" -c "$wf_each$1" \
    sh "$j_stamp" "$wf_state_volume" "$wf_postgres_volume" >"$wf_dir/words" 2>&1
}

# Exchanges what both volumes hold for what was made ready; 1 = that is not possible, and nothing was changed.
exchange_data() {
  is_word ahead "$j_progress" && root_find || return 1
  exchange_alone || cannot_restore
  data_quiet || cannot_restore
  if ! is_word exchanging "$j_progress"; then
    ! is_data_mounted || return 1
    progress rollback.exchanging exchanging
  fi
  act rollback.exchange in_root "$wf_exchange" || cannot_restore
  # who was started in between has what was put aside
  data_quiet || cannot_restore
  progress rollback.restored "restored:$wf_state_volume restored:$wf_postgres_volume"
}

# Ends what a killed run may have left at work.
exchange_alone() {
  wf_ids=$(docker_ask ps -aq --no-trunc --filter label=walter-fleet.exchange=yes 2>"$wf_dir/words") || return 1
  # shellcheck disable=SC2086
  [ -z "$wf_ids" ] || act rollback.helpers docker_run docker rm -f $wf_ids >/dev/null 2>"$wf_dir/words"
}

# Says whether somebody runs with the data still, who only reads and is left alone.
is_data_mounted() {
  wf_ids=$(docker_ask ps -q --no-trunc --filter "volume=$wf_state_volume" --filter "volume=$wf_postgres_volume") || return 0
  [ -n "$wf_ids" ]
}

drop_ahead() {
  for wf_volume in "$wf_state_volume" "$wf_postgres_volume"; do
    act rollback.drop-ahead docker_ask volume rm "$wf_volume.restoring-$j_stamp" >/dev/null 2>&1 || :
  done
}
