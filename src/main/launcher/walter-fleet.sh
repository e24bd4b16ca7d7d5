#!/bin/sh
# Starts walter-fleet: this script stands before the jar in one and the same file, which Java reads from its end.
# JAVA_HOME or PATH says which Java; WALTER_FLEET_JAVA_OPTS are more options for it.

fail() {
  printf '%s\n    fix: install Java 17 or newer, or set JAVA_HOME to one\n' "$1" >&2
  exit 69
}

# Prints the version of the Java in a directory, without starting it where its release file tells.
java_version() {
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      if [ "$key" = JAVA_VERSION ]; then
        value=${value#\"}
        echo "${value%\"}"
        return
      fi
    done <"$1/release"
  fi
  "$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p'
}

# Says whether nobody but this user and root can change what the last paths are, nor put others in their place:
# is_closed COUNT PATH... where the last COUNT are to be this user's own. Each has the one before as its directory.
# shellcheck disable=SC2012 # no name is read from the list
is_closed() {
  own=$1
  shift
  rest=$#
  LC_ALL=C ls -ldn -- "$@" 2>/dev/null | {
    while read -r mode _ owner _; do
      case $rest:$owner:$mode in
        *:"$user":?????-??-*) ;;
        *:0:?????-??-* | *:0:d????????[tT]*) [ "$rest" -gt "$own" ] || exit 1 ;;
        *) exit 1 ;;
      esac
      rest=$((rest - 1))
    done
    [ "$rest" -eq 0 ]
  }
}

# The same of a directory and all that it lies in.
is_closed_directory() {
  parent=$1 own=$2
  shift 2
  set -- "$parent" "$@"
  while [ -n "${parent%/*}" ]; do
    parent=${parent%/*}
    set -- "$parent" "$@"
  done
  is_closed "$own" / "$@"
}

# Classes that were loaded and checked once are kept for the next start; nothing depends on it. What contacts machines
# has an archive of its own: one that 'validate' made lacks SSH, which costs a plan a quarter of a second.
# Java ends with an error and words on stdout when it cannot write an archive, so none is made by a run that somebody
# waits for. The first run writes down which classes it loads, under a name with its process id; a later one has the
# archive made of that behind its back; those after it use it.
# Java runs what is in an archive, so none is taken, nor anything written, where anybody else could have put it: in the
# home of another user, say.
class_archive() {
  case ${1:--}/${2-} in
    completion/names) kind=files ;;
    -*/* | help/* | completion/*) kind=small ;;
    adopt/* | apply/* | backups/* | drift/* | plan/* | rollback/* | status/* | unlock/* | watch/*) kind=machines ;;
    *) kind=files ;;
  esac
  directory=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}/walter-fleet
  case $directory in /?*/walter-fleet) user=$(id -u) ;; *) return 0 ;; esac
  [ -d "$directory" ] || open_directory || return 0
  # links are followed once, here
  directory=$(cd -P -- "$directory" 2>/dev/null && pwd -P) || return 0
  # shellcheck disable=SC2012 # the line is hashed, not read: owner, size, time and name of this file
  file=$(ls -lLn "$0" 2>/dev/null | cksum 2>/dev/null) || return 0
  archive=$directory/classes-$version-${file%% *}-$kind.jsa
  if [ -e "$archive" ]; then
    is_closed_directory "$directory" 2 "$archive" || return 0
  else
    is_closed_directory "$directory" 1 || return 0
  fi
  if [ -s "$archive" ]; then
    archive_option=-XX:SharedArchiveFile=$archive
    return
  fi
  # an empty one says that none can be made
  [ ! -e "$archive" ] || return 0
  for list in "$archive".classes.*; do
    if [ -f "$list" ] && ! kill -0 "${list##*.}" 2>/dev/null && mv "$list" "$archive.made.$$" 2>/dev/null; then
      (make_archive "$archive" "$archive.made.$$" </dev/null >/dev/null 2>&1 &)
      return
    fi
  done
  find "$directory" -name '*.jsa*' -mtime +30 -exec rm -f {} + 2>/dev/null
  (umask 077 && : >"$archive.classes.$$") 2>/dev/null || return 0
  archive_option=-XX:DumpLoadedClassList=$archive.classes.$$
}

# Makes the directory, where what it comes to lie in is closed to others.
open_directory() {
  there=${directory%/*}
  while [ -n "$there" ] && [ ! -d "$there" ]; do there=${there%/*}; done
  there=$(cd -P -- "${there:-/}" 2>/dev/null && pwd -P) || return 1
  is_closed_directory "$there" 0 || return 1
  (umask 077 && mkdir -p -- "$directory") 2>/dev/null
}

# Makes an archive of a list of classes, where there is room for it.
make_archive() {
  free=$(df -Pk "$directory" | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -ge 65536 ]; then
    # shellcheck disable=SC2086 # options are words
    if nice "$java" $settings -Xshare:dump -XX:SharedClassListFile="$2" -XX:SharedArchiveFile="$2.new" \
      -Xlog:disable ${WALTER_FLEET_JAVA_OPTS:-} -jar "$0"; then
      mv -f "$2.new" "$1"
    else
      : >"$1"
    fi
  fi
  rm -f "$2" "$2.new"
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java home=$JAVA_HOME
  [ -x "$java" ] || fail "could not start walter-fleet: JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
else
  java=$(command -v java) || fail 'could not start walter-fleet: there is no java on PATH, and JAVA_HOME is not set'
  home=$(readlink -f "$java" 2>/dev/null) || home=$java
  home=${home%/bin/java}
fi
version=$(java_version "$home")
major=${version#1.}
major=${major%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "could not start walter-fleet: $java is Java ${version:-of an unknown version}"

# What outlives the nursery is collected once it finds no room, so the first room is small: Java's own is a 64th of all
# memory. A user who bounds the heap may want less.
room=-Xms64m
case "${WALTER_FLEET_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}" in
  *-Xm[sx]* | *HeapSize* | *RAM*) room=-Xshare:auto ;;
esac

# Most of what is made here is dropped at once, so a small nursery does: Java's own is a 192nd of all memory.
settings="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn32m $room -XX:-UsePerfData"
archive_option=-Xshare:auto
class_archive "$@"

# Java takes the names of files, and the words that it is given, to be in the charset of the locale: it knows no é where
# there is none, as in cron and in containers, nor where it is one that is not installed.
LC_ALL=C.UTF-8
export LC_ALL
# Java's own warnings go to stdout by default, which is ours.
# shellcheck disable=SC2086 # options are words
exec "$java" $settings -Xshare:auto "$archive_option" \
  -Xlog:disable -Xlog:all=error:stderr ${WALTER_FLEET_JAVA_OPTS:-} -jar "$0" "$@"
