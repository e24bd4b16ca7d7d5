# uses: lib.sh env-read.sh lock-read.sh journal-read.sh compose.sh steps-read.sh
# Reads every fact about the machine in one go, and changes nothing.
#
# A fact that cannot be read is printed as unknown.<fact>=<reason>: never a guess, never a default.

main() {
  frame survey
}

survey() {
  say protocol "$wf_protocol"
  survey_host
  journal_read
  survey_install
  survey_state
  survey_docker
  survey_space
  say complete yes
}

survey_host() {
  say home "$HOME"
  say user "$(id -un 2>/dev/null || id -u)"
  say uid "$(id -u)"
  say clock "$(now)"
  say arch "$(uname -m)"
  wf_missing=''
  for wf_tool in tar gzip awk sha256sum df cp mv ln sync; do
    command -v "$wf_tool" >/dev/null 2>&1 || wf_missing="$wf_missing $wf_tool"
  done
  say missing "${wf_missing# }"
  [ -d "$HOME" ] || say unknown.home "the home directory $HOME does not exist"
  wf_selfhost=no
  [ ! -e "$HOME/walter-selfhost" ] || wf_selfhost=yes
  say selfhost "$wf_selfhost"
}

# What stands at the install directory; between-renames is an install whose swap is to be finished.
survey_install() {
  case $wf_install in
  /*) install=$wf_install ;;
  *) install=$HOME/$wf_install ;;
  esac
  wf_dir=$install
  if [ -L "$install" ]; then say install.link "$install"; fi
  if [ ! -e "$install" ] && is_window; then
    wf_dir=$j_install.walter-fleet-new
    install_state between-renames
  elif [ -L "$install" ] && [ ! -e "$install" ]; then
    say unknown.install "$install is a symbolic link to something that does not exist"
  elif [ ! -e "$install" ]; then
    install_state absent
  elif [ ! -d "$install" ]; then
    install_state foreign
  elif ! wf_names=$(ls -A -- "$install" 2>/dev/null) || ! (cd -- "$install") 2>/dev/null; then
    say unknown.install "$install cannot be read by this user"
  elif [ -z "$wf_names" ]; then
    install_state empty
  elif [ -e "$install/bin/walter-onprem" ] && { [ -e "$install/.env.deploy" ] || [ -L "$install/.env.deploy" ]; }; then
    install_state installed
  else
    install_state foreign
  fi
}

install_state() {
  say install "$1"
  survey_applied
  case $1 in installed | between-renames) ;; *) return 0 ;; esac
  say install.path "$(cd -P -- "$wf_dir" && pwd -P)"
  survey_env "$wf_dir/.env.deploy"
  survey_files
}

# The managed keys of .env.deploy, and a salted hash of the whole.
survey_env() {
  if [ ! -r "$1" ] || [ ! -f "$1" ]; then
    say unknown.env "$1 cannot be read by this user"
    return 0
  fi
  wf_env=$1
  if [ -L "$1" ]; then say env.link yes; fi
  # shellcheck disable=SC2012
  say env.permissions "$(ls -lnL -- "$1" | cut -c 1-10)"
  if [ -s "$wf_state/salt" ]; then
    wf_sum=$(cat -- "$wf_state/salt" "$1" | sha256sum) && say env.fingerprint "${wf_sum%% *}"
  fi
  if has_nul "$1"; then
    say unknown.env "$1 has a NUL byte, which Compose cannot read"
    return 0
  fi
  if env_facts "$1" >&3; then say env read; else say unknown.env "$1 could not be parsed"; fi
}

# What was last applied; it is on record also when its directory is gone.
survey_applied() {
  wf_bundle=''
  if [ -e "$wf_state/installed" ]; then
    while IFS= read -r wf_line; do
      case $wf_line in
      bundle=*) wf_bundle=${wf_line#*=} ;;
      target=* | at=* | stamp=*) say "applied.${wf_line%%=*}" "${wf_line#*=}" ;;
      esac
    done <"$wf_state/installed" || say unknown.applied "$wf_state/installed cannot be read"
  fi
}

# Which bundle is installed, and which of its files are not as it has them.
survey_files() {
  if [ "$j_kind" = directory ] && is_unfinished && is_word swap "$j_done"; then
    wf_bundle=$(printf '%s\n' "$j_target" | cut -d ' ' -f 2)
  fi
  [ -n "$wf_bundle" ] || return 0
  wf_sums=$wf_state/checksums/$wf_bundle
  [ -r "$wf_sums" ] || wf_sums=$wf_state/staged/$wf_bundle/checksums
  if [ ! -r "$wf_sums" ]; then
    say unknown.files "the checksums of bundle $wf_bundle are missing in $wf_state"
    return 0
  fi
  say bundle "$wf_bundle"
  { cd -- "$wf_dir" && sha256sum -c -- "$wf_sums" 2>/dev/null; } | awk -F ': ' '
    $NF == "OK" { ok++; next }
    { sub(/: [^:]*$/, ""); print }
    END { print "/" ok + 0 }' | while IFS= read -r wf_line; do
    case $wf_line in
    /*) say files.intact "${wf_line#/}" ;;
    *) if [ -e "$wf_dir/$wf_line" ]; then say file.edited "$wf_line"; else say file.missing "$wf_line"; fi ;;
    esac
  done
  say files.total "$(awk 'END { print NR }' "$wf_sums")"
}

# What earlier runs left: lock, journal, running steps, staged bundles, backups.
survey_state() {
  lock_read
  lock_facts
  case $j_state in
  none) say journal none ;;
  unreadable) say unknown.journal "$wf_state/journal is damaged or cannot be read" ;;
  *)
    wf_ended=ended
    ! is_unfinished || wf_ended=unfinished
    say journal "$wf_ended"
    say journal.run "$j_run"
    say journal.step "$j_step"
    say journal.state "$j_state"
    say journal.target "$j_target"
    say journal.done "$j_done"
    say journal.planned "$j_planned"
    say journal.stamp "$j_stamp"
    say journal.kind "$j_kind"
    say journal.migrated "$j_migrated"
    ;;
  esac
  for wf_file in "$wf_state"/staged/*/checksums; do
    [ ! -e "$wf_file" ] || { wf_file=${wf_file%/checksums} && say staged "${wf_file##*/}"; }
  done
  survey_steps
  survey_backups
}

