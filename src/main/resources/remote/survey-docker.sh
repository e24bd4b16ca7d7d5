# What docker is asked in a survey: one process puts all questions, for each start under a deadline costs as much as an answer.

# The engine, Compose, the stack and the images: all questions go to docker from one process under one deadline.
survey_docker() {
  wf_compose='' wf_sure=no
  if ! command -v docker >/dev/null 2>&1; then
    say docker absent
    return 0
  fi
  wf_stack=no
  case $wf_dir in "$install" | *.walter-fleet-new) wf_stack=yes ;; esac
  docker_answers
  answer info
  case $wf_code:$wf_answer in
  0:[0-9]*\ *\ *) ;;
  *)
    wf_answer=$(printf '%s' "$wf_answer" | tr '\n' ' ' | cut -c 1-300)
    case $wf_code in *[!0-9]*) ;; *) wf_code="gave no answer and ended with $wf_code" ;; esac
    say unknown.docker "${wf_answer:-docker info $wf_code}"
    return 0
    ;;
  esac
  say docker "${wf_answer%% *}"
  docker_root=${wf_answer#* * }
  answer compose
  case $wf_code in
  v2 | v1)
    wf_compose='docker compose'
    [ "$wf_code" = v2 ] || wf_compose=docker-compose
    say compose "$wf_code"
    say compose.version "$wf_answer"
    ;;
  none) say compose none ;;
  *) say unknown.compose "docker compose version $wf_code" ;;
  esac
  if [ $wf_stack = yes ]; then survey_stack; fi
}

# Puts all questions; their answers are in wf_answers, each between its marks.
docker_answers() {
  wf_answers='' wf_timeout="timeout ${wf_deadline:-20}"
  ! command -v timeout >/dev/null 2>&1 || wf_answers=$(put_questions timeout "$((${wf_deadline:-20} * 2))") || :
  # a timeout that is too old for such words has not even begun
  case $wf_answers in "$wf_nonce begin"*) ;; *) wf_timeout='' && wf_answers=$(put_questions) || : ;; esac
  wf_asked=''
  by_line "$wf_answers" answers_line ''
  [ -z "$wf_asked" ] || answered 'did not end in time'
}

put_questions() {
  docker_exec "$@" sh -c "$wf_questions" "$wf_nonce" "$wf_stack" "$wf_row" "$wf_info" "${a_volumes-}" "$wf_real" </dev/null 2>&1
}

# One line of the answers: what stands between the marks of a question is kept under its name.
answers_line() {
  case $wf_asked:$wf_line in
  ":$wf_nonce begin "*) wf_asked=${wf_line##* } wf_text='' ;;
  :*) ;;
  "$wf_asked:$wf_nonce end $wf_asked "*) answered "${wf_line##* }" ;;
  *) wf_text=$wf_text${wf_text:+$wf_eol}$wf_line ;;
  esac
}

# Keeps an answer, and how it ended.
answered() {
  case $wf_asked in *[!a-z]*) ;; *) eval "wf_said_$wf_asked=\$wf_text wf_code_$wf_asked=\$1" ;; esac
  wf_asked=''
}

# Takes the answer to a question: its text is left in wf_answer, how it ended in wf_code.
answer() {
  eval "wf_answer=\${wf_said_$1-} wf_code=\${wf_code_$1-was not asked in time}"
}

# Calls a function, with the words that are given, for each line of a text that is not empty; wf_line is the line.
by_line() {
  set -f
  IFS=$wf_eol
  for wf_line in $1; do
    unset IFS
    "$2" "$3"
  done
  unset IFS
  set +f
}

