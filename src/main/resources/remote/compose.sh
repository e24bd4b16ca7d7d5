# How Compose is found and called: with the project named, on the bundle in a directory.

# Finds Compose, v2 is "docker compose", v1 is "docker-compose", and the project; once in a run, for its later
# steps find them noted. Only who has the lock does so: before, the stack may still become another.
compose_find() {
  wf_note=$wf_state/steps/$wf_run/found
  if [ -n "${wf_token:-}" ] && IFS='|' read -r wf_compose wf_noted wf_timeout wf_end 2>/dev/null <"$wf_note" &&
    [ "$wf_end" = end ]; then
    wf_project=$wf_noted
    return 0
  fi
  deadline_find
  if docker_ask compose version --short >/dev/null 2>&1; then
    wf_compose='docker compose'
  elif command -v docker-compose >/dev/null 2>&1; then
    wf_compose=docker-compose
  else
    fail "could not call Compose" "neither 'docker compose' nor 'docker-compose' works on this machine" \
      "install the Compose v2 plugin"
  fi
  project_find
  [ -z "${wf_token:-}" ] || printf '%s|%s|%s|end\n' "$wf_compose" "$wf_project" "$wf_timeout" >"$wf_note" 2>/dev/null || :
}

# The project of the running stack, if there is one that was started from the install directory.
project_find() {
  for wf_place in "$install" "$install_real"; do
    wf_id=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project.working_dir=$wf_place") || fail \
      "could not ask docker for the stack" "docker ps failed" "look at docker ps on the machine"
    [ -n "$wf_id" ] || continue
    wf_project=$(docker_ask inspect --type container \
      --format '{{index .Config.Labels "com.docker.compose.project"}}' "$(printf '%s\n' "$wf_id" | head -n 1)") || fail \
      "could not ask docker for the stack" "docker inspect failed" "look at docker ps on the machine"
    return 0
  done
}

# Calls Compose on the bundle in a directory: compose DIRECTORY ENV-FILE WORDS...
compose() {
  wf_dir_of=$1 wf_env_of=$2
  shift 2
  wf_mode_of=$(env_value "$(env_key mode)" "$wf_env_of")
  if [ -n "$wf_mode_of" ] && [ -f "$wf_dir_of/compose.$wf_mode_of.yml" ]; then
    set -- -f compose.yml -f "compose.$wf_mode_of.yml" "$@"
  else
    set -- -f compose.yml "$@"
  fi
  # shellcheck disable=SC2086
  (cd -- "$wf_dir_of" && docker_run $wf_compose -p "$wf_project" --env-file "$wf_env_of" "$@")
}

# The id of a local image; nothing when it is not there.
image_id() {
  docker_ask image inspect --format '{{.Id}}' "$1" 2>/dev/null || :
}
