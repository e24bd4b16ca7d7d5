# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh backup-info.sh ran.sh mounts.sh in-volume.sh uncopied.sh volumes.sh copies.sh exchange-data.sh restore.sh anew.sh exchange.sh
# Puts a machine back to a backup: directory or keys, image, and the volumes where that is asked.
#
# wf_restore is auto (the volumes if the run of this backup began to migrate), volumes, or none.
# 1. The backup is checked before anything is touched, and so are free space and who else uses the data; what it has is made
# ready while the stack still runs. 2. The stack is stopped, and the volumes are put back: see exchange-data.sh and
# restore.sh. 3. The old directory is copied and exchanged for the present one. 4. The stack is brought up. What was
# replaced is kept until the gate is green: clear.sh removes it. A rollback that is killed goes on where it was, but trusts
# nothing that it noted before somebody ran.

main() {
  rollback_begin
  if is_rolled_back; then
    say result already
    say detail "the machine is back to $wf_stamp already"
    return 0
  fi
  compose_find
  rollback_choose
  check_backup
  journal_save rollback.intent
  wf_touched=yes
  if ! is_word up "$j_progress"; then
    [ "$wf_volumes" = no ] || restore_ahead
    stack_stop || cannot_stop
    [ "$wf_volumes" = no ] || restore_volumes
  fi
  case $wf_old_kind in
  directory) restore_directory ;;
  *) restore_keys ;;
  esac
  locate_install
  if ! is_word up "$j_progress"; then
    [ "$wf_volumes" = no ] || restore_volumes
    progress rollback.coming up
  fi
  bring_up
  ! is_word ahead "$j_progress" || drop_ahead
  restore_record
  wf_this_step=rollback
  step_done changed "the machine is back to $j_stamp, image $wf_old_image$wf_again"
}

# Finds the backup and the journal's intent; a rollback to the same backup that was killed is gone on with.
rollback_begin() {
  machine_uptime
  wf_step_began=$wf_uptime
  state_open
  lock_prove
  lock_keep
  journal_read
  is_usable "$wf_state/journal" "$j_format" "$j_state" || fail_with 23 "the rollback was not begun" "$wf_why" \
    "look at it; if no run is under way, move it away"
  mend_window
  locate_install
  wf_undone=''
  # without a stamp it is the run itself that goes back, because it failed
  [ -n "$wf_stamp" ] || wf_stamp=$j_stamp wf_undone=$j_target
  wf_backup=$wf_state/backups/$wf_stamp
  [ -e "$wf_backup/info" ] || fail "could not roll back to $wf_stamp" "there is no such backup" see-backups
  read_value image "$wf_backup/info" && wf_old_image=$wf_value
  read_value data "$wf_backup/info" && wf_old_data=$wf_value
  read_value kind "$wf_backup/info" && wf_old_kind=$wf_value
  if is_rolled_back; then return 0; fi
  if [ "$j_step:$j_state:$j_stamp" != "rollback:intent:$wf_stamp" ]; then
    wf_was_migrated=unknown
    [ "$j_stamp" != "$wf_stamp" ] || wf_was_migrated=$j_migrated
    j_target="rollback to $wf_stamp" j_install=$install_real j_stamp=$wf_stamp j_kind=$wf_old_kind
    j_migrated=$wf_was_migrated j_planned=rollback j_done='' j_inode='' j_progress='' j_undone=$wf_undone
    j_away=$install_real.failed-$wf_stamp
    while [ -e "$j_away" ]; do j_away=$j_away.again; done
  fi
  j_run=$wf_run j_step=rollback j_state=intent
}

# A second rollback would put the data that the first one kept out of reach, so there is none until it is cleared.
# After that, the same command, such as one whose controller died at its end, must not undo what was written since.
is_rolled_back() {
  [ "$j_step:$j_state:$j_stamp" = "rollback:done:$wf_stamp" ] || return 1
  ! is_word cleared "$j_progress" || [ "$wf_restore" = auto ]
}

# Whether the volumes go back too.
rollback_choose() {
  case $wf_restore:$j_migrated in
  none:* | auto:no) wf_volumes=no ;;
  *) wf_volumes=yes ;;
  esac
}

# Everything that could make the rollback impossible is looked at before the stack is stopped.
check_backup() {
  if [ "$wf_volumes" = yes ]; then
    [ "$wf_old_data" = volumes ] || rollback_refuse "the schema was migrated, and the backup has no volumes (backup: $wf_old_data)" \
      onward-or-without-data
    is_backup_whole "$wf_backup" || if [ -s "$wf_backup/checksums" ]; then
      rollback_refuse "the copies of the volumes do not match their checksums" "look at $wf_backup"
    else
      rollback_refuse "the copies of the volumes are not what they were" "look at docker volume ls on the machine for names that end in .backup-$j_stamp"
    fi
    volumes_find
    is_word up "$j_progress" || restore_space
    # one that goes on has copied a part before
    [ -n "$j_progress" ] || copied "$wf_backup"
  fi
  data_look
  [ "$wf_volumes" = yes ] || each_mounter refuse_setup
  is_in_place_again || case $wf_old_kind in
  directory) [ -d "$j_install.backup-$j_stamp" ] || rollback_refuse "$j_install.backup-$j_stamp is missing" "choose another backup" ;;
  *) [ -e "$wf_backup/env.deploy" ] || rollback_refuse "$wf_backup/env.deploy is missing: nothing was replaced" "choose another backup" ;;
  esac
  if ! is_in_place_again && [ "$wf_old_kind" = directory ]; then
    data_guard "$j_install.backup-$j_stamp" "$j_install.backup-$j_stamp/.env.deploy"
  else
    data_guard "$install" "$install/.env.deploy"
  fi
  [ -z "$wf_old_image" ] || [ -n "$(image_id "$wf_old_image")" ] || rollback_refuse "the image $wf_old_image is not on the machine any more" \
    "on the machine: docker pull $wf_old_image; then run the same again"
}

