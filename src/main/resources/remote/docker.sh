# How docker is called: with a clean environment and no stdin, under a deadline.

# Runs docker with nothing of our environment but what leads to the engine, and no stdin.
docker_run() {
  docker_open "$@" </dev/null
}

docker_open() {
  (docker_exec "$@")
}

# The same of who is a process of its own already: it becomes docker.
docker_exec() {
  set -f
  IFS=$wf_eol
  # a value of many lines may look like a name: that of no variable which is needed from here on
  for wf_line in $wf_exported; do
    wf_word=${wf_line#export }
    wf_word=${wf_word#declare -x }
    wf_word=${wf_word%%=*}
    case $wf_word in
    '' | [0-9]* | *[!A-Za-z0-9_]*) ;;
    PATH | HOME | DOCKER_HOST | DOCKER_CONFIG | DOCKER_CONTEXT | DOCKER_TLS_VERIFY | DOCKER_CERT_PATH | XDG_RUNTIME_DIR) ;;
    # bash has names that cannot be unset
    *) command unset "$wf_word" 2>/dev/null || command export -n "$wf_word" 2>/dev/null || : ;;
    esac
  done
  exec "$@" 3>&-
}

# Asked for once: env -i would be a process for each call.
wf_exported=$(export -p)

# A short question to docker, under a deadline where the machine can set one.
docker_ask() {
  deadline_find
  # shellcheck disable=SC2086
  docker_run $wf_timeout docker "$@"
}

# The same for the first question of a program, whose answer is left in wf_answer. Whatever docker itself ends with
# shows that there is a timeout, and that it is not too old for such words: no process is needed to find that out.
docker_ask_first() {
  wf_code=0 wf_guess=no
  [ -n "${wf_timeout+set}" ] || { wf_guess=yes && wf_timeout="timeout ${wf_deadline:-20}"; }
  wf_answer=$(docker_ask "$@" 2>/dev/null) || wf_code=$?
  case $wf_guess:$wf_code in no:* | yes:0 | yes:1 | yes:124) return "$wf_code" ;; esac
  unset wf_timeout
  deadline_find
  [ -z "$wf_timeout" ] || return "$wf_code"
  wf_answer=$(docker_ask "$@" 2>/dev/null)
}

# Finds out once whether this machine can set a deadline; in a subshell, it would be found out again and again.
deadline_find() {
  [ -z "${wf_timeout+set}" ] || return 0
  wf_timeout=''
  ! timeout 5 true 2>/dev/null || wf_timeout="timeout ${wf_deadline:-20}"
}

# Says whether a volume has but the name that docker made up.
is_unnamed() {
  [ ${#1} -eq 64 ] || return 1
  case $1 in *[!0-9a-f]*) return 1 ;; esac
}
