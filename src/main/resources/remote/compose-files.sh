# Which files of a directory Compose reads: those that the inventory names, else by the names that Compose itself knows, in
# its own order.

# Leaves the name of the compose file in wf_base; 1 = there is none.
compose_base() {
  wf_base=${wf_stack_files:-}
  wf_base=${wf_base%%,*}
  if [ -n "$wf_base" ] && is_beside "$1" "$wf_base"; then return 0; fi
  for wf_base in compose.yaml compose.yml docker-compose.yml docker-compose.yaml; do
    [ ! -f "$1/$wf_base" ] || return 0
  done
  return 1
}

# Says whether a directory has what Compose is called with: a compose file, or the command that calls it.
is_composed() {
  if [ -n "${wf_command:-}" ]; then is_beside "$1" "${wf_command%% *}"; else compose_base "$1"; fi
}

# Leaves the name of the overlay for a mode in wf_overlay, empty where there is none: compose_overlay DIRECTORY MODE
compose_overlay() {
  mode_put "${wf_stack_overlay:-}" "$2"
  for wf_overlay in "$wf_put" "${wf_base%.*}.$2.${wf_base##*.}" "${wf_base%.*}.$2.yml" "${wf_base%.*}.$2.yaml"; do
    if [ -n "$wf_overlay" ] && is_beside "$1" "$wf_overlay"; then return 0; fi
  done
  wf_overlay=''
}

# Says whether a file is the overlay of a mode, which the next start chooses anew.
is_overlay() {
  case $1 in *.public-tls.y*ml | *.internal-tls.y*ml) return 0 ;; esac
  for wf_mode in public-tls internal-tls; do
    mode_put "${wf_stack_overlay:-}" $wf_mode
    [ "$1" != "$wf_put" ] || return 0
  done
  return 1
}

# A word with a mode in the place of {mode}, in wf_put: mode_put WORD MODE
mode_put() {
  wf_put=$1
  case $1 in *"{mode}"*) wf_put=${1%%"{mode}"*}$2${1#*"{mode}"} ;; esac
}

# Says whether there is a file of this name in a directory, or anywhere where it has a whole path.
is_beside() {
  case $2 in
  /*) [ -f "$2" ] ;;
  *) [ -f "$1/$2" ] ;;
  esac
}
