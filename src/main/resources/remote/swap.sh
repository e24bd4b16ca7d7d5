# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh docker.sh found.sh compose-files.sh project.sh compose.sh data-guard.sh backup-info.sh ran.sh mounts.sh in-volume.sh uncopied.sh volumes.sh copies.sh stopped.sh exchange.sh
# Puts the staged directory, or the new keys alone, in place of the old.
#
# 1. The new directory is made whole beside the install, .env.deploy and all, and written through.
# 2. The journal notes its inode; from there on it is told from the old one whatever their names are.
# 3. mv --exchange where it works, then one rename; else two renames, old away and new in.
# 4. Whoever comes next finishes a rename that is missing: see mend_window.

main() {
  step_begin swap
  if is_word swap "$j_done"; then
    step_done already "the swap was done before"
    return 0
  fi
  wf_undo=start_again
  check_keys
  wf_new=$j_install.walter-fleet-new
  is_in_place || require_backup
  case $j_kind in
  keys) swap_keys ;;
  *) swap_directory ;;
  esac
}

# A stack that was stopped for its backup does not stay down for a swap that did not come about.
start_again() {
  [ "$wf_data" = volumes ] && is_word backup "$j_done" || return 0
  start_after_backup
}

# A planned copy of the volumes must be there, and nothing may have run since; else it is to be made anew.
require_backup() {
  [ "$wf_data" = volumes ] && is_word backup "$j_planned" || return 0
  if is_word backup "$j_done" && copies_last "$wf_state/backups/$j_stamp"; then return 0; fi
  compose_find
  volumes_find
  if is_backup_current "$wf_state/backups/$j_stamp"; then return 0; fi
  j_done=''
  journal_save swap.outdated
  fail "the swap was not begun" "the stack ran after the backup $j_stamp was made, or the backup is missing" \
    "run apply again, which makes it anew"
}

# Refuses values that could break out of a line, and files that cannot be edited with care.
check_keys() {
  case $wf_set in
  *[!A-Za-z0-9._:/@=+\ \[\]-]*) fail "could not write .env.deploy" "a value has a character that is not allowed" \
    "use letters, digits and . _ : / @ + - only" ;;
  esac
  if [ -L "$install/.env.deploy" ]; then
    fail "could not edit $install/.env.deploy" "it is a symbolic link, which a swap would break" \
      "put the file itself there, then run apply again"
  fi
  [ -e "$install/.env.deploy" ] || return 0
  [ -r "$install/.env.deploy" ] || fail "could not read $install/.env.deploy" "permission denied" \
    "chown $(id -un) $install/.env.deploy on the machine, then run apply again"
  env_facts "$install/.env.deploy" || { wf_facts='' && wf_nul=perhaps; }
  ! is_nulled "$install/.env.deploy" || fail "could not edit $install/.env.deploy" "it has a NUL byte" \
    "remove it, then run apply again"
}

swap_keys() {
  [ -d "$install" ] || fail "could not write the keys" "there is no install at $install" "run apply again"
  wf_new=$install_real/.env.deploy.walter-fleet-new
  act swap.sweep rm -f -- "$wf_new" || cannot_write "$wf_new"
  write_env "$wf_new"
  if cmp -s -- "$wf_new" "$install_real/.env.deploy"; then
    act swap.drop rm -f -- "$wf_new"
    step_done already "the keys have these values"
    return 0
  fi
  settle "$wf_new"
  backup_info
  [ -e "$wf_backup/env.deploy" ] || act swap.keep keep_env || cannot_write "$wf_backup/env.deploy"
  wf_touched=yes
  act swap.env-in mv -f -- "$wf_new" "$install_real/.env.deploy" || {
    wf_touched=no
    cannot_write "$install_real/.env.deploy"
  }
  settle "$install_real"
  step_done changed "wrote the keys, the old file is $wf_backup/env.deploy"
}

keep_env() {
  cp -p -- "$install_real/.env.deploy" "$wf_backup/.env.part" && settle "$wf_backup/.env.part" &&
    mv -f -- "$wf_backup/.env.part" "$wf_backup/env.deploy"
}

