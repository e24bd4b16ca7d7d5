# Before a stack is started: the volumes that it would mount must be those that hold the data.
#
# Compose makes a volume that is missing, empty, and a database that starts on it is a new one. So the volumes of the
# bundle are computed by Compose itself; pull does that before anything is touched, and notes it for the later steps.
# Which volumes hold the data, the stack's containers say, and what was recorded; only then the inventory.

# Fails where Compose would start the bundle of a directory on other volumes: data_guard DIRECTORY ENV-FILE
data_guard() {
  if volumes_noted && [ "$wf_noted" = "$wf_project" ]; then return 0; fi
  volumes_compute "$1" "$2"
  wf_there=$(docker_ask volume ls --format '{{.Name}} {{or (.Label "com.docker.compose.volume") "-"}} {{or (.Label "com.docker.compose.project") "-"}}') || fail \
    "the stack was not started" "docker volume ls failed" "look at docker volume ls on the machine, then run the same again"
  wf_new='' wf_gone='' wf_kept=no
  for wf_volume in $wf_all_volumes; do
    if is_there; then wf_kept=yes; else wf_new=$wf_new${wf_new:+ }$wf_volume; fi
  done
  for wf_volume in $(data_volumes); do
    if is_there && ! is_word "$wf_volume" "$wf_all_volumes"; then wf_gone=$wf_gone${wf_gone:+ }$wf_volume; fi
  done
  [ -n "$wf_mounted" ] || [ "${wf_volumes:-no}" = yes ] || each_recorded
  if [ -n "$wf_gone" ] && { [ -n "$wf_new" ] || is_database_gone; }; then other_volumes; fi
  unnamed_left
  if [ "$wf_kept$wf_gone" = no ] && is_begun; then other_data; fi
  volumes_note
}

# The volumes of the bundle in wf_all_volumes, with their keys in the compose file a line each in wf_keyed; its services in
# wf_configured; and where a guard asks for them, what they mount, a line each in wf_mounts. A command of the bundle's may
# give the project a name of its own.
volumes_compute() {
  [ "${wf_computed:-}" != "$1" ] || return 0
  if [ -n "${wf_command:-}" ]; then wf_files=''; else compose_files "$1" "$2"; fi
  # nothing of it is kept but what is read here: it has secrets
  wf_config=$({ compose "$1" "$2" config 2>"$wf_dir/config" && printf '\n#whole\n'; } |
    wf_project=$wf_project wf_command=${wf_command:-} awk "$wf_config_read${wf_mounts_read:-}$wf_config_told") || fail \
    "could not read the bundle's compose files" "$(last_words "$wf_dir/config")" "look at the compose files and at .env.deploy"
  wf_keyed='' wf_all_volumes='' wf_configured='' wf_mounts=''
  set -f
  IFS=$wf_eol
  for wf_line in $wf_config; do
    wf_rest=${wf_line#* }
    case $wf_line in
    'project '*) wf_project=$wf_rest ;;
    'service '*) wf_configured=$wf_configured${wf_configured:+ }$wf_rest ;;
    'volume '*)
      wf_keyed=$wf_keyed${wf_keyed:+$wf_eol}$wf_rest
      wf_all_volumes=$wf_all_volumes${wf_all_volumes:+ }${wf_rest#* }
      ;;
    'mount '*) wf_mounts=$wf_mounts${wf_mounts:+$wf_eol}$wf_rest ;;
    esac
  done
  unset IFS
  set +f
  wf_computed=$1
}

