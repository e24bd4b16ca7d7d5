# Which volumes hold the data, how they were left, and what room there is for copies.

# Finds the volumes, and the database's container and image; fails when there is nothing to copy.
volumes_find() {
  database_find
  [ -z "$wf_directory" ] || fail "could not copy the database" \
    "PostgreSQL's data are in $wf_directory, a directory of the machine and no volume" "set backup: dump, or backup: none, in the inventory"
  state_choose
}

# Finds the database's container, and its volume, or in wf_directory the directory of the machine that has its data.
database_find() {
  wf_directory=''
  volumes_look
  if [ -z "$wf_database" ]; then
    data_guard "$install" "$install/.env.deploy"
    act volumes.containers compose "$install" "$install/.env.deploy" up --no-start >"$wf_dir/words" 2>&1 || fail \
      "could not find the database's image" "$(last_words "$wf_dir/words")" "start the stack, then run apply again"
    volumes_look
  fi
  [ -n "$wf_database" ] || directory_look
  [ -n "$wf_database" ] || fail "could not find the database's volume" "no volume of project $wf_project has PostgreSQL's data in it" \
    "set stack.postgresVolume in the inventory, or backup: none"
  [ -n "$wf_directory" ] || database_note
}

directory_look() {
  while read -r wf_first wf_second wf_name wf_rest; do
    case $wf_first:$wf_second in
    mount:bind)
      wf_rest=${wf_rest#* }
      if has_cluster "$wf_rest"; then
        wf_database=$wf_id wf_directory=$wf_rest wf_postgres_volume=''
        return 0
      fi
      ;;
    mount:*) ;;
    *) wf_id=$wf_first wf_helper=$wf_second ;;
    esac
  done <<END
$wf_rows
END
}

# Looks at what the containers of the project mount. The database's volume is the one on record, else the one that a
# backup to go back to was made of, else the one that the inventory names, else the one that has PostgreSQL's data in it.
volumes_look() {
  wf_database='' wf_rows='' wf_mounted='' wf_unnamed=no wf_pairs='' wf_state_at=''
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project") || no_containers
  # shellcheck disable=SC2086
  [ -z "$wf_ids" ] || wf_rows=$(docker_ask inspect --type container --format "$wf_mounts_row" $wf_ids) || no_containers
  while read -r wf_first wf_second wf_name wf_rest; do
    case $wf_first:$wf_second in
    mount:volume)
      volume_mounted "$wf_name"
      case ${wf_rest%% *} in */state) is_unnamed "$wf_name" || wf_state_at=$wf_name ;; esac
      wf_pairs="$wf_pairs$wf_name $wf_id $wf_image_id
"
      ;;
    mount:*) ;;
    *) wf_id=$wf_first wf_image_id=$wf_second ;;
    esac
  done <<END
$wf_rows
END
  read_value database "$wf_state/installed"
  wf_recorded=$wf_value
  read_value database "${wf_backup:+$wf_backup/info}"
  for wf_name in $wf_recorded $wf_value "$wf_postgres_volume" ''; do
    if [ -z "$wf_name" ] || is_word "$wf_name" "$wf_mounted"; then break; fi
  done
  while read -r wf_volume wf_id wf_image_id; do
    [ -n "$wf_volume" ] && [ "$wf_volume" = "${wf_name:-$wf_volume}" ] || continue
    wf_helper=$wf_image_id
    if [ -n "$wf_name" ] || has_cluster "$wf_volume"; then
      wf_database=$wf_id wf_postgres_volume=$wf_volume
      break
    fi
  done <<END
$wf_pairs
END
}

wf_mounts_row='{{.ID}} {{.Image}}{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name "-"}} {{.Destination}} {{.Source}}{{end}}'

no_containers() {
  fail "could not ask docker for the stack" "docker ps or docker inspect failed" "look at docker ps on the machine"
}

# Which volume is Walter's own state: the one that this backup was made of, else see state_pick.
state_choose() {
  read_value state "${wf_backup:+$wf_backup/info}"
  if [ -n "$wf_value" ] && is_word "$wf_value" "$wf_mounted"; then
    wf_state_volume=$wf_value
    return 0
  fi
  # shellcheck disable=SC2086
  state_pick $wf_mounted
  [ -n "$wf_state_volume" ] || fail "could not find the volume of Walter's own state" \
    "project $wf_project mounts no volume but $wf_postgres_volume" "set stack.stateVolume in the inventory, or backup: none"
}

# Asks PostgreSQL's data how they were left: its words in wf_control.
cluster_read() {
  wf_control=$(in_volume "$wf_postgres_volume:ro" sh -c "$wf_controls"'control "/walter-fleet/data"' 2>&1) || :
}

# Says whether the copies of this backup are whole: those that are packed by their checksums.
is_backup_whole() {
  if [ ! -s "$1/checksums" ]; then
    copies_hold "$1"
    return
  fi
  (cd -- "$1" && sha256sum -c checksums >/dev/null 2>&1)
}

# Says whether nobody ran since, neither a container that is still there nor one that left traces in the database.
is_untouched() {
  ! started_since "$1/marks" || return 1
  wf_writer=PostgreSQL
  cluster_read
  [ "$wf_control" = "$(cat -- "$1/control" 2>/dev/null)" ]
}

# Says whether the backup of this run still shows the data as they are.
is_backup_current() {
  is_word backup "$j_done" && [ -e "$1/marks" ] && is_untouched "$1" && is_backup_whole "$1"
}

# What both volumes hold, in kilobytes, is left in wf_data_kb; wf_need is that and what is kept free beside, a tenth and 64 MB.
data_size() {
  wf_data_kb=$(in_volumes "$wf_postgres_volume" "$wf_state_volume" 'du -sk "/walter-fleet/data" && du -sk "/walter-fleet/state"' \
    2>"$wf_dir/words" | awk '{ sum += $1 } END { if (NR == 2) print sum }')
  case ${wf_data_kb:-x} in *[!0-9]*) fail "could not measure the volumes $wf_postgres_volume and $wf_state_volume" "$(last_words "$wf_dir/words")" \
    "look at docker on the machine, then run the same again" ;; esac
  wf_need=$((65536 + wf_data_kb + wf_data_kb / 10))
}

# The free space at a path and where docker keeps its volumes, in kilobytes: wf_free_here, wf_free; wf_place is where that
# is, and wf_same says whether it is the same file system.
docker_space() {
  wf_place=$(docker_ask info --format '{{.DockerRootDir}}') || wf_place=''
  while [ -n "$wf_place" ] && [ ! -d "$wf_place" ]; do wf_place=${wf_place%/*}; done
  wf_place=${wf_place:-/}
  # shellcheck disable=SC2046
  set -- $(df -Pk -- "$1" "$wf_place" | awk 'NR > 1 { print $1, $2, $4 }')
  wf_free_here=$3 wf_free=$6 wf_same=no
  [ "$1 $2" != "$4 $5" ] || wf_same=yes
}

# Refuses while a file system has less than so many kilobytes: need_space TRIED NEED FREE PLACE WHAT-FOR
need_space() {
  [ "$3" -ge "$2" ] || fail "$1" "$(($3 / 1024)) MB are free at $4, $(($2 / 1024)) MB are needed $5" "$wf_make_room"
}
