# Who runs, and who may write to the data: looked at before anything stops, stopped in order, and started again.

# The containers of the project, and those of anybody who mounts the data: a line each in wf_rows, see mounter. Both questions
# are put at once, for all may wait for the answer; who went in between is looked for once more. Nothing is asked about the
# copier in wf_ends, which is about to end: docker answers nothing about a container that it removes.
mounters_read() {
  for wf_look in 1 2 3; do
    docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project" >"$wf_dir/of-project" &
    docker_ask ps -aq --no-trunc --filter "volume=$wf_postgres_volume" --filter "volume=$wf_state_volume" >"$wf_dir/of-data" || {
      wait $! || :
      return 1
    }
    wait $! || return 1
    wf_ids=$(sort -u "$wf_dir/of-project" "$wf_dir/of-data" | grep -vxF "${wf_ends:--}" || :) wf_rows=''
    [ -n "$wf_ids" ] || return 0
    # shellcheck disable=SC2086
    if wf_rows=$(docker_ask inspect --type container --format "$wf_mounter" $wf_ids); then return 0; fi
  done
  return 1
}

# Notes the copier of this run, once it is about to end.
copier_find() {
  [ "$m_what" != copier ] || wf_ends=$m_id
}

wf_mounter='{{.ID}} {{.Name}} {{.State.Running}} {{.State.StartedAt}} {{or (index .Config.Labels "com.docker.compose.project") "-"}} {{or (index .Config.Labels "com.docker.compose.service") "-"}} {{or (index .Config.Labels "com.docker.compose.oneoff") "-"}} {{or (index .Config.Labels "walter-fleet.helper") "-"}} {{json .Config.StopTimeout}} {{.Image}} {{or (index .Config.Labels "com.docker.compose.config-hash") "-"}}{{range .Mounts}}{{if .RW}} {{or .Name "-"}}{{end}}{{end}}'

# Takes the line of a container apart. m_what is what it is to us: copier, the one of this run that waits for all to be
# stopped; helper, another of ours, that was left running; once, started by compose run; bundle, a service of the bundle;
# profile, another of the project; stranger.
# m_writes is what of the data it may write to: database, state or no. m_made_of is its image and Compose's word for the rest.
mounter() {
  # shellcheck disable=SC2086
  set -- $wf_line
  m_id=$1 m_name=${2#/} m_runs=$3 m_started=$4 m_project=$5 m_service=$6 m_once=$7 m_helper=$8 m_grace=$9
  shift 9
  m_made_of="$1 $2"
  shift 2
  m_writes=no m_what=profile
  for wf_word in "$@"; do
    case $wf_word in
    "$wf_postgres_volume") m_writes=database ;;
    "$wf_state_volume") [ $m_writes = database ] || m_writes=state ;;
    esac
  done
  if [ "$m_helper" != - ]; then
    m_what=helper
    [ "$m_helper" != "$wf_run" ] || m_what=copier
  elif [ "$m_project" != "$wf_project" ]; then
    m_what=stranger
  elif [ "$m_once" = True ] || [ "$m_once" = true ]; then
    m_what=once
  elif is_word "$m_service" "${wf_known:-}"; then
    m_what=bundle
  fi
}

# Calls a function for each of these lines whose container runs.
each_mounter() {
  each_seen if_running "$1"
}

if_running() {
  [ "$m_runs" != true ] || "$1"
}

# Calls a function, with these words, for each of these lines.
each_seen() {
  while IFS= read -r wf_line; do
    [ -n "$wf_line" ] || continue
    mounter
    "$@"
  done <<END
$wf_rows
END
}

# Looks at who uses the data while all still runs.
data_look() {
  wf_known=$(services_of "$install") wf_beside=''
  mounters_read || fail "could not ask docker who uses the data" "docker ps or inspect failed" "look at docker ps on the machine"
}

# A migration that an earlier run left running is not cut off.
refuse_setup() {
  [ "$m_what:$m_service" != "once:$wf_setup" ] || fail "could not stop the stack" \
    "the container $m_name, a migration of an earlier run, still runs" "wait for it, then run the same again"
}