# shellcheck disable=SC2016
wf_config_read='
  $0 == "#whole" { whole = 1; next }
  /^[^ ]/ { top = $1 }
  /^name: / { project = $2; gsub(/["\047]/, "", project) }
  top == "services:" && /^  [^ ]/ { service = $1; sub(/:.*/, "", service); print "service " service }
  top == "volumes:" && /^  [^ ]/ { volume = $1; sub(/:.*/, "", volume); order[++n] = volume }
  top == "volumes:" && /^    name: / { name[volume] = $2 }
  END {
    if (ENVIRON["wf_command"] == "" || project !~ /^[a-z0-9][a-z0-9_-]*$/) project = ENVIRON["wf_project"]
    print "project " project
    for (i = 1; i <= n; i++) {
      if (!(order[i] in name)) name[order[i]] = project "_" order[i]
      print "volume " order[i] " " name[order[i]]
    }
  }'

wf_config_told='
  END { exit !whole }'

# The volumes on record have to be there still: the database's, or where that is not known, one of them.
each_recorded() {
  read_value database "$wf_state/installed"
  [ -n "$wf_value" ] || read_value volumes "$wf_state/installed"
  [ -n "$wf_value" ] || return 0
  for wf_volume in $wf_value; do
    if is_there; then return 0; fi
  done
  fail "the stack was not started" "what held the data is not there any more, and would begin empty: the volume ${wf_value%% *}" \
    "put it back, by a rollback with its volumes where there is a backup; where it may begin empty: docker volume create ${wf_value%% *} on the machine"
}

# A volume without a name of its own goes with its container: no other one gets it, but the next of the same service.
unnamed_left() {
  wf_volume=$wf_postgres_volume
  if is_there && is_word "$wf_volume" "$wf_all_volumes"; then return 0; fi
  read_value database "$wf_state/installed"
  wf_volume=$wf_value
  is_unnamed "$wf_volume" && is_there || return 0
  wf_heir=$(docker_ask ps -a --filter "volume=$wf_volume" --filter "label=com.docker.compose.project=$wf_project" --format '{{.Label "com.docker.compose.service"}}') || fail \
    "the stack was not started" "docker ps failed" "look at docker ps on the machine, then run the same again"
  if [ -n "$wf_heir" ] && is_word "$wf_heir" "$wf_configured"; then return 0; fi
  fail "the stack was not started" "the database's volume $wf_volume has no name of its own, and no container of the bundle gets it any more: it would begin empty" \
    "carry the data over by hand: make the containers without starting them, copy what the old volume holds into the one that the database's container got, then remove the old one"
}

# The volumes that hold the data, as far as anybody knows.
data_volumes() {
  read_value volumes "$wf_state/installed"
  if [ -n "$wf_mounted$wf_value" ]; then
    printf '%s\n' "$wf_mounted $wf_value"
    return 0
  fi
  for wf_volume in "$wf_postgres_volume" "$wf_state_volume"; do
    ! is_there || is_of_others "$wf_volume" || printf '%s\n' "$wf_volume"
  done
}

# Says whether the database's volume is one that the bundle does not mount, by what is known of it.
is_database_gone() {
  wf_volume=$wf_postgres_volume
  if is_there && is_word "$wf_volume" "$wf_all_volumes"; then return 1; fi
  read_value database "$wf_state/installed"
  is_word "$wf_postgres_volume" "$wf_gone" || { [ -n "$wf_value" ] && is_word "$wf_value" "$wf_gone"; }
}

other_volumes() {
  wf_noun=volume
  case $wf_gone in *' '*) wf_noun=volumes ;; esac
  fail "the stack was not started" "the data is in the $wf_noun $wf_gone, and project $wf_project would start with ${wf_all_volumes:-no volume}" \
    "set stack.project, stack.postgresVolume and stack.stateVolume in the inventory to where the data is (docker volume ls there)${wf_new:+; what may begin empty is made by docker volume create: $wf_new}"
}

# A stack of which no volume is there was another project's until now where volumes of the same keys are.
other_data() {
  while read -r wf_key wf_name; do
    while read -r wf_volume wf_label wf_owner; do
      # a list of nothing is one empty line
      if [ -z "$wf_key" ] || [ "$wf_label" != "$wf_key" ] || is_of_others "$wf_volume"; then continue; fi
      fail "the stack was not started" "it would begin with the empty volume $wf_name, and the volume $wf_volume of project $wf_owner is there" \
        "set stack.project: $wf_owner in the inventory where that holds the data, else remove it: docker volume rm $wf_volume"
    done <<THERE
$wf_there
THERE
  done <<KEYED
$wf_keyed
KEYED
}

# Says whether docker has wf_volume.
is_there() {
  case "
$wf_there" in *"
$wf_volume "*) return 0 ;; esac
  return 1
}

# Says whether containers have a volume, and none of them is of this project.
is_of_others() {
  wf_users=$(docker_ask ps -aq --no-trunc --filter "volume=$1") && [ -n "$wf_users" ] || return 1
  wf_users=$(docker_ask ps -aq --no-trunc --filter "volume=$1" --filter "label=com.docker.compose.project=$wf_project")
  [ -z "$wf_users" ]
}

# Says whether there was an install before, so that there may be data.
is_begun() {
  [ -e "$wf_state/installed" ] || [ -s "$install/.env.deploy" ]
}
