# How the data is reached: through containers of an image that the machine has already.

# Runs a command of the helper image on one volume: in_volume VOLUME[:ro] ENTRYPOINT WORDS...
in_volume() {
  wf_mount=$1 wf_entry=$2
  shift 2
  docker_run docker run --rm --label walter-fleet.helper=yes --network none --user 0 -v "${wf_mount%:ro}:/walter-fleet/data$(read_only "$wf_mount")" \
    --entrypoint "$wf_entry" "$wf_helper" "$@"
}

# Runs a script on two volumes at /walter-fleet/data and /walter-fleet/state, which it may read: in_volumes FIRST SECOND SCRIPT
in_volumes() {
  docker_run docker run --rm --label walter-fleet.helper=yes --network none --user 0 -v "$1:/walter-fleet/data:ro" \
    -v "$2:/walter-fleet/state:ro" --entrypoint sh "$wf_helper" -c "$3"
}

# The same on one, reading from stdin.
into_volume() {
  wf_mount=$1 wf_entry=$2
  shift 2
  docker_open docker run -i --rm --label walter-fleet.helper=yes --network none --user 0 -v "$wf_mount:/walter-fleet/data" \
    --entrypoint "$wf_entry" "$wf_helper" "$@"
}

read_only() {
  case $1 in *:ro) printf ':ro\n' ;; esac
}

# Says whether a volume, or a directory of the machine, holds the data of a PostgreSQL.
has_cluster() {
  # shellcheck disable=SC2016
  in_volume "$1:ro" sh -c 'for control in /walter-fleet/data/global/pg_control /walter-fleet/data/*/global/pg_control /walter-fleet/data/*/*/global/pg_control; do
    [ ! -e "$control" ] || exit 0
  done
  exit 1' >/dev/null 2>&1
}

# In a container: what PostgreSQL says of the data in a directory, control DIRECTORY.
# shellcheck disable=SC2016
wf_controls='
  control() (
    for control in "$1/global/pg_control" "$1"/*/global/pg_control "$1"/*/*/global/pg_control; do
      [ -e "$control" ] || continue
      PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin 2>/dev/null | tr "\n" ":")
      LC_ALL=C exec pg_controldata "${control%/global/pg_control}"
    done
    echo "no PostgreSQL data directory in the volume"
    exit 1
  )
'
