# uses: lib.sh env-read.sh lock-read.sh journal-read.sh backup-read.sh docker.sh uncopied.sh survey-docker.sh
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
  wf_clock=${wf_at:-$(date +%s)}
  say clock "$wf_clock"
  wf_lack=''
  for wf_tool in tar gzip awk sha256sum df cp mv ln sync; do
    command -v "$wf_tool" >/dev/null 2>&1 || wf_lack="$wf_lack $wf_tool"
  done
  say missing "${wf_lack# }"
  [ -d "$HOME" ] || say unknown.home "the home directory $HOME does not exist"
  wf_old=no
  [ ! -e "$HOME/walter-selfhost" ] || wf_old=yes
  say selfhost "$wf_old"
}

# What stands at the install directory; between-renames is an install whose swap is to be finished.
survey_install() {
  case $wf_install in
  /*) install=$wf_install ;;
  *) install=$HOME/$wf_install ;;
  esac
  wf_dir=$install wf_real=''
  if [ ! -e "$install" ] && is_window; then
    wf_dir=$j_install.walter-fleet-new
    install_state between-renames
  elif [ -L "$install" ] && [ ! -e "$install" ]; then
    say unknown.install "$install is a symbolic link to something that does not exist"
  elif [ ! -e "$install" ]; then
    install_state absent
  elif [ ! -d "$install" ]; then
    install_state foreign
  elif [ ! -r "$install" ] || [ ! -x "$install" ]; then
    say unknown.install "$install cannot be read by this user"
  elif is_empty "$install"; then
    install_state empty
  elif [ -e "$install/bin/walter-onprem" ] && { [ -e "$install/.env.deploy" ] || [ -L "$install/.env.deploy" ]; }; then
    install_state installed
  else
    install_state foreign
  fi
}

install_state() {
  say install "$1"
  real_path "$wf_dir" || :
  wf_real=$wf_real_path
  survey_applied
  case $1 in installed | between-renames) ;; *) return 0 ;; esac
  say install.path "$wf_real"
  survey_env "$wf_dir/.env.deploy"
  survey_files
}

# The managed keys of .env.deploy, and a salted hash of the whole.
survey_env() {
  if [ ! -r "$1" ] || [ ! -f "$1" ]; then
    wf_why="$1 cannot be read by this user"
    [ -f "$1" ] || wf_why="$1 is not a file"
    [ -e "$1" ] || wf_why="$1 is a symbolic link to something that does not exist"
    say unknown.env "$wf_why"
    return 0
  fi
  if [ -L "$1" ]; then say env.link yes; fi
  if [ -s "$wf_state/salt" ]; then
    wf_sum=$(cat -- "$wf_state/salt" "$1" | sha256sum) && say env.fingerprint "${wf_sum%% *}"
  fi
  env_facts "$1" || {
    say unknown.env "$1 could not be parsed"
    return 0
  }
  if is_nulled "$1"; then
    wf_facts=''
    say unknown.env "$1 has a NUL byte, which Compose cannot read"
    return 0
  fi
  [ -z "$wf_facts" ] || printf '%s\n' "$wf_facts" >&3
  say env read
}

# What was last applied, for the controller to judge; it is on record also when its directory is gone. Records of
# another install, which is there, say nothing of this one.
survey_applied() {
  wf_bundle=''
  [ -e "$wf_state/installed" ] || return 0
  read_record "$wf_state/installed" a || :
  for wf_word in format $wf_keys bundle target run at end; do
    wf_word=${wf_word%%=*}
    eval "say applied.$wf_word \"\${a_$wf_word-}\""
  done
  wf_bundle=${a_bundle-} wf_project=${a_project:-$wf_project} wf_wanted_volume=$wf_postgres_volume wf_postgres_volume=${a_database:-$wf_postgres_volume}
  if [ -d "${a_install-}" ] && [ "$a_install" != "$install" ] && [ "$a_install" != "$wf_real" ]; then
    say unknown.records "they are those of $a_install"
  fi
}

# Which bundle is installed, and which of its files are not as it has them.
survey_files() {
  if [ "$j_kind" = directory ] && is_unfinished && is_word swap "$j_done"; then
    wf_bundle=${j_target#* }
    wf_bundle=${wf_bundle%% *}
  fi
  if [ -z "$wf_bundle" ]; then
    for wf_file in "$wf_dir"/*compose.override.y*ml; do
      [ ! -e "$wf_file" ] || say file.added "${wf_file##*/}"
    done
    return 0
  fi
  wf_sums=$wf_state/checksums/$wf_bundle
  [ -r "$wf_sums" ] || wf_sums=$wf_state/staged/$wf_bundle/checksums
  if [ ! -r "$wf_sums" ]; then
    say unknown.files "the checksums of bundle $wf_bundle are missing in $wf_state"
    return 0
  fi
  say bundle "$wf_bundle"
  wf_modes=$wf_sums.modes
  [ -r "$wf_modes" ] || wf_modes=/dev/null
  (cd -- "$wf_dir" && { sha256sum -c -- "$wf_sums" 2>/dev/null || :; } | awk "$wf_files_read" "$wf_sums" "$wf_modes" -) | while IFS= read -r wf_line; do
    wf_name=${wf_line#*=}
    case $wf_line in
    edited=*) if [ -e "$wf_dir/$wf_name" ]; then say file.edited "$wf_name"; else say file.missing "$wf_name"; fi ;;
    *) say "${wf_line%%=*}" "$wf_name" ;;
    esac
  done
}

