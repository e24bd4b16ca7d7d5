# uses: lib.sh env-read.sh docker.sh compose-files.sh compose.sh found.sh doctor-call.sh
# Looks at what is assumed of Walter on this machine; changes nothing, and starts no container.
#
# Of .env.deploy come the names of keys alone: of those whose value is known from a container or a published port.

main() {
  frame doctor
}

doctor() {
  case $wf_install in
  /*) install=$wf_install ;;
  *) install=$HOME/$wf_install ;;
  esac
  doctor_install
  doctor_docker
  doctor_keys
  say complete yes
}

doctor_install() {
  if [ ! -d "$install" ]; then
    say directory no
    install_real=$install
    return 0
  fi
  real_path "$install"
  install_real=$wf_real_path
  say directory yes
  if [ -x "$install/bin/walter-onprem" ]; then say command yes; else say command no; fi
  if [ -f "$install/.env.deploy" ]; then say env.file yes; else say env.file no; fi
  compose_base "$install" || return 0
  say compose.file "$wf_base"
  for wf_file in "$install/${wf_base%.*}".*.yml "$install/${wf_base%.*}".*.yaml; do
    [ ! -f "$wf_file" ] || say compose.overlay "${wf_file##*/}"
  done
}

doctor_docker() {
  wf_known='mode public-tls
mode internal-tls'
  command -v docker >/dev/null 2>&1 || {
    say unseen.docker "there is no docker command"
    return 0
  }
  docker_ask_first ps -aq --no-trunc --filter "label=com.docker.compose.project.working_dir=$install_real" || {
    say unseen.docker "docker ps gave no answer"
    return 0
  }
  wf_calls=''
  # shellcheck disable=SC2086
  [ -z "$wf_answer" ] || doctor_containers $wf_answer || return 0
  doctor_call
}

# Facts of containers, what they make known of values, and how they were started, in wf_calls; 1 = docker did not answer.
doctor_containers() {
  wf_rows=$(docker_ask inspect --type container --format "$wf_look" "$@") || {
    say unseen.docker "docker inspect gave no answer"
    return 1
  }
  wf_found=$(printf '%s\n' "$wf_rows" | awk "$wf_look_read")
  wf_known="$wf_known
$(printf '%s\n' "$wf_found" | sed -n 's/^known //p')"
  wf_calls=$(printf '%s\n' "$wf_found" | sed -n 's/^call //p')
  printf '%s\n' "$wf_found" | sed '/^known /d; /^call /d' >&3
}

# A line for each container, two for how Compose was called, and one for each of its variables, mounts and ports.
wf_look_label='{{or (index .Config.Labels "com.docker.compose.'
# shellcheck disable=SC2016
wf_look="container ${wf_look_label}project\") \"-\"}} ${wf_look_label}service\") \"-\"}} {{or .Config.Image \"-\"}} ${wf_look_label}oneoff\") \"-\"}} {{.State.Status}} {{.State.ExitCode}} {{or .HostConfig.RestartPolicy.Name \"no\"}} ${wf_look_label}config-hash\") \"-\"}}{{println}}files ${wf_look_label}project.config_files\") \"-\"}}{{println}}env ${wf_look_label}project.environment_file\") \"-\"}}"'{{range .Config.Env}}{{println}}variable {{json .}}{{end}}{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name "-"}} {{.Destination}}{{end}}{{range $port, $all := .HostConfig.PortBindings}}{{range $all}}{{println}}port {{.HostPort}} {{$port}}{{end}}{{end}}'

