# What the setup service waits for. Where that is the database alone, migrate starts it and asks PostgreSQL itself whether it is
# ready: Compose would wait for the next of its health checks, with Walter down. What waits for nothing else needs no such
# check, either, once setup has ended well.

# Notes it for the later steps of this run, where they begin with all stopped: waits_note DIRECTORY ENV-FILE
waits_note() {
  [ "$wf_data" = volumes ] && is_word backup "$wf_planned" || return 0
  wf_rows=$(compose "$1" "$2" --profile '*' config 2>/dev/null | awk '
    /^[^ ]/ { top = $1 }
    /^  [^ ]/ { service = $1; sub(/:$/, "", service); key = "" }
    /^    [^ ]/ { key = $1 }
    top == "services:" && key == "depends_on:" && /^      [^ ]/ { sub(/:.*/, ""); print service, $1 }')
  wf_waits=$(waited_for "$wf_setup")
  case $wf_waits in '' | *[!A-Za-z0-9_.-]*) return 0 ;; esac
  wf_next=''
  for wf_service in $wf_configured; do
    [ "$(waited_for "$wf_service")" != "$wf_waits" ] || [ "$wf_service" = "$wf_setup" ] || wf_next=$wf_next${wf_next:+,}$wf_service
  done
  printf '%s %s end\n' "$wf_waits" "${wf_next:--}" 2>/dev/null >"$wf_state/steps/$wf_run/waits" || :
}

# What a service waits for, a line each.
waited_for() {
  printf '%s\n' "$wf_rows" | sed -n "s/^$1 //p"
}

# Reads the note into wf_waits and wf_next, the latter with blanks; 1 = there is none.
waits_noted() {
  read -r wf_waits wf_next wf_end 2>/dev/null <"$wf_state/steps/$wf_run/waits" && [ "$wf_end" = end ] || return 1
  IFS=,
  # shellcheck disable=SC2086
  set -- $wf_next
  unset IFS
  wf_next=$*
}

# Starts what waits for the database alone, of which setup has just shown that it is ready; the rest is Compose's to order.
next_first() {
  [ "$wf_data" = volumes ] && is_word migrate "$j_done" && waits_noted && [ "$wf_next" != - ] || return 0
  # shellcheck disable=SC2086
  act restart.next compose "$install" "$install/.env.deploy" up -d --no-deps $wf_next >"$wf_dir/words" 2>&1
}

# Starts the database, which was stopped for its backup; 1 = Compose has to see to what setup waits for.
database_first() {
  [ "$wf_data" = volumes ] && is_word backup "$j_done" && waits_noted || return 1
  act migrate.database compose "$install" "$install/.env.deploy" up -d --no-deps "$wf_waits" >"$wf_dir/database" 2>&1 || return 1
  wf_id=$(docker_ask ps -q --no-trunc --filter "label=com.docker.compose.project=$wf_project" --filter "label=com.docker.compose.service=$wf_waits")
  [ -n "$wf_id" ] || return 1
  for wf_try in 1 2 3 4 5 6 7 8 9; do
    for wf_ask in 1 2 3 4 5 6 7 8 9; do
      wf_ready=0
      docker_ask exec "$wf_id" pg_isready -q >/dev/null 2>&1 || wf_ready=$?
      # 1 and 2: not yet
      case $wf_ready in 0) return 0 ;; 1 | 2) ;; *) return 1 ;; esac
      sleep 0.1 2>/dev/null || sleep 1
    done
  done
  return 1
}
