# The base of every program: one printer, one way to fail, one way to change something.

set -eu
export LC_ALL=C
unset CDPATH TAR_OPTIONS GZIP GREP_OPTIONS XZ_OPT || :
export PATH="${PATH:-/usr/bin:/bin}${WALTER_FLEET_PATH-:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin}"
umask 077
# csh leaves copies of its streams here, and a step that outlives us would keep the connection waiting
exec 4>&- 5>&- 6>&-

wf_protocol=1
wf_eol='
'
wf_state=${HOME:-/nonexistent}/.walter-fleet

# Percent-encodes what is not printable ASCII, and the percent sign itself.
wf_encoded='
  function encoded(s,   i, ch, out) {
    for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
    for (i = 1; i <= length(s); i++) {
      ch = substr(s, i, 1)
      out = out ((code[ch] < 32 || code[ch] > 126 || ch == "%") ? sprintf("%%%02X", code[ch]) : ch)
    }
    return out
  }'

encode() {
  printf '%s' "$1" | awk "$wf_encoded"' { printf (NR > 1 ? "%%0A" : "") "%s", encoded($0) }'
}

# Prints one fact or result, for a program to read; the only printer there is.
say() {
  case $2 in
  *[!\ -~]* | *%*) printf '%s=%s\n' "$1" "$(encode "$2")" >&3 ;;
  *) printf '%s=%s\n' "$1" "$2" >&3 ;;
  esac
}

# Runs a function between two lines that no login noise can forge; its words go to fd 3.
frame() {
  exec 3>&1
  printf '\nwalter-fleet %s begin\n' "$wf_nonce"
  trap 'frame_end $?' EXIT
  "$@" >&2
}

# The last line, however the program ends; whoever has something to remove then calls it after that.
frame_end() {
  printf 'walter-fleet %s end %s\n' "$wf_nonce" "$1" >&3
  exit 0
}

# Has a command run at the end of a step, however that ends: at_end COMMAND. See run.sh.
at_end() {
  wf_at_end=$1
}

# Ends the program: what was tried, why it did not work, what to do.
fail() {
  fail_with 20 "$@"
}

fail_with() {
  # what could not be written down was not said either
  case $3 in
  '' | ';'*) if [ -n "${wf_unsaid:-}" ] && wf_why=$("$wf_unsaid"); then set -- "$1" "$2" "$wf_why$3" "$wf_make_room"; fi ;;
  esac
  wf_last=$wf_undo wf_undo=''
  if [ "$wf_touched" = no ] && [ -n "$wf_last" ]; then ("$wf_last") >/dev/null 2>&1 3>&1 || :; fi
  [ "$wf_touched" = no ] || audit "failed: $2: $3" 2>/dev/null || :
  say error "$2"
  say error.why "$3"
  say error.fix "$4"
  say error.changed "$wf_touched"
  exit "$1"
}

# The point between two acts; a test may end the program, or run a hook, at any of them.
checkpoint() {
  # shellcheck disable=SC2254
  case $1 in
  ${WALTER_FLEET_KILL_AT:-}) ;;
  *) return 0 ;;
  esac
  wf_checkpoint=$1
  if [ -n "${WALTER_FLEET_KILL_HOOK:-}" ]; then
    eval "$WALTER_FLEET_KILL_HOOK"
  else
    kill -KILL $$
    exit 137
  fi
}

# Changes something: every command that does goes through here, under a name of its own.
act() {
  wf_act=$1
  shift
  checkpoint "$wf_act.before"
  "$@" || return $?
  checkpoint "$wf_act.after"
}

# Writes files and directories through to the disk.
settle() {
  sync -- "$@" 2>/dev/null || sync
}

# Replaces a file by what a command prints, wholly or not at all: write_by FILE COMMAND...
write_by() {
  write_part "$@" || return $?
  settle "$wf_written.part"
  put_in "$wf_written"
}

# The first half of that: who writes many files settles all their parts at once, and then puts them in. What could not be
# written gives its room back.
write_part() {
  wf_written=$1
  shift
  "$@" >"$wf_written.part" || {
    act part.drop rm -f -- "$wf_written.part"
    return 1
  }
}

put_in() {
  mv -f -- "$1.part" "$1"
}

# The same of what stands on stdin.
write_file() {
  write_by "$1" cat
}

now() {
  date +%s
}

