# How the data is reached: through containers of an image that the machine has already.

# Runs a command of the helper image on one volume: in_volume VOLUME[:ro] ENTRYPOINT WORDS...
in_volume() {
  wf_mount=$1 wf_entry=$2
  shift 2
  docker_run docker run --rm --network none --user 0 -v "${wf_mount%:ro}:/walter-fleet/data$(read_only "$wf_mount")" \
    --entrypoint "$wf_entry" "$wf_helper" "$@"
}

# The same, reading from stdin.
into_volume() {
  wf_mount=$1 wf_entry=$2
  shift 2
  docker_open docker run -i --rm --network none --user 0 -v "$wf_mount:/walter-fleet/data" \
    --entrypoint "$wf_entry" "$wf_helper" "$@"
}

read_only() {
  case $1 in *:ro) printf ':ro\n' ;; esac
}

# Finds the volumes, and the database's container and image; fails when there is nothing to copy.
volumes_find() {
  volumes_look
  if [ -z "$wf_database" ]; then
    data_guard "$install" "$install/.env.deploy"
    act volumes.containers compose "$install" "$install/.env.deploy" up --no-start >"$wf_dir/words" 2>&1 || fail \
      "could not find the database's image" "$(last_words "$wf_dir/words")" "start the stack, then run apply again"
    volumes_look
  fi
  [ -n "$wf_database" ] || fail "could not find the database's volume" "no volume of project $wf_project has PostgreSQL's data in it" \
    "set stack.postgresVolume in the inventory, or backup: none"
  database_note
  state_choose
}

# Looks at what the containers of the project mount. The database's volume is the one on record, else the one that the
# inventory names, else the one that has PostgreSQL's data in it.
volumes_look() {
  wf_database='' wf_rows='' wf_mounted='' wf_pairs=''
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project") || no_containers
  # shellcheck disable=SC2086
  [ -z "$wf_ids" ] || wf_rows=$(docker_ask inspect --type container --format "$wf_mounts_row" $wf_ids) || no_containers
  while read -r wf_first wf_second wf_name wf_rest; do
    case $wf_first:$wf_second in
    mount:volume)
      volume_mounted "$wf_name"
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
  for wf_name in $wf_value "$wf_postgres_volume" ''; do
    if [ -z "$wf_name" ] || is_word "$wf_name" "$wf_mounted"; then break; fi
  done
  while read -r wf_volume wf_id wf_image_id; do
    [ -n "$wf_volume" ] && [ "$wf_volume" = "${wf_name:-$wf_volume}" ] || continue
    wf_helper=$wf_image_id
    if [ -n "$wf_name" ] || has_cluster; then
      wf_database=$wf_id wf_postgres_volume=$wf_volume
      break
    fi
  done <<END
$wf_pairs
END
}

wf_mounts_row='{{.Id}} {{.Image}}{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name "-"}} {{.Source}}{{end}}'

no_containers() {
  fail "could not ask docker for the stack" "docker ps or docker inspect failed" "look at docker ps on the machine"
}

# Says whether a volume holds the data of a PostgreSQL.
has_cluster() {
  # shellcheck disable=SC2016
  in_volume "$wf_volume:ro" sh -c 'for control in /walter-fleet/data/global/pg_control /walter-fleet/data/*/global/pg_control /walter-fleet/data/*/*/global/pg_control; do
    [ ! -e "$control" ] || exit 0
  done
  exit 1' >/dev/null 2>&1
}

# Which volume is Walter's own state: the one that the inventory names, else one that is named so, else the first other.
state_choose() {
  if is_word "$wf_state_volume" "$wf_mounted"; then return 0; fi
  wf_state_volume=''
  for wf_name in $wf_mounted; do
    case $wf_name:$wf_state_volume in
    "$wf_postgres_volume":*) ;;
    *state:* | *:) wf_state_volume=$wf_name ;;
    esac
  done
  [ -n "$wf_state_volume" ] || fail "could not find the volume of Walter's own state" \
    "project $wf_project mounts no volume but $wf_postgres_volume" "set stack.stateVolume in the inventory, or backup: none"
}

# Tells this state of the stack's containers from any other: who they are and when they last started.
stack_marks() {
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project") || return 1
  # shellcheck disable=SC2086
  [ -z "$wf_ids" ] || docker_ask inspect --type container --format '{{.Id}} {{.State.StartedAt}}' $wf_ids | sort
}

# Stops the stack in order, the database last, and makes sure that nothing of it runs.
stack_stop() {
  act stack.stop compose "$install" "$install/.env.deploy" stop --timeout 120 >"$wf_dir/words" 2>&1 || return 1
  [ -z "$(docker_ask ps -q --no-trunc --filter "label=com.docker.compose.project=$wf_project")" ]
}

# Says whether PostgreSQL was shut down cleanly; its own words are left in wf_cluster.
is_shut_down() {
  # shellcheck disable=SC2016
  wf_cluster=$(in_volume "$wf_postgres_volume:ro" sh -c '
    for control in /walter-fleet/data/global/pg_control /walter-fleet/data/*/global/pg_control /walter-fleet/data/*/*/global/pg_control; do
      [ -e "$control" ] || continue
      PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin 2>/dev/null | tr "\n" ":")
      LC_ALL=C exec pg_controldata "${control%/global/pg_control}"
    done
    echo "no PostgreSQL data directory in the volume"
    exit 1' 2>&1 | sed -n 's/^Database cluster state: *//p; /^no PostgreSQL/p; /not found/p' | head -n 1)
  [ "$wf_cluster" = "shut down" ]
}

# Says whether the copies of this backup are whole, by their checksums.
is_backup_whole() {
  [ -s "$1/checksums" ] && (cd -- "$1" && sha256sum -c checksums >/dev/null 2>&1)
}

# Says whether the backup of this run still shows the data as they are: nothing started since.
is_backup_current() {
  is_word backup "$j_done" && [ -e "$1/marks" ] && [ "$(stack_marks)" = "$(cat "$1/marks")" ] && is_backup_whole "$1"
}
