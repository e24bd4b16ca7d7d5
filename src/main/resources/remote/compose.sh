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
  for wf_profile in ${wf_profiles:-}; do set -- --profile "$wf_profile" "$@"; done
  if [ -n "${wf_command:-}" ]; then
    compose_command
  else
    wf_called="$wf_compose -p $wf_project"
    compose_files "$wf_dir_of" "$wf_env_of"
    wf_left=$wf_files
    while [ -n "$wf_left" ]; do
      set -- -f "${wf_left##*,}" "$@"
      case $wf_left in *,*) wf_left=${wf_left%,*} ;; *) wf_left='' ;; esac
    done
    # the last file of variables wins
    set -- --env-file "$wf_env_of" "$@"
    wf_left=${wf_env_files:-}
    while [ -n "$wf_left" ]; do
      if is_beside "$wf_dir_of" "${wf_left##*,}"; then set -- --env-file "${wf_left##*,}" "$@"; fi
      case $wf_left in *,*) wf_left=${wf_left%,*} ;; *) wf_left='' ;; esac
    done
  fi
  # shellcheck disable=SC2086
  (cd -- "$wf_dir_of" && docker_exec $wf_called "$@" </dev/null)
}

# A command of the bundle's that calls Compose, and knows files and variables by itself.
compose_command() {
  managed_value mode "$wf_env_of"
  wf_called="env COMPOSE_PROJECT_NAME=$wf_project"
  for wf_word in $wf_command; do
    mode_put "$wf_word" "$wf_env_value"
    wf_called="$wf_called $wf_put"
  done
}

# Leaves the compose files of a directory in wf_files, with commas: those that the inventory names, or else the one that
# Compose knows; the overlay for the mode that an env file has; and then what else the stack was started with. Those of
# the directory in wf_filed are found already, and stay as they are.
compose_files() {
  [ "${wf_filed:-}" != "$1" ] || return 0
  wf_filed=''
  managed_value mode "$2"
  wf_files='' wf_more='' wf_left=${wf_listed:-}
  while [ -n "$wf_left" ]; do
    wf_file=${wf_left%%,*}
    case $wf_left in *,*) wf_left=${wf_left#*,} ;; *) wf_left='' ;; esac
    if is_overlay "$wf_file" || ! is_beside "$1" "$wf_file"; then continue; fi
    if [ -z "$wf_files" ]; then wf_files=$wf_file; else wf_more=$wf_more,$wf_file; fi
  done
  if [ -n "$wf_files" ]; then
    wf_base=$wf_files
    stack_files_more "$1"
  else
    compose_base "$1" || fail "could not call Compose" "$1 has no compose file" "look at it on the machine"
    case ${wf_stack_files:-} in "$wf_base",*) wf_more=,${wf_stack_files#*,} ;; esac
  fi
  wf_overlay=''
  [ -z "$wf_env_value" ] || compose_overlay "$1" "$wf_env_value"
  wf_files=$wf_base${wf_overlay:+,$wf_overlay}$wf_more
}

# Adds what the inventory names beside the first file, where the stack was started without it.
stack_files_more() {
  wf_left=${wf_stack_files:-},
  wf_left=${wf_left#*,}
  while [ -n "$wf_left" ]; do
    wf_file=${wf_left%%,*} wf_left=${wf_left#*,}
    case ",$wf_files$wf_more," in *",$wf_file,"*) continue ;; esac
    if is_overlay "$wf_file" || ! is_beside "$1" "$wf_file"; then continue; fi
    wf_more=$wf_more,$wf_file
  done
}

# The id of a local image; nothing when it is not there.
image_id() {
  docker_ask image inspect --format '{{.Id}}' "$1" 2>/dev/null || :
}
