# Which project and files a stack belongs to: what its containers say, else what is on record, else the bundle itself,
# else the inventory, else what Compose takes by itself, the name of the directory.

# Finds the stack that was started from the install directory; where there is none, that of a bundle: project_find
# DIRECTORY. Its project is left in wf_project, the files that it was started with in wf_listed, with commas, its files of
# variables but .env.deploy in wf_env_files, the volumes of its containers in wf_mounted, and all that was said of these
# containers in wf_stack; of their variables that is PGDATA alone.
project_find() {
  wf_mounted='' wf_listed='' wf_unnamed=no wf_stack=''
  for wf_place in "$install" "$install_real"; do
    wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project.working_dir=$wf_place") || fail \
      "could not ask docker for the stack" "docker ps failed" "look at docker ps on the machine"
    [ -n "$wf_ids" ] || continue
    # shellcheck disable=SC2086
    wf_rows=$(docker_ask inspect --type container --format "$wf_stack_row" $wf_ids) || fail \
      "could not ask docker for the stack" "docker inspect failed" "look at docker ps on the machine"
    while read -r wf_word wf_name wf_rest; do
      case $wf_word:$wf_name in
      project:*) wf_project=$wf_name ;;
      files:*) files_listed "$wf_name" "$wf_place" ;;
      env:*) env_listed "$wf_name" "$wf_place" ;;
      mount:volume) volume_mounted "${wf_rest%% *}" ;;
      esac
    done <<END
$wf_rows
END
    wf_stack=$wf_rows
    return 0
  done
  project_expect "$1"
}

# shellcheck disable=SC2016
wf_stack_row='project {{index .Config.Labels "com.docker.compose.project"}}{{println}}service {{or (index .Config.Labels "com.docker.compose.service") "-"}} {{or (index .Config.Labels "com.docker.compose.oneoff") "-"}} {{.State.Status}} {{.Image}}{{println}}files {{or (index .Config.Labels "com.docker.compose.project.config_files") "-"}}{{println}}env {{or (index .Config.Labels "com.docker.compose.project.environment_file") "-"}}{{range .Config.Env}}{{$words := split . "="}}{{if eq (index $words 0) "PGDATA"}}{{println}}pgdata {{index $words 1}}{{end}}{{end}}{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name "-"}} {{.RW}} {{.Destination}} {{.Source}}{{end}}'

project_expect() {
  read_value files "$wf_state/installed"
  wf_listed=$wf_value
  read_value envFiles "$wf_state/installed"
  wf_env_files=${wf_value:-${wf_env_files:-}}
  read_value project "$wf_state/installed"
  [ -n "$wf_value" ] || command_name "$1"
  if [ -z "$wf_value" ] && [ -r "$1/.env.deploy" ]; then
    env_value COMPOSE_PROJECT_NAME "$1/.env.deploy"
    plain_word "$wf_env_value"
  fi
  [ -n "$wf_value" ] || bundle_name "$1"
  [ -z "$wf_value" ] || wf_project=$wf_value
  [ -n "$wf_project" ] || directory_name
}

# The project that a directory's own command names, for Compose's -p or COMPOSE_PROJECT_NAME, as a plain word: in wf_value;
# empty where it names none. A line that goes on behind a backslash is read as one.
command_name() {
  wf_value=''
  [ -f "$1/bin/walter-onprem" ] || return 0
  # shellcheck disable=SC2162
  while IFS= read wf_line || [ -n "$wf_line" ]; do
    case $wf_line in
    \#*) continue ;;
    *COMPOSE_PROJECT_NAME=*) plain_word "${wf_line#*COMPOSE_PROJECT_NAME=}" ;;
    *compose*' -p '* | *compose*' -p='* | *compose*' --project-name '* | *compose*' --project-name='*)
      wf_line=${wf_line#*compose}
      wf_rest=${wf_line#* -p[ =]}
      [ "$wf_rest" != "$wf_line" ] || wf_rest=${wf_line#* --project-name[ =]}
      case ${wf_line%"$wf_rest"} in *[\;\&\|]*) continue ;; esac
      plain_word "$wf_rest"
      ;;
    esac
    [ -z "$wf_value" ] || return 0
  done <"$1/bin/walter-onprem"
}

# The first word of a line in wf_value, without its quotes; empty where it is not the name of a project.
plain_word() {
  wf_value=${1%%[ \;\&\|\)]*}
  wf_value=${wf_value#[\"\']}
  wf_value=${wf_value%[\"\']}
  case $wf_value in [a-z0-9]*) ;; *) wf_value='' ;; esac
  case $wf_value in *[!a-z0-9_-]*) wf_value='' ;; esac
}

# The top-level name: of a directory's compose file in wf_value; empty where there is none, or where it has to be computed.
bundle_name() {
  wf_value='' wf_found=''
  compose_base "$1" || return 0
  while IFS= read -r wf_line; do
    case $wf_line in name:*) wf_found=$wf_line && break ;; esac
  done <"$1/$wf_base"
  # shellcheck disable=SC2086
  set -- ${wf_found#name:}
  plain_word "${1:-}"
}

# What Compose makes of the name of the install directory.
directory_name() {
  wf_project=$(printf '%s' "${install##*/}" | tr '[:upper:]' '[:lower:]' | tr -cd 'a-z0-9_-' | sed 's/^[_-]*//')
  wf_project=${wf_project:-walter-onprem}
}
