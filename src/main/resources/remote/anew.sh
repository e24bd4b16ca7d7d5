# Which containers are to be made anew, though Compose sees no change: who mounts a file or a directory keeps the one that
# was there when the container was made, whatever takes its place.

# Makes those of the containers in wf_ids anew that were made before a time, and mount what was replaced since; their
# services are left in wf_old: make_anew STAMP directory|keys
make_anew() {
  anew_find "$@"
  [ -n "$wf_old" ] || return 0
  # shellcheck disable=SC2086
  act stack.anew compose "$install" "$install/.env.deploy" up -d --no-deps --force-recreate $wf_old >"$wf_dir/words" 2>&1
}

anew_find() {
  wf_old='' wf_since=${1%T*}${1#*T} wf_part=$2 wf_service=''
  wf_since=${wf_since%Z}
  # shellcheck disable=SC2086
  wf_rows=$(docker_ask inspect --type container --format "$wf_anew_row" $wf_ids) || return 0
  while read -r wf_first wf_second wf_third wf_source; do
    case $wf_first:$wf_second:$wf_third in
    mount:bind:*) anew_mount ;;
    mount:*) ;;
    *:[Tt]rue) wf_service='' ;;
    *) if is_before "$wf_first"; then wf_service=$wf_second; else wf_service=''; fi ;;
    esac
  done <<END
$wf_rows
END
}

# A line for a container, for restart with the image that it was named and the one that it runs; and one for each mount.
wf_anew_row='{{.Created}} {{or (index .Config.Labels "com.docker.compose.service") "-"}} {{or (index .Config.Labels "com.docker.compose.oneoff") "-"}} {{.Config.Image}} {{.Image}}{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name "-"}} {{.Source}}{{end}}'

anew_mount() {
  case $wf_part:$wf_source in
  directory:"$install"/* | directory:"$install_real"/*) ;;
  *:"$install" | *:"$install_real" | *:"$install/.env.deploy" | *:"$install_real/.env.deploy") ;;
  *) return 0 ;;
  esac
  [ -z "$wf_service" ] || is_word "$wf_service" "$wf_old" || wf_old="$wf_old${wf_old:+ }$wf_service"
}

# Says whether docker's word for a time, 2026-11-29T08:50:09.1Z, is before that.
is_before() {
  IFS=-T:.Z
  # shellcheck disable=SC2086
  set -- $1
  unset IFS
  [ "$1$2$3$4$5$6" -lt "$wf_since" ] 2>/dev/null
}
