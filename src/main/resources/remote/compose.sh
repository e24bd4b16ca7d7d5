# How Compose is found and called: with the project named, on the bundle in a directory.

# Finds Compose and the project; once in a run, see found.sh.
compose_find() {
  if found_read; then return 0; fi
  compose_kind
  project_find "$install"
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

# Calls Compose on the bundle in a directory: compose DIRECTORY ENV-FILE WORDS...
compose() {
  wf_dir_of=$1 wf_env_of=$2
  shift 2
  compose_files "$wf_dir_of" "$wf_env_of"
  wf_left=$wf_files
  while [ -n "$wf_left" ]; do
    set -- -f "${wf_left##*,}" "$@"
    case $wf_left in *,*) wf_left=${wf_left%,*} ;; *) wf_left='' ;; esac
  done
  # shellcheck disable=SC2086
  (cd -- "$wf_dir_of" && docker_run $wf_compose -p "$wf_project" --env-file "$wf_env_of" "$@")
}

# Leaves the compose files of a directory in wf_files, with commas: the bundle's own, the overlay for the mode that an env
# file has, and then what else the stack was started with, where that is there.
compose_files() {
  wf_mode_of=$(env_value "$(env_key mode)" "$2")
  wf_files='' wf_more='' wf_left=${wf_listed:-}
  while [ -n "$wf_left" ]; do
    wf_file=${wf_left%%,*}
    case $wf_left in *,*) wf_left=${wf_left#*,} ;; *) wf_left='' ;; esac
    case $wf_file in
    *.public-tls.y*ml | *.internal-tls.y*ml) continue ;;
    /*) [ -f "$wf_file" ] || continue ;;
    *) [ -f "$1/$wf_file" ] || continue ;;
    esac
    if [ -z "$wf_files" ]; then wf_files=$wf_file; else wf_more=$wf_more,$wf_file; fi
  done
  if [ -n "$wf_files" ]; then wf_base=$wf_files; else compose_base "$1" || fail "could not call Compose" \
    "$1 has no compose file" "look at it on the machine"; fi
  wf_overlay=''
  [ -z "$wf_mode_of" ] || compose_overlay "$1" "$wf_mode_of"
  wf_files=$wf_base${wf_overlay:+,$wf_overlay}$wf_more
}

# The id of a local image; nothing when it is not there.
image_id() {
  docker_ask image inspect --format '{{.Id}}' "$1" 2>/dev/null || :
}
