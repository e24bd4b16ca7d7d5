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
  for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
    docker_ask volume inspect "$wf_volume" >/dev/null 2>&1 || fail "could not find the volume $wf_volume" \
      "docker has no volume of this name" "set stack.postgresVolume and stack.stateVolume in the inventory, or backup: none"
  done
  database_find
  if [ -z "$wf_database" ]; then
    act volumes.containers compose "$install" "$install/.env.deploy" up --no-start >"$wf_dir/words" 2>&1 || fail \
      "could not find the database's image" "$(last_words "$wf_dir/words")" "start the stack, then run apply again"
    database_find
  fi
  [ -n "$wf_database" ] || fail "could not find the database's image" "no container has the volume $wf_postgres_volume" \
    "set stack.postgresVolume in the inventory"
  wf_helper=$(docker_ask inspect --type container --format '{{.Image}}' "$wf_database")
}

database_find() {
  wf_database=$(docker_ask ps -aq --no-trunc --filter "volume=$wf_postgres_volume" \
    --filter "label=com.docker.compose.project=$wf_project" | head -n 1)
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