# shellcheck disable=SC2016
wf_questions='
  begin() { printf "%s begin %s\n" "$0" "$1"; }
  end() { printf "\n%s end %s %s\n" "$0" "$1" "$2"; }
  begin info
  info=$(docker info --format "$3" 2>&1)
  code=$?
  case $code:$info in
  0:*) ;;
  # a docker from before 2019
  *ClientInfo*) info=$(docker info --format "{{.ServerVersion}}  {{.DockerRootDir}}" 2>&1); code=$? ;;
  esac
  # some dockers say where the template broke, and not why: the engine gave no facts
  case $code:$info in *:*template:*) [ $code -eq 0 ] || info=$(docker ps -q 2>&1) ;; esac
  # another program by this name, which may be silent about itself
  [ $code -eq 0 ] || case $(docker --version 2>/dev/null) in podman*) info=podman ;; esac
  printf "%s" "$info"
  end info $code
  [ $code -eq 0 ] || exit 0
  begin compose
  plugin=${info#* }
  plugin=${plugin%% *}
  if [ -n "$plugin" ]; then printf "%s" "${plugin#v}"; end compose v2
  elif version=$(docker compose version --short 2>/dev/null); then printf "%s" "$version"; end compose v2
  elif version=$(docker-compose version --short 2>/dev/null); then printf "%s" "$version"; end compose v1
  else end compose none
  fi
  [ "$1" = yes ] || exit 0
  begin ps
  ids=$(docker ps -aq --no-trunc --filter label=com.docker.compose.project 2>&1)
  code=$?
  printf "%s" "$ids"
  end ps $code
  [ $code -eq 0 ] || exit 0
  begin inspect
  code=0
  rows=
  if [ -n "$ids" ]; then rows=$(docker inspect --type container --format "$2" $ids 2>&1); code=$?; fi
  printf "%s" "$rows"
  end inspect $code
  case $4:$rows in :* | *" $5"*) ;; *) begin volumes; docker volume ls -q; end volumes $? ;; esac
  begin images
  docker image ls --no-trunc --digests --format "{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}"
  end images $?'

# The containers of the stack that was started from the install directory, else of the project.
survey_stack() {
  answer ps
  [ "$wf_code" = 0 ] || { no_answer stack ps && return 0; }
  answer inspect
  [ "$wf_code" = 0 ] || is_only_gone || { no_answer stack inspect && return 0; }
  wf_rows=$wf_answer
  answer images
  [ "$wf_code" = 0 ] || { no_answer images "image ls" && return 0; }
  # what is in doubt was not printed; what was percent-encoded is no image
  fact_value image || :
  wf_value=$wf_env_value
  if [ -z "$wf_real" ]; then
    wf_real=$install
    ! real_path "$install" || wf_real=$wf_real_path
  fi
  stack_facts
  wf_id=none
  by_line "$wf_answer" image_fact "$wf_value"
  say image.id "$wf_id"
}

no_answer() {
  say "unknown.$1" "docker $2: $(printf '%s' "${wf_answer:-$wf_code}" | tail -n 1 | cut -c 1-300)"
}

# Says whether docker inspect failed for nothing but containers that ended, and were removed, between two questions.
is_only_gone() {
  [ "$wf_code" = 1 ] && ! printf '%s\n' "$wf_answer" | grep -Evq '^(container|files|env|mount) |No such (container|object): [0-9a-f]+$'
}

# The engine's version, that of Compose where it is a plugin that works, and where the engine keeps its data. Every
# docker info asks the plugins for their versions; docker compose version would start docker and the plugin again.
wf_info='{{if .ServerVersion}}{{.ServerVersion}} {{range .ClientInfo.Plugins}}{{if eq .Name "compose"}}{{.Version}}{{end}}{{end}} {{.DockerRootDir}}{{end}}'

wf_label=' {{or (index .Config.Labels "com.docker.compose.' wf_or='") "-"}}'

# A line for a container, one for the files that it was started with, one for those of variables, and one for each mount.
wf_row='container {{.State.Status}} {{.State.ExitCode}} {{or .HostConfig.RestartPolicy.Name "no"}} {{.Image}} {{or .Config.Image "-"}}'"${wf_label}project$wf_or${wf_label}service$wf_or${wf_label}oneoff$wf_or${wf_label}project.working_dir$wf_or"'{{println}}files {{or (index .Config.Labels "com.docker.compose.project.config_files") "-"}}{{println}}env {{or (index .Config.Labels "com.docker.compose.project.environment_file") "-"}}{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name "-"}} {{.RW}} {{.Destination}} {{.Source}}{{end}}'