# Facts, and what is known of values in .env.deploy. Walter is the container whose image or whose variable says so; the
# database is the one whose image says where its data is, or that has a mount at the usual place.
# shellcheck disable=SC2016
wf_look_read='
  function plain(s) { return s ~ /^[A-Za-z0-9][A-Za-z0-9_.-]*$/ }
  function fact(key, value) { if (plain(value) && !((key, value) in said)) { said[key, value]; print key "=" value } }
  $1 == "container" {
    n++
    image[n] = $4
    fact("project", $2)
    if (plain($2)) print "call project " $2
    fact("service", $3)
    base = $4
    sub(/@.*/, "", base)
    sub(/:[^:\/]*$/, "", base)
    sub(/.*\//, "", base)
    walter[n] = base == "walter"
    once = $5 == "True" || $5 == "true"
    if (once) next
    if ($6 == "running") print "call running " $3
    if ($6 == "exited" && $7 == 0) fact($8 == "no" || $8 == "on-failure" ? "done" : "ended", $3)
    print "call hash " $3 " " $9
  }
  ($1 == "files" || $1 == "env") && !once && !(($0) in said) { said[$0]; print "call " $0 }
  $1 == "variable" {
    s = substr($0, 11, length($0) - 11)
    if (s ~ /^PHX_HOST=/) { walter[n] = 1; host[n] = substr(s, 10) }
    if (s ~ /^PGDATA=/) pgdata[n] = substr(s, 8)
  }
  $1 == "mount" { mounts[n]++; kind[n, mounts[n]] = $2; volume[n, mounts[n]] = $3; place[n, mounts[n]] = $4 }
  $1 == "port" {
    inside = $3
    sub(/\/.*/, "", inside)
    if (inside ~ /^(443|8443)$/) { fact("published.https", $2); print "known httpsPort " $2 }
    if (inside ~ /^(80|8080)$/) { fact("published.http", $2); print "known httpPort " $2 }
  }
  END {
    for (i = 1; i <= n; i++) {
      longest = 0
      for (j = 1; j <= mounts[i]; j++) {
        if (walter[i] && kind[i, j] == "volume") fact("walter.volume", volume[i, j])
        if (pgdata[i] == "" && place[i, j] ~ /\/(postgresql|pgdata)(\/|$)/) pgdata[i] = place[i, j]
        if (pgdata[i] != "" && index(pgdata[i] "/", place[i, j] "/") == 1 && length(place[i, j]) > longest) {
          longest = length(place[i, j])
          data = kind[i, j] == "volume" ? volume[i, j] : "-"
        }
      }
      if (longest) { if (data == "-") fact("database.mount", "bind"); else fact("database.volume", data) }
      if (walter[i]) { print "known image " image[i]; if (host[i] != "") print "known host " host[i] }
    }
  }'

# shellcheck disable=SC2016
wf_names_read='
  # Prints the names of the keys that have a value which is known already, and which managed keys there are.
  function match_names(   i, j, m, part, known, v, p, others, told) {
    if (broken) { print "unseen.env=" encoded(broken); return }
    m = split(ENVIRON["wf_known"], part, "\n")
    for (i = 1; i <= m; i++) if ((p = index(part[i], " "))) {
      v = substr(part[i], p + 1)
      known[v] = known[v] " " substr(part[i], 1, p - 1)
    }
    for (i = 1; i <= c; i++) {
      if (last[name[i]] != i || name[i] !~ /^[A-Za-z_][A-Za-z0-9_]*$/) continue
      others++
      v = value[i]
      if (quote[i] == "") { p = index(v, " #"); v = trimmed(p ? substr(v, 1, p - 1) : v, " \t") }
      if (v == "" || !(v in known)) continue
      m = split(known[v], part, " ")
      for (j = 1; j <= m; j++) if (!((part[j], i) in told)) { told[part[j], i]; print "key." part[j] "=" name[i] }
    }
    m = split(ENVIRON["wf_keys"], part, " ")
    for (i = 1; i <= m; i++) if ((v = substr(part[i], index(part[i], "=") + 1)) in last) {
      print "has." substr(part[i], 1, index(part[i], "=") - 1) "=yes"
      others--
    }
    print "env.others=" others + 0
  }
  END { match_names() }'

# The names of the keys in .env.deploy whose values are known from elsewhere.
doctor_keys() {
  [ -r "$install/.env.deploy" ] && [ -f "$install/.env.deploy" ] || return 0
  wf_named=$(wf_task=match wf_known=$wf_known wf_file=$install/.env.deploy awk "$wf_env_read$wf_eol$wf_names_read" "$install/.env.deploy") || {
    say unseen.env ".env.deploy could not be parsed"
    return 0
  }
  [ -z "$wf_named" ] || printf '%s\n' "$wf_named" >&3
}
