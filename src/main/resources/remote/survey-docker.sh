# What docker is asked in a survey: one process puts all questions, for each start under a deadline costs as much as an answer.

# The engine, Compose, the stack and the images: all questions go to docker from one process under one deadline.
survey_docker() {
  if ! command -v docker >/dev/null 2>&1; then
    say docker absent
    return 0
  fi
  wf_stack=no
  case $wf_dir in "$install" | *.walter-fleet-new) wf_stack=yes ;; esac
  docker_answers
  answer info
  case $wf_code:$wf_answer in
  0:[0-9]*\ *) ;;
  *)
    wf_answer=$(printf '%s' "$wf_answer" | tr '\n' ' ' | cut -c 1-300)
    case $wf_code in *[!0-9]*) ;; *) wf_code="gave no answer and ended with $wf_code" ;; esac
    say unknown.docker "${wf_answer:-docker info $wf_code}"
    return 0
    ;;
  esac
  say docker "${wf_answer%% *}"
  docker_root=${wf_answer#* }
  answer compose
  case $wf_code in
  v2 | v1)
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
  wf_answers=''
  ! command -v timeout >/dev/null 2>&1 || wf_answers=$(put_questions timeout "$((${wf_deadline:-20} * 2))")
  # a timeout that is too old for such words has not even begun
  case $wf_answers in "$wf_nonce begin"*) ;; *) wf_answers=$(put_questions) ;; esac
  # the shell takes the last line end away, also that of a question which hangs
  wf_answers="$wf_answers
"
}

put_questions() {
  docker_run "$@" sh -c "$wf_questions" "$wf_nonce" "$wf_stack" "$wf_row" 2>&1 || :
}

# Takes the answer to a question: its text is left in wf_answer, how it ended in wf_code.
answer() {
  wf_answer=${wf_answers#*"$wf_nonce begin $1
"}
  wf_code='did not end in time'
  case $wf_answer in
  "$wf_answers") wf_answer='' wf_code='was not asked in time' ;;
  *"$wf_nonce end $1 "*)
    wf_code=${wf_answer#*"$wf_nonce end $1 "}
    wf_code=${wf_code%%"
"*}
    wf_answer=$(printf '%s' "${wf_answer%%"$wf_nonce end $1 "*}")
    ;;
  esac
}

# shellcheck disable=SC2016
wf_questions='
  begin() { printf "%s begin %s\n" "$0" "$1"; }
  end() { printf "\n%s end %s %s\n" "$0" "$1" "$2"; }
  begin info
  docker info --format "{{.ServerVersion}} {{.DockerRootDir}}"
  code=$?
  end info $code
  [ $code -eq 0 ] || exit 0
  begin compose
  if version=$(docker compose version --short 2>/dev/null); then printf "%s" "$version"; end compose v2
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
  if [ -n "$ids" ]; then docker inspect --type container --format "$2" $ids; code=$?; fi
  end inspect $code
  begin images
  docker image ls --no-trunc --digests --format "{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}"
  end images $?'

# The containers of the stack that was started from the install directory, else of the project.
survey_stack() {
  answer ps
  [ "$wf_code" = 0 ] || {
    say unknown.stack "docker ps: $(printf '%s' "${wf_answer:-$wf_code}" | tr '\n' ' ' | cut -c 1-300)"
    return 0
  }
  answer inspect
  [ "$wf_code" = 0 ] || {
    say unknown.stack "docker inspect: $(printf '%s' "${wf_answer:-$wf_code}" | tail -n 1 | cut -c 1-300)"
    return 0
  }
  wf_rows=$wf_answer
  answer images
  [ "$wf_code" = 0 ] || {
    say unknown.images "docker image ls: $(printf '%s' "${wf_answer:-$wf_code}" | tr '\n' ' ' | cut -c 1-300)"
    return 0
  }
  # what is in doubt was not printed; what was percent-encoded is no image
  wf_value=''
  case "
${wf_facts:-}" in
  *"
env.image="*)
    wf_value=${wf_facts#*env.image=}
    wf_value=${wf_value%%"
"*}
    ;;
  esac
  wf_real=$(cd -P -- "$install" 2>/dev/null && pwd -P) || wf_real=$install
  printf '%s\n%s\n' "$wf_rows" "$wf_answer" | wf_here=$install wf_real=$wf_real wf_project=$wf_project \
    wf_setup=${wf_setup:-} wf_image=$wf_value wf_wanted="${wf_images:-}" awk "$wf_stack_awk" >&3
}

wf_row='container {{.State.Status}} {{.Image}} {{.Config.Image}} {{index .Config.Labels "com.docker.compose.project"}} {{index .Config.Labels "com.docker.compose.service"}} {{or (index .Config.Labels "com.docker.compose.oneoff") "-"}} {{index .Config.Labels "com.docker.compose.project.working_dir"}}'

# shellcheck disable=SC2016
wf_stack_awk='
  $1 == "container" && NF >= 8 {
    where = $0
    for (i = 0; i < 7; i++) sub(/^[^ ]+ /, "", where)
    k++
    project[k] = $5
    row[k] = $6 " " $2 " " $3 " " $4
    once[k] = tolower($7) == "true" || $6 == ENVIRON["wf_setup"]
    at[k] = where
    if ((where == ENVIRON["wf_here"] || where == ENVIRON["wf_real"]) && !($5 in mine)) { mine[$5] = 1; projects++; named = $5 }
    next
  }
  $1 == "container" { odd = $0; next }
  NF == 4 {
    if ($2 != "<none>") ref = $1 ":" $2
    else ref = $1 "@" $3
    if (ref == ENVIRON["wf_image"] || $1 "@" $3 == ENVIRON["wf_image"]) id = $4
    if (index(" " ENVIRON["wf_wanted"] " ", " " ref " ")) print "image.present=" ref " " $4 " " $3
  }
  END {
    if (odd != "") print "unknown.stack=docker inspect gave a line that is not understood"
    if (projects > 1) print "unknown.stack=containers of " projects " projects were started from the install directory"
    if (!projects) named = ENVIRON["wf_project"]
    for (i = 1; i <= k; i++) if (project[i] == named) {
      found++
      if (once[i]) print "oneoff=" row[i]
      else {
        print "service=" row[i]
        if (at[i] != ENVIRON["wf_here"] && at[i] != ENVIRON["wf_real"]) print "service.elsewhere=" at[i]
      }
    }
    if (found) print "project=" named
    print "image.id=" (id == "" ? "none" : id)
  }'