swap_directory() {
  wf_kept=''
  if ! is_in_place; then
    [ ! -d "$install" ] || is_empty "$install" || backup_info
    prepare_directory
    exchange
  fi
  settle "${j_install%/*}"
  step_done changed "the new directory is in place${wf_kept:+, the old one is $wf_kept}"
}

# Writes the edited .env.deploy to a new file with the mode and the owner of the old one.
write_env() {
  wf_old=$install_real/.env.deploy
  if [ -e "$wf_old" ]; then
    act swap.env-copy cp -p -- "$wf_old" "$1" || cannot_write "$1"
    wf_from=$wf_old
  else
    act swap.env-new touch -- "$1" || cannot_write "$1"
    act swap.env-mode chmod 600 -- "$1"
    wf_from=/dev/null
  fi
  act swap.env-edit edit_into "$1" || fail "could not edit $wf_old" \
    "a quote in it is never closed, or the disk is full: $(unwritable "$1")" look-or-make-room
  [ ! -e "$wf_old" ] || is_owned_alike "$wf_old" "$1" || fail "could not edit $wf_old" \
    "this user cannot give the new file the owner of the old one, $(owner "$wf_old")" \
    "chown $(id -un) $wf_old on the machine, then run apply again"
  read_back "$1"
}

# Makes sure that every key reads back as it was meant.
read_back() {
  wf_names=''
  for wf_pair in $wf_set; do wf_names="$wf_names ${wf_pair%%=*}=${wf_pair%%=*}"; done
  wf_read=$(wf_task=facts wf_keys=$wf_names awk "$wf_env_read" "$1") || wf_read=''
  for wf_pair in $wf_set; do
    case "
$wf_read
" in
    *"
env.$wf_pair
"*) ;;
    *) fail "could not edit $wf_old" "${wf_pair%%=*} does not read back as ${wf_pair#*=}" \
      "write that key by hand on a line of its own" ;;
    esac
  done
}

edit_into() {
  env_edit "$wf_from" "$wf_set" >"$1"
}

# Makes the new directory whole beside the install, from the staged bundle.
prepare_directory() {
  wf_staged=$wf_state/staged/$wf_bundle
  [ -e "$wf_staged/checksums" ] || fail "could not swap the directory" "the bundle $wf_bundle is not staged" \
    "run apply again, which stages it"
  make_room
  act swap.copy cp -R -p -- "$wf_staged/walter-onprem" "$wf_new.part" || cannot_write "$wf_new.part"
  if [ -e "$install_real/.env.deploy" ]; then
    act swap.owner own_alike
    write_env "$wf_new.part/.env.deploy"
  else
    write_env "$wf_new.part/.env.deploy"
    act swap.owner own_alike
  fi
  complete_directory
}

# Gives the new directory the owner of the old one, where we may; the first one belongs to whom the home belongs, or the
# directory that it stands in.
own_alike() {
  wf_like=$j_install
  [ -e "$wf_like" ] || case $j_install in
  "$(cd -P -- "$HOME" && pwd -P)"/*) wf_like=$HOME/. ;;
  *) wf_like=${j_install%/*}/. ;;
  esac
  if is_owned_alike "$wf_like" "$wf_new.part"; then return 0; fi
  [ "$(id -u)" -ne 0 ] || chown -R "$(owner "$wf_like")" "$wf_new.part"
}

# Says whether two files have the same owner and group.
# shellcheck disable=SC2012
is_owned_alike() {
  ls -lnd -- "$1" "$2" | {
    read -r wf_mode wf_links wf_user wf_group wf_rest && wf_owner=$wf_user:$wf_group &&
      read -r wf_mode wf_links wf_user wf_group wf_rest && [ "$wf_owner" = "$wf_user:$wf_group" ]
  }
}

# shellcheck disable=SC2012
owner() {
  wf_listed=$(ls -lnd -- "$1") || return 1
  # shellcheck disable=SC2086
  set -- $wf_listed
  printf '%s:%s\n' "$3" "$4"
}
