# What the stack's containers may write to that no backup has: volumes beside the database's and Walter's own state, and
# directories of the machine. It is told, never copied: nobody here knows how such data are to be saved.

# Of these volumes leaves Walter's own state in wf_state_volume: the one that the inventory names, else one that is named so,
# else wf_state_at, which a container has at a place that is named so, else the first other than the database's by its name, for
# docker tells mounts in another order each time; empty = there is none.
state_pick() {
  ! is_word "$wf_state_volume" "$*" || return 0
  wf_state_volume=''
  # shellcheck disable=SC2046
  [ $# -lt 2 ] || set -- $(printf '%s\n' "$@" | sort)
  for wf_name in "$@"; do
    case $wf_name:$wf_state_volume in
    "$wf_postgres_volume":*) ;;
    *state:* | *:) wf_state_volume=$wf_name ;;
    esac
  done
  case $wf_state_volume in *state) ;; *) wf_state_volume=${wf_state_at:-$wf_state_volume} ;; esac
}

# Takes one mount of a container: mount_seen TYPE NAME WRITES TARGET SOURCE. A volume without a name of its own goes with its
# container.
mount_seen() {
  case $1:$3 in
  volume:*)
    ! is_unnamed "$2" || return 0
    is_word "$2" "$wf_volumes" || wf_volumes="$wf_volumes $2"
    ! is_pgdata "$4" || wf_pgvol=$2
    case $4 in */state) wf_state_at=$2 ;; esac
    set -- "$2" "$3"
    ;;
  bind:true)
    is_outside "$5" || return 0
    ! is_pgdata "$4" || { wf_pgdir=$5 && return 0; }
    set -- "$5" true
    ;;
  *) return 0 ;;
  esac
  case $2$wf_eol$wf_more in
  *"$wf_eol$1$wf_eol"* | false*) ;;
  *) wf_more=$wf_more$1$wf_eol ;;
  esac
}

# Says whether PostgreSQL's images have their data there.
is_pgdata() {
  case $1 in /var/lib/postgresql | /var/lib/postgresql/*data | */pgdata) return 0 ;; esac
  return 1
}

# Says whether this is a directory that may hold data, as far as this user can see it, and is not of the install, which is kept
# as a whole.
is_outside() {
  case $1/ in
  "$install"/* | "$wf_real"/* | // | /dev/* | /etc/* | /proc/* | /run/* | /sys/* | /tmp/ | /usr/* | /var/run/*) return 1 ;;
  esac
  [ -d "$1" ] || [ ! -e "$1" ]
}

# Tells what of it is in no backup; nothing where it is not known which volume is the database's. A database in a directory of
# the machine is told as such.
uncopied_say() {
  if ! is_word "$wf_postgres_volume" "$wf_volumes"; then
    wf_postgres_volume=$wf_pgvol
    case $wf_pgvol:$wf_pgdir in
    :) return 0 ;;
    :*) say data.directory "$wf_pgdir" ;;
    esac
  fi
  # shellcheck disable=SC2086
  state_pick $wf_volumes
  by_line "$wf_more" uncopied_line ''
}

uncopied_line() {
  is_word "$wf_line" "$wf_postgres_volume $wf_state_volume" || say uncopied "$wf_line"
}
