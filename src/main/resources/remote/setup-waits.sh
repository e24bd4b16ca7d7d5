# What the setup service waits for. Where that is the database alone, migrate starts it and asks PostgreSQL itself whether it is
# ready: Compose would wait for the next of its health checks, with Walter down.

# Notes it for the migration of this run, where that begins with all stopped: waits_note DIRECTORY ENV-FILE
waits_note() {
  [ "$wf_data" = volumes ] && is_word backup "$wf_planned" || return 0
  wf_waits=$(compose "$1" "$2" --profile '*' config 2>/dev/null | wf_setup=$wf_setup awk '
    /^[^ ]/ { top = $1 }
    /^  [^ ]/ { service = $1; key = "" }
    /^    [^ ]/ { key = $1 }
    top == "services:" && service == ENVIRON["wf_setup"] ":" && key == "depends_on:" && /^      [^ ]/ { sub(/:.*/, ""); print $1 }')
  case $wf_waits in
  '' | *[!A-Za-z0-9_.-]*) ;;
  *) printf '%s end\n' "$wf_waits" 2>/dev/null >"$wf_state/steps/$wf_run/waits" || : ;;
  esac
}

# Reads the note into wf_waits; 1 = there is none.
waits_noted() {
  read -r wf_waits wf_end 2>/dev/null <"$wf_state/steps/$wf_run/waits" && [ "$wf_end" = end ]
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
