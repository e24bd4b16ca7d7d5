# uses: lib.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh compose.sh
# Runs the setup service, which migrates the schema.
#
# Its output may hold secrets that it generates, so it stays on the machine. A setup that an earlier,
# killed step left running is waited for: two migrations at once are never started.

main() {
  step_begin migrate
  compose_find
  j_migrated=yes
  journal_save migrate.noted
  wf_touched=yes
  wait_for_other
  wf_code=0
  act migrate compose "$install" "$install/.env.deploy" run --rm -T "$wf_setup" >"$wf_dir/setup.log" 2>&1 || wf_code=$?
  say exit.setup "$wf_code"
  [ "$wf_code" -eq 0 ] || fail "could not migrate the schema" "the service $wf_setup ended with $wf_code" \
    "read $wf_dir/setup.log on the machine; walter-fleet rollback puts the machine back"
  step_done changed "the service $wf_setup ended well"
}

wait_for_other() {
  for wf_id in $(docker_ask ps -q --no-trunc --filter "label=com.docker.compose.project=$wf_project" \
    --filter "label=com.docker.compose.service=$wf_setup" --filter label=com.docker.compose.oneoff=True); do
    printf 'waiting for %s, which an earlier step started\n' "$wf_id"
    docker_run docker wait "$wf_id" || :
  done
}