is_in_place_again() {
  is_word directory "$j_progress" || is_word keys "$j_progress"
}

# Nothing was done yet, and the journal still says what it said before.
rollback_refuse() {
  fail "could not roll back to $j_stamp" "$1" "$2"
}

cannot_stop() {
  is_word replacing "$j_progress" || start_back "could not stop the stack" "$(last_words "$wf_dir/words")" \
    "look at docker ps on the machine, then run the same rollback again"
  fail "could not stop the stack" "$(last_words "$wf_dir/words")" "look at docker ps on the machine, then run the same rollback again"
}

# Fails, but starts what ran before this rollback: nobody waits for one that does not come about. Where the old directory
# is in place already, the next rollback brings it up.
start_back() {
  if is_in_place_again || ! stack_start >"$wf_dir/start" 2>&1; then
    fail "$1" "$2; the stack is stopped" "$3"
  fi
  wf_touched=no
  fail "$@"
}

restore_directory() {
  wf_new=$j_install.walter-fleet-new wf_kept=''
  if is_word directory "$j_progress"; then return 0; fi
  if ! is_in_place; then
    make_room
    act rollback.copy cp -R -p -- "$j_install.backup-$j_stamp" "$wf_new.part" || cannot_write "$wf_new.part"
    complete_directory
    exchange
  fi
  settle "${j_install%/*}"
  progress rollback.directory directory
}

restore_keys() {
  if is_word keys "$j_progress"; then return 0; fi
  wf_new=$install_real/.env.deploy.walter-fleet-new
  act rollback.env-copy cp -p -- "$wf_backup/env.deploy" "$wf_new" || cannot_write "$wf_new"
  settle "$wf_new"
  act rollback.env-in mv -f -- "$wf_new" "$install_real/.env.deploy" || cannot_write "$install_real/.env.deploy"
  progress rollback.keys keys
}

bring_up() {
  look_at_clock
  act rollback.up compose "$install" "$install/.env.deploy" up -d >"$wf_dir/words" 2>&1 || fail \
    "could not bring the old release up" "$(last_words "$wf_dir/words")" "mend that, then run the same rollback again"
  stack_rest
  wf_ids=$(docker_ask ps -aq --no-trunc --filter "label=com.docker.compose.project=$wf_project")
  [ -z "$wf_ids" ] || make_anew "$wf_at_stamp" directory || fail \
    "could not bring the old release up" "$(last_words "$wf_dir/words")" "mend that, then run the same rollback again"
}

# What counts as applied is what was applied when the backup was made; where that is not on record, what was put back.
restore_record() {
  if [ -e "$wf_backup/installed" ]; then
    act rollback.record copy_record || cannot_write "$wf_state/installed"
  else
    act rollback.found record_found || cannot_write "$wf_state/installed"
  fi
}

copy_record() {
  write_by "$wf_state/installed" cat -- "$wf_backup/installed"
}

# Records the keys as they are, and the files that go by names of a bundle: whoever changes one of them has made drift.
record_found() {
  (cd -- "$install" && bundle_names | while IFS= read -r wf_name; do
    [ ! -f "$wf_name" ] || sha256sum -- "$wf_name"
  done) >"$wf_dir/sums" || return 1
  wf_found=$(sha256sum <"$wf_dir/sums") || return 1
  wf_found=${wf_found%% *}
  mkdir -p -- "$wf_state/checksums" || return 1
  write_by "$wf_state/checksums/$wf_found" cat -- "$wf_dir/sums" || return 1
  look_at_clock
  found_keys
  # shellcheck disable=SC2086
  write_by "$wf_state/installed" printf '%s\n' format=1 $wf_lines "bundle=$wf_found" \
    "target=$f_image $wf_found $f_mode $f_host $f_httpsPort" "stamp=$j_stamp" "run=$wf_run" "at=$wf_at" end=1
}

# The names of all files of bundles that are known here, and of what Compose reads.
bundle_names() {
  {
    printf '%s\n' compose.yml compose.yaml docker-compose.yml docker-compose.yaml
    for wf_file in "$wf_state"/staged/*/checksums "$wf_state"/checksums/*; do
      [ ! -e "$wf_file" ] || sed -n 's/^[0-9a-f]\{64\}  //p' "$wf_file"
    done
  } | sort -u
}

# The keys of the file that was put back, as lines of a record and one by one; a dash where it has none, or one that
# cannot be a word of a record.
found_keys() {
  wf_lines='' f_image=- f_mode=- f_host=- f_httpsPort=-
  for wf_key in $wf_keys; do
    wf_word=${wf_key%%=*}
    env_value "${wf_key#*=}" "$install/.env.deploy" || wf_env_value=''
    wf_value=$wf_env_value
    case $wf_value in '' | *[!A-Za-z0-9._:/@+-]*) wf_value=- ;; esac
    eval "f_$wf_word=\$wf_value"
    wf_lines="$wf_lines $wf_word=$wf_value"
  done
}
