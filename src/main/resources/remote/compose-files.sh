# Which files of a directory Compose reads: by the names that Compose itself knows, in its own order.

# Leaves the name of the compose file in wf_base; 1 = there is none.
compose_base() {
  for wf_base in compose.yaml compose.yml docker-compose.yml docker-compose.yaml; do
    [ ! -f "$1/$wf_base" ] || return 0
  done
  return 1
}

# Leaves the name of the overlay for a mode in wf_overlay, empty where there is none: compose_overlay DIRECTORY MODE
compose_overlay() {
  for wf_overlay in "${wf_base%.*}.$2.${wf_base##*.}" "${wf_base%.*}.$2.yml" "${wf_base%.*}.$2.yaml"; do
    [ ! -f "$1/$wf_overlay" ] || return 0
  done
  wf_overlay=''
}
