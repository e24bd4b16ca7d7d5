# How Compose is called on the bundle: what the containers say of it, and whether a call of ours makes the same of its files.

# Services, profiles, and how Compose was called; what Compose complains about may hold values.
doctor_call() {
  wf_listed='' wf_env_files=''
  by_call 'files ' call_files
  by_call 'env ' call_env
  [ -f "$install/.env.deploy" ] && is_composed "$install" || return 0
  compose_kind_quietly
  [ -n "$wf_compose" ] || return 0
  by_call 'project ' call_project
  wf_services=$(config_of '*' --services)
  with_lines "$wf_services" call_service
  [ -n "$wf_calls" ] || return 0
  call_profiles
  call_compare
  call_wrappers
}

# Calls a function with the rest of each line of wf_calls that begins so.
by_call() {
  with_lines "$(printf '%s\n' "$wf_calls" | sed -n "s/^$1//p")" "$2"
}

with_lines() {
  while IFS= read -r wf_line; do
    [ -z "$wf_line" ] || "$2" "$wf_line"
  done <<END
$1
END
}

call_files() {
  names_listed "$1" "$install_real" && [ "$1" != - ] || return 0
  wf_listed=$wf_relative
  say stack.files "$wf_listed"
}

call_env() {
  env_listed "$1" "$install_real"
  say stack.envFiles "$wf_env_files"
}

call_project() {
  wf_project=$1
}

call_service() {
  case $1 in *[!A-Za-z0-9._-]* | '') ;; *) say bundle.service "$1" ;; esac
}

compose_kind_quietly() {
  wf_compose='docker compose'
  docker_ask_first compose version --short >/dev/null 2>&1 || {
    wf_compose=docker-compose
    command -v docker-compose >/dev/null 2>&1 || wf_compose=''
  }
}

# What Compose makes of the files with a profile on, or with none: config_of PROFILE WORDS...
config_of() {
  wf_on=$1
  shift
  compose "$install" "$install/.env.deploy" ${wf_on:+--profile "$wf_on"} config "$@" 2>/dev/null || :
}

# The profiles without which a service that runs would not be there.
call_profiles() {
  wf_said=${wf_profiles:-} wf_profiles=''
  wf_usually=$(config_of '' --services)
  wf_beside=''
  by_call 'running ' call_beside
  [ -z "$wf_beside" ] || with_lines "$(config_of '' --profiles)" call_profile
  wf_profiles=$wf_said
}

call_beside() {
  has_line "$wf_usually" "$1" || ! has_line "$wf_services" "$1" || wf_beside="$wf_beside $1"
}

call_profile() {
  wf_of=$(config_of "$1" --services)
  for wf_service in $wf_beside; do
    if has_line "$wf_of" "$wf_service"; then
      case $1 in *[!A-Za-z0-9._-]*) ;; *) say stack.profile "$1" ;; esac
      return 0
    fi
  done
}

has_line() {
  printf '%s\n' "$1" | grep -qxF -e "$2"
}

# Compose writes on each container what it made it of, as a hash; none of them leaves the machine.
call_compare() {
  wf_hashes=$(config_of '*' --hash '*')
  wf_alike=same
  by_call 'hash ' call_hash
  [ -n "$wf_hashes" ] || wf_alike=fails
  say stack.call $wf_alike
}

call_hash() {
  has_line "$wf_hashes" "$1" || wf_alike=differs
}

# The bundle's own commands that hand on their words to Compose.
call_wrappers() {
  for wf_file in "$install"/bin/*compose*; do
    [ -f "$wf_file" ] && [ -x "$wf_file" ] || continue
    case ${wf_file##*/} in *[!A-Za-z0-9._-]*) continue ;; esac
    # shellcheck disable=SC2016
    grep -q 'docker[ -]compose.*"$@"' "$wf_file" || continue
    wf_word=no
    ! grep -q -e '--mode' "$wf_file" || wf_word=yes
    say stack.wrapper "bin/${wf_file##*/} $wf_word"
  done
}
