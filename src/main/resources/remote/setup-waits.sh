# What the setup service waits for. Where that is the database alone, migrate starts it and asks PostgreSQL itself whether it is
# ready: Compose would wait for the next of its health checks, with Walter down; and where Compose would make its container of
# the same as before, just that is started, which takes a third of the time. What waits for nothing else needs no such check,
# either, once setup has ended well.

# Notes it for the later steps of this run, where they begin with all stopped: waits_note DIRECTORY ENV-FILE
waits_note() {
  [ "$wf_data" = volumes ] && is_word backup "$wf_planned" || return 0
  wf_rows=$(compose "$1" "$2" --profile '*' config 2>/dev/null | awk '
    /^[^ ]/ { top = $1 }
    /^  [^ ]/ { service = $1; sub(/:$/, "", service); key = "" }
    /^    [^ ]/ { key = $1 }
    top == "services:" && key == "image:" && /^    image: / { print service "=" $2 }
    top == "services:" && key == "depends_on:" && /^      [^ ]/ { sub(/:.*/, ""); print service, $1 }')
  wf_waits=$(waited_for "$wf_setup")
  case $wf_waits in '' | *[!A-Za-z0-9_.-]*) return 0 ;; esac
  wf_next=''
  for wf_service in $wf_configured; do
    [ "$(waited_for "$wf_service")" != "$wf_waits" ] || [ "$wf_service" = "$wf_setup" ] || wf_next=$wf_next${wf_next:+,}$wf_service
  done
  wf_image_id=$(image_id "$(printf '%s\n' "$wf_rows" | sed -n "s/^$wf_waits=//p")")
  wf_hash=$(compose "$1" "$2" --profile '*' config --hash '*' 2>/dev/null | sed -n "s/^$wf_waits //p")
  printf '%s %s %s %s end\n' "$wf_waits" "${wf_next:--}" "${wf_image_id:-?}" "${wf_hash:-?}" 2>/dev/null >"$wf_state/steps/$wf_run/waits" || :
}

# What a service waits for, a line each.
waited_for() {
  printf '%s\n' "$wf_rows" | sed -n "s/^$1 //p"
}

# Reads the note into wf_waits, wf_made_of and wf_next, the latter with blanks; 1 = there is none.
waits_noted() {
  read -r wf_waits wf_next wf_image_id wf_hash wf_end 2>/dev/null <"$wf_state/steps/$wf_run/waits" && [ "$wf_end" = end ] || return 1
  IFS=,
  # shellcheck disable=SC2086
  set -- $wf_next
  unset IFS
  wf_next=$* wf_made_of="$wf_image_id $wf_hash"
}

# Once all is stopped: notes the container of what setup waits for, where Compose would make no other of it.
kept_note() {
  wf_kept=''
  ! waits_noted || each_seen kept_find
  case $wf_kept in '' | *' '*) ;; *) printf '%s end\n' "$wf_kept" 2>/dev/null >"$wf_state/steps/$wf_run/kept" || : ;; esac
}

kept_find() {
  [ "$m_what:$m_service:$m_made_of" != "bundle:$wf_waits:$wf_made_of" ] || wf_kept="$wf_kept${wf_kept:+ }$m_id"
}

# Leaves its id in wf_id; 1 = there is none.
kept_noted() {
  read -r wf_id wf_end 2>/dev/null <"$wf_state/steps/$wf_run/kept" && [ "$wf_end" = end ]
}

# Starts what waits for the database alone, of which setup has just shown that it is ready; the rest is Compose's to order.
# Its containers are made first, by a Compose that knows all of the bundle: what older ones make with --no-deps, the next up
# makes once more.
next_first() {
  [ "$wf_data" = volumes ] && is_word migrate "$j_done" && waits_noted && [ "$wf_next" != - ] || return 0
  act restart.make compose "$install" "$install/.env.deploy" up --no-start >"$wf_dir/words" 2>&1 || return 1
  next_find || return 0
  # shellcheck disable=SC2086
  act restart.next docker_run docker start $wf_ids >"$wf_dir/words" 2>&1 || :
}

# Leaves their ids in wf_ids; 1 = there are none, or the database does not run, and Compose has to see to it.
next_find() {
  wf_ids='' wf_up=no
  wf_rows=$(docker_ask ps -a --no-trunc --format '{{.ID}} {{.Label "com.docker.compose.service"}} {{.Status}}' \
    --filter "label=com.docker.compose.project=$wf_project" --filter label=com.docker.compose.oneoff=False) || return 1
  while read -r wf_id wf_service wf_status; do
    ! is_word "$wf_service" "$wf_next" || wf_ids="$wf_ids $wf_id"
    case $wf_service:$wf_status in "$wf_waits":Up*) wf_up=yes ;; esac
  done <<END
$wf_rows
END
  [ -n "$wf_ids" ] && [ $wf_up = yes ]
}

# Starts the database, which was stopped for its backup; 1 = Compose has to see to what setup waits for.
database_first() {
  [ "$wf_data" = volumes ] && is_word backup "$j_done" && waits_noted || return 1
  act migrate.database database_start && is_ready
}

database_start() {
  if kept_noted && docker_run docker start "$wf_id" >"$wf_dir/database" 2>&1; then return 0; fi
  compose "$install" "$install/.env.deploy" up -d --no-deps "$wf_waits" >"$wf_dir/database" 2>&1 || return 1
  wf_id=$(docker_ask ps -q --no-trunc --filter "label=com.docker.compose.project=$wf_project" --filter "label=com.docker.compose.service=$wf_waits")
  [ -n "$wf_id" ]
}

# Waits until PostgreSQL is ready in the container wf_id; 1 = it does not run, or is none.
is_ready() {
  docker_ask exec "$wf_id" sh -c "$wf_until_ready" >/dev/null 2>&1
}

# In the database's container, where each question takes but a moment: 0 = PostgreSQL is ready, else what it ended with at
# last, of which 1 and 2 say that it is not yet.
# shellcheck disable=SC2016
wf_until_ready='
  tries=0
  while [ $tries -lt 200 ]; do
    tries=$((tries + 1)) ready=0
    pg_isready -q || ready=$?
    case $ready in 1 | 2) ;; *) exit $ready ;; esac
    sleep 0.05 2>/dev/null || sleep 1
  done
  exit 2'
