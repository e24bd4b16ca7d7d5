# uses: lib.sh state.sh env-read.sh env.sh
# Says what a run left on this machine: how each step ended, what it printed, and the lines of the audit log.
#
# Changes nothing. Without a run it is the newest. Whatever is in .env.deploy and no managed key's value is hidden.

main() {
  frame logs
}

logs() {
  if [ -e "$wf_state" ] && { [ ! -r "$wf_state" ] || [ ! -x "$wf_state" ]; }; then
    fail "could not read $wf_state" "it may not be read by $(id -un)" "$wf_make_readable"
  fi
  # shellcheck disable=SC2012
  wf_runs=$(ls -1t -- "$wf_state/steps" 2>/dev/null) || wf_runs=''
  [ -z "$wf_runs" ] || printf '%s\n' "$wf_runs" | while IFS= read -r wf_line; do say run "$wf_line"; done
  [ -n "$wf_run" ] || wf_run=${wf_runs%%"
"*}
  [ -z "$wf_run" ] || logs_of_run
  say complete yes
}

logs_of_run() {
  say of "$wf_run"
  # shellcheck disable=SC2012
  wf_steps=$(ls -1tr -- "$wf_state/steps/$wf_run" 2>/dev/null) || wf_steps=''
  [ -z "$wf_steps" ] || printf '%s\n' "$wf_steps" | while IFS= read -r wf_line; do
    # what is no step's directory is a note of the run
    [ ! -e "$wf_state/steps/$wf_run/$wf_line/claim" ] || logs_of_step "$wf_line" "$wf_state/steps/$wf_run/$wf_line"
  done
  [ ! -r "$wf_state/audit.log" ] || wf_run=$wf_run awk '$2 == ENVIRON["wf_run"]' "$wf_state/audit.log" |
    logs_end audit
}

# How a step ended, and what it printed: logs_of_step NAME DIRECTORY
logs_of_step() {
  wf_code=-
  ! [ -s "$2/exit" ] || read -r wf_code <"$2/exit" || :
  say step "$1 $wf_code"
  # what the setup service said has a file of its own
  for wf_file in "$2/log" "$2"/*.log; do
    [ ! -s "$wf_file" ] || logs_end "log $1" <"$wf_file"
  done
}

# The end of what comes in, a line each, under a key and what stands before each line.
logs_end() {
  tail -n "$wf_lines" | redact | cut -c 1-500 | while IFS= read -r wf_line; do
    case $1 in
    *' '*) say "${1%% *}" "${1#* } $wf_line" ;;
    *) say "$1" "$wf_line" ;;
    esac
  done
}