# The project is that of the containers which were started from the install directory.
stack_facts() {
  wf_projects='' wf_found=no wf_odd=no wf_setups=none wf_names='' wf_label_files='' wf_label_env=- wf_files_at=''
  by_line "$wf_rows" stack_project ''
  [ $wf_odd = no ] || say unknown.stack "docker inspect gave a line that is not understood"
  # shellcheck disable=SC2086
  set -- $wf_projects
  # the project of a stack without containers is for the steps to find: its bundle may be another by then
  [ $wf_odd$# != no1 ] || wf_sure=yes
  [ $# -le 1 ] || say unknown.stack "containers of $# projects were started from the install directory"
  wf_project=${1:-$wf_project}
  wf_ours=no wf_volumes='' wf_more='' wf_pgvol='' wf_pgdir='' wf_state_at=''
  by_line "$wf_rows" stack_container ''
  [ $wf_found = no ] || say project "$wf_project"
  [ $wf_found = yes ] || data_gone
  uncopied_say
}

# Of a stack without containers, which volumes are on record, and whether they are there: the database's, or where that is not
# known, one. A database's volume without a name of its own went with its container, wherever it is.
data_gone() {
  for wf_volume in ${a_volumes-}; do mount_seen volume "$wf_volume" true . .; done
  [ "${wf_code_volumes-}" = 0 ] || return 0
  for wf_name in ${a_database:-${a_volumes-}}; do
    ! is_unnamed "$wf_name" || wf_name=${wf_wanted_volume:-$wf_postgres_volume}
    case "$wf_eol$wf_said_volumes$wf_eol" in *"$wf_eol$wf_name$wf_eol"*) return 0 ;; esac
  done
  say data.gone "${a_database:-${a_volumes%% *}}"
}

# Takes a line of docker inspect apart: state, exit code, restart policy, image id, reference, project, service, whether
# one-off, and directory.
container() {
  case $wf_line in 'container '*) ;; *) return 1 ;; esac
  # shellcheck disable=SC2086
  set -- $wf_line
  if [ $# -lt 10 ]; then
    # a label of somebody else may hold anything, a line feed too
    case "$wf_line " in *" $wf_project "* | *"$install"* | *"$wf_real"*) wf_odd=yes ;; esac
    return 1
  fi
  c_row="$8 $2 $5 $6" c_end="$3 $4" c_project=$7 c_service=$8 c_once=$9 c_here=no
  # one word after the other: a pattern of nine words takes a shell a millisecond
  c_at=$wf_line
  for wf_word in 1 2 3 4 5 6 7 8 9; do c_at=${c_at#* }; done
  case $c_at in "$install" | "$wf_real") c_here=yes ;; esac
}

stack_project() {
  container && [ "$c_here" = yes ] || return 0
  case " $wf_projects" in *" $c_project "*) ;; *) wf_projects="$wf_projects$c_project " ;; esac
}

stack_container() {
  case $wf_ours:$wf_line in
  no:mount* | no:files* | no:env*) return 0 ;;
  *:env*)
    [ "$c_here" = no ] || wf_label_env=${wf_line#env }
    return 0
    ;;
  *:files*)
    [ "$c_here" = no ] || wf_label_files=${wf_line#files } wf_files_at=$c_at
    return 0
    ;;
  *:"mount "*)
    # shellcheck disable=SC2086
    set -- $wf_line
    [ $# -ge 6 ] || return 0
    mount_seen "$2" "$3" "$4" "$5" "${wf_line#"$1 $2 $3 $4 $5 "}"
    [ "$2" = volume ] || return 0
    wf_names="$wf_names $3"
    [ "$3" != "$wf_postgres_volume" ] || say data "$wf_ours"
    return 0
    ;;
  esac
  container || return 0
  wf_ours=no
  [ "$c_project" = "$wf_project" ] || return 0
  wf_found=yes
  case $c_once:$c_service in
  [Tt]rue:* | *":${wf_setup:-}")
    say oneoff "$c_row"
    case ${c_row#* } in exited* | created* | dead*) ;; *) wf_setups='' ;; esac
    ;;
  *)
    wf_ours=${c_row#* }
    wf_ours=${wf_ours%% *}
    ! is_word "$c_service" "${wf_one_shots:-}" || c_end="${c_end%% *} no"
    say service "$c_row $c_end"
    ;;
  esac
}

# A line of docker image ls: repository, tag, digest and id.
image_fact() {
  wf_value=$1
  # shellcheck disable=SC2086
  set -- $wf_line
  [ $# -eq 4 ] || return 0
  wf_ref=$1:$2
  [ "$2" != '<none>' ] || wf_ref=$1@$3
  case $wf_value in "$wf_ref" | "$1@$3") wf_id=$4 ;; esac
}