survey_steps() {
  running_steps | while read -r wf_process wf_one; do
    say running "$wf_one"
  done
}

survey_backups() {
  for wf_file in "$wf_state"/backups/*/info; do
    [ -e "$wf_file" ] || continue
    wf_image='' wf_data=none wf_bytes=0
    while IFS= read -r wf_line; do
      case $wf_line in
      image=*) wf_image=${wf_line#*=} ;;
      data=*) wf_data=${wf_line#*=} ;;
      bytes=*) wf_bytes=${wf_line#*=} ;;
      esac
    done <"$wf_file"
    wf_file=${wf_file%/info}
    say backup "${wf_file##*/} $wf_data $wf_bytes ${wf_image:--}"
  done
}

# The engine, Compose, the stack and the images.
survey_docker() {
  if ! command -v docker >/dev/null 2>&1; then
    say docker absent
    return 0
  fi
  deadline_find
  wf_code=0
  wf_info=$(docker_ask info --format '{{.ServerVersion}} {{.DockerRootDir}}' 2>&1) || wf_code=$?
  case $wf_code:$wf_info in
  0:[0-9]*\ *) ;;
  *)
    wf_info=$(printf '%s' "$wf_info" | tr '\n' ' ' | cut -c 1-300)
    say unknown.docker "${wf_info:-docker info gave no answer and ended with $wf_code}"
    return 0
    ;;
  esac
  say docker "${wf_info%% *}"
  docker_root=${wf_info#* }
  if wf_version=$(docker_ask compose version --short 2>/dev/null); then
    say compose v2
    say compose.version "$wf_version"
  elif wf_version=$(docker_run docker-compose version --short 2>/dev/null); then
    say compose v1
    say compose.version "$wf_version"
  else
    say compose none
  fi
  case $wf_dir in "$install" | *.walter-fleet-new) survey_stack ;; esac
}