# Of the bundle's checksums and modes, and of what sha256sum says: what is not as in the bundle, and what is beside it.
# shellcheck disable=SC2016
wf_files_read='
  FILENAME == ARGV[1] {
    total++
    sub(/^[^ ]*  /, "")
    known[$0]
    while (sub(/\/[^\/]*$/, "")) within[$0]
    next
  }
  FILENAME == ARGV[2] { mode[substr($0, 12)] = substr($0, 1, 10); next }
  /: OK$/ { ok++; next }
  { sub(/: [^:]*$/, ""); print "edited=" $0 }
  END {
    print "files.intact=" ok + 0
    print "files.total=" total + 0
    ls = "ls -lAn ."
    for (d in within) if (d ~ /^[A-Za-z0-9_][A-Za-z0-9_.\/-]*$/) ls = ls " " d
    while ((ls | getline) > 0) {
      if (/^[^ ]+:$/) at = $0 == ".:" ? "" : substr($0, 1, length($0) - 1) "/"
      if (NF < 9) continue
      is = substr($0, 1, 10)
      for (i = 1; i < 9; i++) sub(/^[^ ]+ +/, "")
      sub(/ -> .*/, "")
      $0 = at $0
      if ($0 in known) { if ($0 in mode && mode[$0] != is) print "file.mode=" $0 }
      else if (!($0 in within || /^\.env\.deploy|walter-fleet/ || n++ > 19)) print "file.added=" $0 (is ~ /^d/ ? "/" : "")
    }
  }'

# What earlier runs left: lock, journal, staged bundles, backups.
survey_state() {
  is_state_readable || say unknown.state "$wf_why"
  lock_read
  lock_facts
  case $j_state in
  none) say journal none ;;
  unreadable) is_usable "$wf_state/journal" "$j_format" unreadable || say unknown.journal "$wf_why" ;;
  *)
    wf_ended=ended
    ! is_unfinished || wf_ended=unfinished
    say journal "$wf_ended"
    for wf_word in run step state target 'done' planned stamp; do
      eval "say journal.$wf_word \"\$j_$wf_word\""
    done
    [ -z "$j_undone" ] || say journal.undone "$j_undone"
    ;;
  esac
  for wf_file in "$wf_state"/staged/*/checksums; do
    [ ! -e "$wf_file" ] || { wf_file=${wf_file%/checksums} && say staged "${wf_file##*/}"; }
  done
  survey_backups
}

# In the order of their making, which nearly always is that of their names.
survey_backups() {
  wf_rows='' wf_sort=yes wf_top=0 b_kb=0
  # what an operator copied there under another name is his
  for wf_file in "$wf_state"/backups/[0-9]*T[0-9]*Z/info; do
    [ -e "$wf_file" ] || return 0
    wf_file=${wf_file%/info} wf_note=''
    is_whole "${wf_file##*/}" || wf_note=' partial'
    [ -z "$wf_why" ] || say unknown.backups "$wf_why"
    case ${b_run:-/} in *[!A-Za-z0-9-]*) b_run=- ;; esac
    [ -z "$b_proof" ] || wf_note=" proof:$b_proved:$b_proof$wf_note"
    wf_rows="$wf_rows$b_order $b_stamp $b_data $b_bytes ${b_image:--} $b_run$wf_note
"
    [ "$b_order" -ge "$wf_top" ] 2>/dev/null || wf_sort=no
    wf_top=$b_order
  done
  [ $wf_sort = yes ] || wf_rows=$(printf '%s' "$wf_rows" | sort -k 1,1n -k 2,2)
  while read -r wf_order wf_line; do
    [ -z "$wf_line" ] || say backup "$wf_line"
  done <<END
$wf_rows
END
  say data.kb "$b_kb"
}

# Free space in kilobytes.
survey_space() {
  wf_one='' wf_two=''
  while read -r _ wf_kb _ wf_kbs _; do
    case $wf_kb$wf_kbs in *[!0-9]* | '') continue ;; esac
    if [ -z "$wf_one" ]; then wf_one=$wf_kbs; else wf_two=$wf_kbs; fi
  done <<END
$(df -Pk -- "$HOME" ${docker_root:+"$docker_root"} 2>/dev/null)
END
  if [ -n "$wf_one" ]; then say free.home "$wf_one"; else say unknown.free "df could not read $HOME"; fi
  [ -z "${docker_root:-}" ] || say free.docker "$wf_two"
}
