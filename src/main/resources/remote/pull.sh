# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh mount-guard.sh in-volume.sh setup-waits.sh pull-failure.sh
# Pulls the images of the target, with the target's own compose files and keys; touches nothing else.
#
# Needs no lock: an image more on a machine changes nothing.

main() {
  state_open
  journal_read
  locate_install
  choose_files
  make_view
  docker_ask_first image inspect --format '{{.Id}}' "$wf_image" || :
  wf_before=$wf_answer
  # the files that the stack was started with may hold variables that the images need
  project_find "$wf_view"
  if [ -z "${wf_command:-}" ]; then
    compose_files "$wf_view" "$wf_view/.env.deploy"
    wf_filed=$wf_view
  fi
  pull_or_tell
  wf_known=$(docker_ask image inspect --format '{{.Id}} {{json .RepoDigests}}' "$wf_image" 2>/dev/null) || wf_known=''
  wf_id=${wf_known%% *}
  [ -n "$wf_id" ] || fail "could not pull $wf_image" "no service of the bundle uses it" \
    "look at the compose file in the bundle and at envKeys in the inventory"
  check_digest
  mount_guard "$wf_view" "$wf_view/.env.deploy"
  data_guard "$wf_view" "$wf_view/.env.deploy"
  waits_note "$wf_view" "$wf_view/.env.deploy"
  pulled_note
  say image.id "$wf_id"
  if [ "$wf_before" = "$wf_id" ]; then wf_result=already; else wf_result=changed; fi
  audit "pull: $wf_result: $wf_image"
  say result "$wf_result"
  [ "$wf_retries" -eq 0 ] || wf_waited=", after $wf_waited s of waiting for the registry"
  say detail "$wf_image is here${wf_waited#0}"
}

# The staged bundle when the target has a new one, else the install itself.
choose_files() {
  if [ -n "$wf_bundle" ] && [ -e "$wf_state/staged/$wf_bundle/checksums" ]; then
    wf_files=$wf_state/staged/$wf_bundle/walter-onprem
  elif [ "$wf_kind" = keys ] && is_composed "$install"; then
    wf_files=$install
  else
    fail "could not pull $wf_image" "the bundle $wf_bundle is not staged" "run apply again, which stages it"
  fi
}

# Makes a directory that looks as the install will: the bundle's entries as links, and the keys set.
make_view() {
  wf_view=$wf_dir/view wf_how=link
  # a command may go where a link leads
  [ -z "${wf_command:-}" ] || wf_how=copy
  # docker from a snap cannot read what is hidden at the top of a home
  case $(command -v docker) in */snap/bin/docker) wf_view=$install_real.walter-fleet-view wf_how=copy ;; esac
  # shellcheck disable=SC2016
  at_end 'rm -rf -- "$wf_view"'
  act pull.view link_view || fail "could not prepare the pull" "$(unwritable "$wf_dir")" "$wf_make_room"
  wf_from=$install/.env.deploy
  # between the two renames of a swap that died, the keys are where the next run will look for them
  if [ ! -e "$install" ] && is_window; then wf_from=$j_install.walter-fleet-new/.env.deploy; fi
  [ -e "$wf_from" ] || wf_from=/dev/null
  act pull.env edit_view || fail "could not read $wf_from" \
    "permission denied, or a quote in it is never closed" "look at it, then run apply again"
}

link_view() {
  [ ! -e "$wf_view" ] || rm -rf -- "$wf_view"
  mkdir -p -- "$wf_view" || return 1
  set --
  for wf_file in "$wf_files"/* "$wf_files"/.[!.]*; do
    case $wf_file in */.env.deploy) continue ;; esac
    [ ! -e "$wf_file" ] || set -- "$@" "$wf_file"
  done
  if [ "$wf_how" = link ]; then ln -s -- "$@" "$wf_view/"; else cp -R -- "$@" "$wf_view/"; fi
}

edit_view() {
  env_edit "$wf_from" "$wf_set" >"$wf_view/.env.deploy" || return $?
  wf_edited=$wf_view/.env.deploy
}

# Where there is no docker-compose, a pull shows as well as a question would whether docker has the plugin.
pull_images() {
  wf_compose='docker compose'
  if command -v docker-compose >/dev/null 2>&1; then compose_kind; fi
  act pull compose "$wf_view" "$wf_view/.env.deploy" pull --quiet && return 0
  compose_kind
  return 1
}

# A digest that the manifest names must be the one that was pulled.
check_digest() {
  [ -n "$wf_digest" ] || return 0
  case $wf_known in
  *"@$wf_digest\""*) ;;
  *) fail "could not accept $wf_image" "it was pulled under another digest than the manifest's $wf_digest" \
    "look at the registry: the tag was moved, or it is a mirror" ;;
  esac
}
