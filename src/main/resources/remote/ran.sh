# What ran before the stack was stopped: noted before, so that just this is started again, also by the next program.

# The services of the bundle in a directory that are not of a profile, in one line; the old Compose lists those of
# profiles, too, but where it is asked for hashes.
services_of() {
  compose_base "$1" || return 0
  if [ "$wf_compose" = docker-compose ]; then
    compose "$1" "$1/.env.deploy" config --hash '*' 2>/dev/null 3>/dev/null | sed 's/ .*//' | tr '\n' ' ' || :
  else
    compose "$1" "$1/.env.deploy" config --services 2>/dev/null 3>/dev/null | tr '\n' ' ' || :
  fi
}

# Reads what was noted for this backup: a line each in wf_ran, with id, service, whose it is, and the step that stopped
# it; wf_noted says whether there is a note.
ran_read() {
  wf_ran='' wf_noted=no
  [ -e "$wf_state/ran" ] || return 0
  {
    read -r wf_word || return 0
    [ "$wf_word" = "stamp=$j_stamp" ] || return 0
    wf_noted=yes
    while read -r wf_word; do wf_ran="$wf_ran$wf_word
"; done
  } <"$wf_state/ran"
}

# Adds lines to what was noted and was not started again before: ran_note LINES
ran_note() {
  ran_read
  [ -n "$1" ] || [ $wf_noted = no ] || return 0
  act stack.noted write_by "$wf_state/ran" ran_text "$1"
}

ran_text() {
  printf 'stamp=%s\n' "$j_stamp"
  printf '%s%s' "$wf_ran" "$1" | sort -u
}

# Calls a function for each container that was noted and is there, but does not run.
each_ran() {
  ran_read
  [ -n "$wf_ran" ] || return 0
  wf_here=$(docker_ask ps -aq --no-trunc) && wf_up=$(docker_ask ps -q --no-trunc) || return 1
  while read -r r_id r_service r_of r_step; do
    case $wf_up in *"$r_id"*) continue ;; esac
    case $wf_here in *"$r_id"*) "$1" ;; esac
  done <<END
$wf_ran
END
}

# Starts what this step stopped, what is no service of the bundle after the others. Where nothing was noted, an older
# program stopped the stack for its backup.
stack_start() {
  wf_names='' wf_services='' wf_others=''
  each_ran ran_sort || return 1
  if [ $wf_noted = no ]; then
    [ "$j_step" != backup ] || act stack.start-all compose "$install" "$install/.env.deploy" start || return 1
  fi
  # the bundle in place is not theirs any more where a rollback starts them
  # shellcheck disable=SC2086
  if [ -n "$wf_names" ] && [ "$j_step" = backup ]; then
    act stack.start compose "$install" "$install/.env.deploy" start $wf_names || return 1
  elif [ -n "$wf_names" ]; then
    act stack.start-services docker_run docker start $wf_services || return 1
  fi
  # shellcheck disable=SC2086
  [ -z "$wf_others" ] || act stack.start-others docker_run docker start $wf_others || return 1
  ran_forget
}

ran_sort() {
  [ "$r_step" = "$j_step" ] || return 0
  case $r_of in
  bundle) wf_names="$wf_names $r_service" wf_services="$wf_services $r_id" ;;
  *) wf_others="$wf_others $r_id" ;;
  esac
}

ran_forget() {
  [ ! -e "$wf_state/ran" ] || act stack.started rm -f -- "$wf_state/ran"
}

# After the stack was brought up: removes what only the replaced bundle had, and starts the rest of what was stopped;
# what Compose said is in the words. wf_again tells people about it.
stack_rest() {
  wf_again='' wf_lost=''
  ! has_orphans || orphans_drop || wf_lost=' what only the old bundle had'
  each_ran ran_again || wf_lost="$wf_lost what else ran"
  ran_forget
  wf_again="${wf_again:+; started again:$wf_again}${wf_lost:+; could not be started or removed, look at docker ps -a there:$wf_lost}"
}

# Says whether Compose spoke of orphans; it takes no process.
has_orphans() {
  while IFS= read -r wf_line || [ -n "$wf_line" ]; do
    case $wf_line in *[Oo]rphan*) return 0 ;; esac
  done <"$wf_dir/words"
  return 1
}

# Containers that somebody added to the project by a file of his own are no business of ours.
orphans_drop() {
  wf_has=$(services_of "$install") wf_gone=''
  [ -n "$wf_has" ] && [ -d "$j_away" ] || return 0
  for wf_word in $(services_of "$j_away"); do
    ! is_word "$wf_word" "$wf_has" || continue
    wf_gone="$wf_gone $(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project" \
      --filter "label=com.docker.compose.service=$wf_word" --filter label=com.docker.compose.oneoff=False)"
  done
  # shellcheck disable=SC2086
  set -- $wf_gone
  [ $# -gt 0 ] || return 0
  act stack.orphans-stop docker_run docker stop "$@" >>"$wf_dir/words" 2>&1 &&
    act stack.orphans docker_run docker rm "$@" >>"$wf_dir/words" 2>&1
}

# A service of a profile comes back as the bundle has it now.
ran_again() {
  [ "$r_of" != bundle ] || return 0
  if { [ "$r_of" = profile ] && act stack.again compose "$install" "$install/.env.deploy" up -d --no-deps "$r_service"; } >>"$wf_dir/words" 2>&1 ||
    act stack.again-other docker_run docker start "$r_id" >>"$wf_dir/words" 2>&1; then
    wf_again="$wf_again $r_service"
  else
    wf_lost="$wf_lost $r_service"
  fi
}
