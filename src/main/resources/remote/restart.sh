# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh setup-waits.sh ran.sh anew.sh
# Brings the stack up, and checks that it runs the image that was pulled.

main() {
  step_begin restart
  compose_find
  data_guard "$install" "$install/.env.deploy"
  wf_filed=$install
  wf_touched=yes
  next_first && act restart compose "$install" "$install/.env.deploy" up -d >"$wf_dir/words" 2>&1 || fail \
    "could not bring the stack up" "$(last_words "$wf_dir/words")" \
    "read $wf_dir/words on the machine, mend it, then run apply again"
  stack_rest
  pulled_read || wf_id=$(image_id "$wf_image")
  [ -n "$wf_id" ] || fail "could not check the stack" "the image $wf_image is not on the machine" "run apply again"
  check_running
  say image.id "$wf_id"
  step_done changed "the stack runs $wf_image$wf_again"
}

check_running() {
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project")
  [ -n "$wf_ids" ] || fail "could not bring the stack up" "Compose made no container" "look at docker ps -a on the machine"
  make_anew "$j_stamp" "$j_kind" || fail "could not bring the stack up" "$(last_words "$wf_dir/words")" \
    "read $wf_dir/words on the machine, mend it, then run apply again"
  if [ -n "$wf_old" ] || [ -z "$wf_rows" ]; then
    wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project")
    # shellcheck disable=SC2086
    wf_rows=$(docker_ask inspect --type container --format "$wf_anew_row" $wf_ids) || wf_rows=''
  fi
  odd_service
  [ -z "$wf_odd" ] || fail "could not bring $wf_image up" "$wf_odd" "look at docker ps on the machine, then run apply again"
}

# What is wrong with those containers that should run the image.
odd_service() {
  wf_odd='no service runs it'
  while read -r wf_word wf_service wf_once wf_ref wf_runs; do
    if [ "$wf_word" = mount ] || [ "$wf_ref" != "$wf_image" ]; then continue; fi
    case $wf_once in [Tt]rue) continue ;; esac
    wf_odd=''
    [ "$wf_runs" = "$wf_id" ] || wf_odd="service $wf_service runs $wf_runs, not $wf_id"
    [ -z "$wf_odd" ] || break
  done <<END
$wf_rows
END
}