# Stops the stack, as data_look has seen it or as it is now: services of the bundle in its order, each by its own grace
# period; what else may write to the data; the database last, which gets two minutes at least. What is no service of the
# bundle and cannot write to the data is left alone.
stack_stop() {
  [ -n "${wf_ahead:-}" ] || stopped_after
  for wf_try in 1 2 3; do
    mounters_read || return 1
    wf_now=''
    each_mounter add_running
    ran_note "$wf_now" || return 1
    wf_names='' wf_services='' wf_others='' wf_last='' wf_helpers='' wf_grace=120 wf_stopped=yes
    each_mounter sort_out
    stop_all >"$wf_dir/words" 2>&1
    mounters_read || return 1
    wf_writer=''
    each_mounter note_runner
    [ -n "$wf_writer" ] || return 0
    [ $wf_stopped = yes ] || return 1
  done
  printf 'the container %s runs again and again, though it is stopped\n' "$wf_writer" >"$wf_dir/words"
  return 1
}

# What is stopped here is started again; a program that somebody ran by hand cannot be.
add_running() {
  case $m_what:$m_writes in
  helper:* | copier:* | once:* | stranger:no | profile:no) return 0 ;;
  esac
  [ "$m_what" != stranger ] || m_service=$m_name
  wf_now="$wf_now$m_id $m_service $m_what $j_step
"
}

sort_out() {
  case $m_what:$m_writes in
  copier:* | stranger:no | once:no | profile:no) ;;
  helper:*) wf_helpers="$wf_helpers $m_id" ;;
  bundle:database)
    wf_last="$wf_last $m_id"
    case $m_grace in *[!0-9]* | '') ;; *) [ "$m_grace" -le "$wf_grace" ] || wf_grace=$m_grace ;; esac
    ;;
  bundle:*) wf_names="$wf_names $m_service" wf_services="$wf_services $m_id" ;;
  *)
    wf_others="$wf_others $m_id"
    case "$wf_beside " in *" $m_name "*) ;; *) wf_beside="$wf_beside $m_name" ;; esac
    ;;
  esac
}

# How long the step had worked by now, for step_done to tell.
stopped_after() {
  machine_uptime
  wf_ahead=$(((wf_uptime - wf_step_began) * 10))
}

# What does not stop by Compose does so by docker.
stop_all() {
  # shellcheck disable=SC2086
  {
    [ -z "$wf_helpers" ] || act stack.helpers docker_run docker rm -f $wf_helpers || wf_stopped=no
    [ -z "$wf_names" ] || act stack.stop compose "$install" "$install/.env.deploy" stop $wf_names ||
      act stack.stop-services docker_run docker stop $wf_services || wf_stopped=no
    [ -z "$wf_others" ] || act stack.stop-others docker_run docker stop $wf_others || wf_stopped=no
    [ -z "$wf_last" ] || act stack.stop-database docker_run docker stop -t "$wf_grace" $wf_last || wf_stopped=no
  }
}

# Whoever should not run any more.
note_runner() {
  [ "$m_what" != bundle ] || [ "$m_writes" != no ] || m_writes=service
  note_writer
}

note_writer() {
  [ "$m_writes" = no ] || [ -n "$wf_writer" ] || wf_writer=$m_name
}

# Makes sure that nobody runs who may write to the data, right before they are written; 1 = somebody does, see words.
data_quiet() {
  mounters_read || return 1
  wf_writer=''
  each_mounter note_writer
  [ -z "$wf_writer" ] || stack_stop
}

# Tells this state, as it was just read, from any other in which somebody ran: who there is, and when each last started.
data_marks() {
  wf_marked=$(each_seen data_mark) || return 1
  [ -z "$wf_marked" ] || printf '%s\n' "$wf_marked" | sort
}

data_mark() {
  [ "$m_helper" != - ] || printf '%s %s %s\n' "/$m_name" "$m_id" "$m_started"
}

# Says whether anybody started since a file of marks was written; who is left in wf_writer.
started_since() {
  wf_writer='a container'
  mounters_read && data_marks >"$wf_dir/marks" || return 0
  wf_writer=$(grep -vxF -f "$1" "$wf_dir/marks" | head -n 1)
  wf_writer=${wf_writer%% *}
  [ -n "$wf_writer" ]
}

# Says whether the clock, as just looked at, went on as the machine did since it was at that: is_clock_true SECONDS UPTIME
is_clock_true() {
  [ "$wf_uptime" -ge "$2" ] && [ "$wf_at" -ge "$1" ] && [ $(((wf_at - $1 + 2) * 100)) -ge $((wf_uptime - $2)) ]
}