# Looks at the clock once: wf_at in seconds, wf_at_stamp as a name, wf_at_time for people.
look_at_clock() {
  machine_uptime
  wf_looked=$wf_uptime
  # shellcheck disable=SC2046
  set -- $(date -u '+%s %Y%m%dT%H%M%SZ %Y-%m-%dT%H:%M:%SZ')
  wf_at=$1 wf_at_stamp=$2 wf_at_time=$3
}

# Looks at it again, unless that was done within this second.
look_again() {
  machine_uptime
  [ "$wf_uptime" -gt 0 ] && [ $((wf_uptime - wf_looked)) -lt 100 ] || look_at_clock
}

# Hundredths of a second that nobody sets, in wf_uptime; 0 where the kernel does not tell.
machine_uptime() {
  wf_uptime=0
  ! read -r wf_uptime _ 2>/dev/null </proc/uptime || wf_uptime=$((${wf_uptime%.*} * 100 + 1${wf_uptime#*.} - 100))
}

# One line for each act, for people.
audit() {
  [ -n "${wf_at_time:-}" ] || look_at_clock
  printf '%s %s %s\n' "$wf_at_time" "${wf_run:--}" "$1" >>"$wf_state/audit.log"
}

# Reads a record, key=value in each line, into PREFIX_KEY each: read_record FILE PREFIX. A key that the reader does not
# know harms nobody; one that is not there is left as it was. 1 = the file cannot be read.
read_record() {
  while IFS= read -r wf_line; do
    wf_word=${wf_line%%=*}
    case $wf_word in '' | *[!A-Za-z]*) ;; *) eval "$2_$wf_word=\${wf_line#*=}" ;; esac
  done 2>/dev/null <"$1"
}

# Says whether a record can be used, or else why not, in wf_why: is_usable FILE FORMAT STATE
is_usable() {
  wf_why="$1 is damaged or cannot be read"
  case $2 in
  1 | '') [ "$3" != unreadable ] && return ;;
  [1-9]*) wf_why="$1 was written by a newer walter-fleet (format $2)" ;;
  esac
  return 1
}

# The same for all that earlier runs left: what is there and cannot be read is never taken for absent.
is_state_readable() {
  if [ ! -d "$wf_state" ] && { [ -e "$wf_state" ] || [ -L "$wf_state" ]; }; then
    wf_why="$wf_state is not a directory"
    return 1
  fi
  for wf_file in "$wf_state" "$wf_state"/*; do
    if [ -d "$wf_file" ] && [ ! -x "$wf_file" ] || [ -e "$wf_file" ] && [ ! -r "$wf_file" ]; then
      wf_why="$wf_file cannot be read by this user"
      return 1
    fi
  done
}

# Says whether a directory has nothing in it.
is_empty() {
  for wf_file in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -e "$wf_file" ] || [ -L "$wf_file" ]; then return 1; fi
  done
}

# The directory behind links, in wf_real_path: real_path DIRECTORY. It takes no process.
real_path() {
  wf_real_path='' wf_cwd=${PWD:-/}
  cd -P -- "$1" 2>/dev/null || return 1
  wf_real_path=$PWD
  cd -- "$wf_cwd" 2>/dev/null || cd /
  [ -n "$wf_real_path" ]
}

# The last words of a command, in one line.
last_words() {
  grep -v '^[[:space:]]*$' "$1" | tail -n 3 | redact | tr '\n\r\t' '   ' | sed 's/ *$//' | cut -c 1-600
}

# Says whether a process is still the one that wrote this line: its pid and its start time.
is_alive() {
  [ -n "${1:-}" ] || return 1
  kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ] || return 1
  started "$1"
  [ "$wf_ticks" != ended ] || return 1
  [ "${2:--}" = - ] || [ "$wf_ticks" = "$2" ]
}

# The start time of a process in ticks since boot, in wf_ticks; - where there is no /proc, or the word ended where it only
# waits to be taken note of, which can last for ever in a container.
started() {
  wf_ticks=-
  read -r wf_stat 2>/dev/null <"/proc/$1/stat" || return 0
  wf_stat=${wf_stat##*) }
  # shellcheck disable=SC2086
  set -- $wf_stat
  case $1 in
  [ZX]) wf_ticks=ended && return ;;
  esac
  shift 19
  wf_ticks=$1
}