# The containers of the stack that was started from the install directory, else of the project.
survey_stack() {
  wf_rows='' wf_ids=$(docker_ask ps -aq --no-trunc --filter label=com.docker.compose.project 2>&1) || {
    say unknown.stack "docker ps: $(printf '%s' "$wf_ids" | tr '\n' ' ' | cut -c 1-300)"
    return 0
  }
  if [ -n "$wf_ids" ]; then
    # shellcheck disable=SC2086
    wf_rows=$(docker_ask inspect --type container --format "$wf_row" $wf_ids 2>&1) || {
      say unknown.stack "docker inspect: $(printf '%s' "$wf_rows" | tail -n 1 | cut -c 1-300)"
      return 0
    }
  fi
  wf_value=''
  [ -z "${wf_env:-}" ] || has_nul "$wf_env" || wf_value=$(env_value "$(env_key image)" "$wf_env")
  wf_local=$(docker_ask image ls --no-trunc --digests --format '{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}' 2>&1) || {
    say unknown.images "docker image ls: $(printf '%s' "$wf_local" | tr '\n' ' ' | cut -c 1-300)"
    return 0
  }
  wf_real=$(cd -P -- "$install" 2>/dev/null && pwd -P) || wf_real=$install
  printf '%s\n%s\n' "$wf_rows" "$wf_local" | wf_here=$install wf_real=$wf_real wf_project=$wf_project \
    wf_image=$wf_value wf_wanted="${wf_images:-}" awk "$wf_stack_awk" >&3
}

wf_row='container {{.State.Status}} {{.Image}} {{.Config.Image}} {{index .Config.Labels "com.docker.compose.project"}} {{index .Config.Labels "com.docker.compose.service"}} {{or (index .Config.Labels "com.docker.compose.oneoff") "-"}} {{index .Config.Labels "com.docker.compose.project.working_dir"}}'

# shellcheck disable=SC2016
wf_stack_awk='
  $1 == "container" && NF >= 8 {
    where = $0
    for (i = 0; i < 7; i++) sub(/^[^ ]+ /, "", where)
    k++
    project[k] = $5
    row[k] = $6 " " $2 " " $3 " " $4
    once[k] = tolower($7) == "true"
    at[k] = where
    if ((where == ENVIRON["wf_here"] || where == ENVIRON["wf_real"]) && !($5 in mine)) { mine[$5] = 1; projects++; named = $5 }
    next
  }
  $1 == "container" { odd = $0; next }
  NF == 4 {
    if ($2 != "<none>") ref = $1 ":" $2
    else ref = $1 "@" $3
    if (ref == ENVIRON["wf_image"] || $1 "@" $3 == ENVIRON["wf_image"]) id = $4
    if (index(" " ENVIRON["wf_wanted"] " ", " " ref " ")) print "image.present=" ref " " $4 " " $3
  }
  END {
    if (odd != "") print "unknown.stack=docker inspect gave a line that is not understood"
    if (projects > 1) print "unknown.stack=containers of " projects " projects were started from the install directory"
    if (!projects) named = ENVIRON["wf_project"]
    for (i = 1; i <= k; i++) if (project[i] == named) {
      found++
      if (once[i]) print "oneoff=" row[i]
      else {
        print "service=" row[i]
        if (at[i] != ENVIRON["wf_here"] && at[i] != ENVIRON["wf_real"]) print "service.elsewhere=" at[i]
      }
    }
    if (found) print "project=" named
    print "image.id=" (id == "" ? "none" : id)
  }'

# Free space in kilobytes.
survey_space() {
  wf_free=$(free_at "$HOME")
  if [ -n "$wf_free" ]; then say free.home "$wf_free"; else say unknown.free "df could not read the file system of $HOME"; fi
  [ -z "${docker_root:-}" ] || say free.docker "$(free_at "$docker_root")"
}

free_at() {
  df -Pk -- "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'
}
