# What backups say of themselves, and which are whole; a run that failed may leave a record with nothing to go back to.

# Reads a record into b_*, and says whether its backup is whole: is_whole STAMP. Where the record cannot be used, wf_why
# says so.
is_whole() {
  b_format='' b_image='' b_data=none b_bytes=0 b_order=0 b_kind='' b_install='' b_made=- b_run='' b_proved='' b_proof=''
  read_record "$wf_state/backups/$1/info" b || b_format=unreadable
  b_stamp=$1
  if is_usable "$wf_state/backups/$1/info" "$b_format" ''; then wf_why=''; else return 1; fi
  [ "$b_data" = none ] || [ -s "$wf_state/backups/$1/checksums" ] || [ -s "$wf_state/backups/$1/copies" ] || return 1
  case $b_kind in
  directory) [ -d "$b_install.backup-$1" ] || is_named_new ;;
  *) [ -e "$wf_state/backups/$1/env.deploy" ] ;;
  esac
}

# Says whether the old directory has the new one's name, as it does between the renames of a swap.
is_named_new() {
  [ "$b_stamp" = "$j_stamp" ] && [ -n "$j_inode" ] && [ -d "$b_install.walter-fleet-new" ] || return 1
  # shellcheck disable=SC2012
  case " $(ls -di -- "$b_install")" in *" $j_inode "*) ;; *) return 1 ;; esac
}
