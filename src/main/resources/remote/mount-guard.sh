# Before a bundle takes the place of another: what it needs of the old directory, and where the database is mounted now.

# Fails where the bundle in a directory may not take the place of the installed one: mount_guard DIRECTORY ENV-FILE
mount_guard() {
  volumes_compute "$1" "$2"
  each_needed_path "$1"
  each_mount_kept "$1"
}

# What the bundle needs of its own directory has to be in it, for the old directory is moved away with all it has: what it
# mounts, secrets and configurations, and files that its compose files name, such as variables that need not be there.
each_needed_path() {
  read_value bundle "$wf_state/installed"
  wf_brought=$wf_state/checksums/$wf_value
  while IFS='|' read -r wf_service wf_word wf_rest wf_path wf_rest; do
    case $wf_path in
    "$1"/*) wf_path=${wf_path#"$1/"} ;;
    "$install"/*) wf_path=${wf_path#"$install/"} ;;
    *) continue ;;
    esac
    # docker makes an empty directory where there is none
    if [ ! -e "$install/$wf_path" ] || is_empty_at "$install/$wf_path"; then continue; fi
    [ -e "$1/$wf_path" ] || needed "it needs $install/$wf_path"
    [ "$wf_word" != writes ] || each_written_file "$1"
  done <<END
$wf_mounts
END
  for wf_path in $(cd -- "$1" && named_files); do
    if [ ! -f "$install/$wf_path" ] || [ -e "$1/$wf_path" ] || is_brought "$wf_path"; then continue; fi
    needed "its compose files name $install/$wf_path"
  done
}

is_empty_at() {
  [ -d "$1" ] && [ -r "$1" ] && [ -x "$1" ] && is_empty "$1"
}

# What Compose's configuration mounts, a line each: service, writes or reads, target, and the volume or the path of the machine,
# with a line for each service itself, and one for the place that PGDATA names; secrets, configurations and devices of volumes are no service's.
# shellcheck disable=SC2016
wf_mounts_read='
  function put() {
    sub(/\/+$/, "", to)
    sub(/\/+$/, "", from)
    if (from != "") { mounts[++m] = owner "|" word "|" to "|"; source[m] = from }
    from = to = ""
  }
  function rest() { sub(/^[^:]*: */, ""); gsub(/^"|"$/, ""); return $0 }
  /^[^ ]/ { put(); owner = "" }
  top != "services:" && /^ +(file|device): *"?\// { word = /file:/ ? "reads" : "writes"; from = rest(); put() }
  top != "services:" { next }
  /^  [^ ]/ { put(); owner = $1; sub(/:$/, "", owner); part = ""; mounts[++m] = owner "|" }
  /^    [^ -]/ { put(); part = $1 }
  part == "environment:" && /^ +PGDATA: / { mounts[++m] = owner "|pgdata|" rest() "|" }
  part != "volumes:" { next }
  # the old Compose has the words of a mount in the order of the alphabet
  /^ *- [a-z_]+:( |$)/ { put(); word = "writes"; sub(/- /, "  ") }
  /^ *source: / { from = rest(); next }
  /^ *target: / { to = rest(); next }
  /^ *read_only: true/ { word = "reads"; next }
  /^ *- [^ :]+:\// {
    put()
    sub(/^ *- /, "")
    split($0, piece, ":")
    from = piece[1]; to = piece[2]
    word = piece[3] ~ /(^|,)ro(,|$)/ ? "reads" : "writes"
    put()
  }
  END {
    put()
    for (i = 1; i <= m; i++) print "mount " mounts[i] (i in source ? (source[i] ~ /^\// ? source[i] : name[source[i]]) "|" : "")
  }'

# What containers wrote into a directory that they mount is no part of any bundle: each_written_file DIRECTORY
each_written_file() {
  [ -d "$install/$wf_path" ] || return 0
  wf_entries=$(find "$install/$wf_path/." 2>/dev/null) || needed "a container may have written what is in $install/$wf_path"
  while IFS= read -r wf_file; do
    wf_file=$wf_path/${wf_file#"$install/$wf_path/./"}
    if [ -e "$1/$wf_file" ] || is_brought "$wf_file"; then continue; fi
    needed "a container may have written $install/$wf_file"
  done <<END
$(printf '%s\n' "$wf_entries" | sed '1d')
END
}

# Says whether the bundle that is installed has a file or directory of this name.
is_brought() {
  [ -f "$wf_brought" ] && wf_name=$1 awk '{ file = substr($0, 67) } file == ENVIRON["wf_name"] || index(file, ENVIRON["wf_name"] "/") == 1 { found = 1 } END { exit !found }' "$wf_brought"
}

# The words of the compose files in this directory, of which some may be names of files.
named_files() {
  IFS=,
  # shellcheck disable=SC2086
  set -- $wf_files
  unset IFS
  awk '
    { sub(/^ *#.*/, ""); sub(/ #.*/, "") }
    { n = split($0, word, /[^A-Za-z0-9_.\/-]+/); for (i = 1; i <= n; i++) { sub(/^-*(\.\/)*/, "", word[i]); if (word[i] ~ /^[A-Za-z0-9_.]/ && !seen[word[i]]++) print word[i] } }' "$@" 2>/dev/null
}

needed() {
  fail "the stack was not started" "$1, which is not a part of the bundle and would be moved away with the old directory" \
    "keep it outside of $install or in a volume; what Walter can do without, move away"
}

# Where the database's container has its data now, the bundle has to mount the same: each_mount_kept DIRECTORY
# Of a stack that runs, what is left of services that the bundle does not know counts for nothing.
each_mount_kept() {
  wf_runs=no
  case $wf_stack in *' running sha256:'*) wf_runs=yes ;; esac
  while read -r wf_word wf_first wf_second wf_third wf_fourth wf_rest; do
    case $wf_word in
    service) wf_service=$wf_first wf_once=$wf_second wf_status=$wf_third wf_helper=$wf_fourth wf_pgdata='' ;;
    pgdata) wf_pgdata=${wf_first%/} ;;
    mount)
      ! is_left_over || continue
      is_mount_kept "$1" || database_left "at $wf_fourth" "mounts something else or nothing" "mounts it there"
      is_place_kept || database_left "at $wf_pgdata" "has PGDATA elsewhere" "says PGDATA: $wf_pgdata"
      ;;
    esac
  done <<END
$wf_stack
END
}

# Says whether a container of a stack that runs is what is left of a service that the bundle does not know.
is_left_over() {
  [ "$wf_runs" = yes ] && [ "$wf_status" != running ] && ! has_mounts "$wf_eol$wf_service|"
}

# Says whether a mount of the old stack, in wf_first to wf_rest, is one of the bundle's, or cannot have held data.
is_mount_kept() {
  case $wf_once:$wf_first:$wf_third in
  [Tt]rue:*) return 0 ;;
  *:volume:true)
    wf_from=$wf_second
    if is_unnamed "$wf_from"; then
      # Compose hands it on to the next container of the service, where that mounts nothing else there
      has_mounts "$wf_eol$wf_service|" || return 1
      ! has_mounts "$wf_eol$wf_service|writes|$wf_fourth|" && ! has_mounts "$wf_eol$wf_service|reads|$wf_fourth|"
      return
    fi
    ;;
  *:bind:true)
    wf_from=${wf_rest%/}
    [ -d "$wf_from" ] || return 0
    for wf_place in "$install" "$install_real"; do
      case $wf_from in "$wf_place"/*) wf_from=$1${wf_from#"$wf_place"} ;; esac
    done
    ;;
  *) return 0 ;;
  esac
  has_mounts "|writes|$wf_fourth|$wf_from|"
}

# Says whether the lines of the configuration have this text.
has_mounts() {
  case $wf_eol$wf_mounts in *"$1"*) return 0 ;; esac
  return 1
}

# Says whether this service of the bundle would look for the database where it is now: it says the same PGDATA, or none, and
# neither did what is installed, for then the image does.
is_place_kept() {
  case $wf_once:$wf_third:$wf_pgdata/ in
  [Tt]rue:* | *:false:*) return 0 ;;
  *:"$wf_fourth"/*) ;;
  *) return 0 ;;
  esac
  has_mounts "$wf_eol$wf_service|" || return 0
  if has_mounts "$wf_eol$wf_service|pgdata|"; then
    has_mounts "$wf_eol$wf_service|pgdata|$wf_pgdata|" || has_mounts "$wf_eol$wf_service|pgdata|$wf_pgdata/|"
    return
  fi
  # what the official images have
  [ "$wf_pgdata" != /var/lib/postgresql/data ] || return 0
  wf_variables=$(docker_ask image inspect --format '{{json .Config.Env}}' "$wf_helper" 2>/dev/null) || return 0
  case $wf_variables in *"\"PGDATA=$wf_pgdata\""*) ;; *) return 1 ;; esac
}

# Fails where such a mount holds a database: database_left PLACE WHAT-THE-BUNDLE-DOES WHAT-A-FILE-MUST-DO
database_left() {
  wf_from=$wf_second
  [ "$wf_first" = volume ] || wf_from=$wf_rest
  has_cluster "$wf_from" || return 0
  wf_noun=volume
  [ "$wf_first" = volume ] || wf_noun=directory
  fail "the stack was not started" "the database is in the $wf_noun $wf_from, $1 of the service $wf_service, where the bundle $2: it would begin empty" \
    "name a compose file that $3 in stack.files of the inventory, by its whole path outside of $install, or carry the data over by hand"
}
