# How Compose is found and called: with the project named, on the bundle in a directory.

# Finds Compose and the project; once in a run, see found.sh.
compose_find() {
  if found_read; then return 0; fi
  compose_kind
  project_find
  found_note
}

# Finds Compose: v2 is "docker compose", v1 is "docker-compose".
compose_kind() {
  wf_compose='docker compose'
  if docker_ask_first compose version --short; then return 0; fi
  wf_compose=docker-compose
  command -v docker-compose >/dev/null 2>&1 || fail "could not call Compose" \
    "neither 'docker compose' nor 'docker-compose' works on this machine" "install the Compose v2 plugin"
}

# The project of the running stack, if there is one that was started from the install directory.
project_find() {
  for wf_place in "$install" "$install_real"; do
    wf_id=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project.working_dir=$wf_place") || fail \
      "could not ask docker for the stack" "docker ps failed" "look at docker ps on the machine"
    [ -n "$wf_id" ] || continue
    wf_project=$(docker_ask inspect --type container \
      --format '{{index .Config.Labels "com.docker.compose.project"}}' "${wf_id%%
*}") || fail \
      "could not ask docker for the stack" "docker inspect failed" "look at docker ps on the machine"
    return 0
  done
}

# Calls Compose on the bundle in a directory: compose DIRECTORY ENV-FILE WORDS...
compose() {
  wf_dir_of=$1 wf_env_of=$2
  shift 2
  compose_base "$wf_dir_of" || fail "could not call Compose" "$wf_dir_of has no compose file" "look at it on the machine"
  wf_mode_of=$(env_value "$(env_key mode)" "$wf_env_of")
  wf_overlay=''
  [ -z "$wf_mode_of" ] || compose_overlay "$wf_dir_of" "$wf_mode_of"
  if [ -n "$wf_overlay" ]; then set -- -f "$wf_overlay" "$@"; fi
  set -- -f "$wf_base" "$@"
  # shellcheck disable=SC2086
  (cd -- "$wf_dir_of" && docker_run $wf_compose -p "$wf_project" --env-file "$wf_env_of" "$@")
}

# The id of a local image; nothing when it is not there.
image_id() {
  docker_ask image inspect --format '{{.Id}}' "$1" 2>/dev/null || :
}
