# How the data is reached: through containers of an image that the machine has already.

# Runs a command of the helper image on one volume: in_volume VOLUME[:ro] ENTRYPOINT WORDS...
in_volume() {
  wf_mount=$1 wf_entry=$2
  shift 2
  docker_run docker run --rm --label walter-fleet.helper=yes --network none --user 0 -v "${wf_mount%:ro}:/walter-fleet/data$(read_only "$wf_mount")" \
    --entrypoint "$wf_entry" "$wf_helper" "$@"
}

# The same, reading from stdin.
into_volume() {
  wf_mount=$1 wf_entry=$2
  shift 2
  docker_open docker run -i --rm --label walter-fleet.helper=yes --network none --user 0 -v "$wf_mount:/walter-fleet/data" \
    --entrypoint "$wf_entry" "$wf_helper" "$@"
}

read_only() {
  case $1 in *:ro) printf ':ro\n' ;; esac
}
