# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh backup-read.sh copies.sh prune.sh
# Removes what a rollback replaced, once the old release is healthy again, and the backups that are too many: a release that
# fails again and again does not fill the disk.

main() {
  state_open
  lock_prove
  lock_keep
  journal_read
  locate_install
  [ "$j_step:$j_state" = rollback:done ] || fail "nothing was cleared" "the last run was not a rollback that ended" \
    see-status
  for wf_volume in $(docker_ask volume ls --format '{{.Name}}'); do
    case $wf_volume in *".replaced-$j_stamp") ;; *) continue ;; esac
    act clear.volume docker_ask volume rm "$wf_volume" >/dev/null || fail \
      "could not remove the volume $wf_volume" "docker refused" "on the machine: docker volume rm $wf_volume"
  done
  case $j_away in
  "$j_install".failed-*) act clear.directory rm -rf -- "$j_away" ;;
  esac
  is_word cleared "$j_progress" || progress clear.noted cleared
  prune_backups "$wf_keep"
  audit "cleared what the rollback to $j_stamp had replaced"
  if [ "${wf_leave:-no}" = yes ]; then lock_release || :; fi
  say result changed
  say detail "removed what the rollback had replaced"
}
